package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tensor.Philox;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Normal random numbers: logarithm, sine and cosine are sums of a few terms in double precision,
 * whose error is bounded. Where the bound leaves open which single-precision number is meant, about
 * once in a million numbers, {@link Philox} computes it, so that the bits are always its.
 *
 * <p>Some hundred numbers go through one short loop after the other. The JIT compiler vectorises
 * these, and they are fast long before it has: the Vector API would make objects until then, which
 * took a second of the first step at 128 pixels.
 */
final class NormalNumbers {
    /** Blocks of four numbers that are computed together: what lies between stays in the cache. */
    private static final int BLOCKS = 128;

    private static final int PAIRS = 2 * BLOCKS;

    /** Words of 24 bits in a quarter of a turn, as a power of two. */
    private static final int QUARTER = 22;

    /** The angle of one word. */
    private static final double STEP = Math.PI / 2 / (1 << QUARTER);

    /**
     * More than what numbers here and those of Philox can differ by, in parts of their radius:
     * above all by the rounding of its angle, twice at up to a turn of 2 pi, which makes 2^-49.3.
     */
    private static final double ERROR = 0x1p-47;

    private static final double LOG_2 = Math.log(2);

    /** Of 1 + z / 3 + z^2 / 5 and so on, which makes a logarithm; z is at most 0.04. */
    private static final int LOGARITHM = 11;

    /** Terms of sine and cosine up to an eighth of a turn. */
    private static final int SINE = 9;

    /** 2^-e for each exponent e of a word. */
    private static final double[] SCALE = new double[25];

    private static final double[] ODD = new double[LOGARITHM];
    private static final double[] SINES = new double[SINE];
    private static final double[] COSINES = new double[SINE];

    /** Cosine and sine of no, one, two, three and four quarters of a turn. */
    private static final double[] QUARTER_COSINES = {1, 0, -1, 0, 1};

    private static final double[] QUARTER_SINES = {0, 1, 0, -1, 0};

    static {
        for (int e = 0; e < SCALE.length; e++) {
            SCALE[e] = 1.0 / (1 << e);
        }
        for (int i = 0; i < LOGARITHM; i++) {
            ODD[i] = 1.0 / (2 * i + 1);
        }
        double factorial = 1;
        for (int i = 0; i < SINE; i++) {
            COSINES[i] = 1 / factorial;
            SINES[i] = 1 / (factorial * (2 * i + 1));
            factorial *= -(2 * i + 1.0) * (2 * i + 2);
        }
    }

    private final ConcurrentLinkedDeque<Batch> free = new ConcurrentLinkedDeque<>();

    /** What lies between the loops, an element per pair. */
    static final class Batch {
        final int[] radiusWords = new int[PAIRS];
        final int[] angleWords = new int[PAIRS];
        final double[] argument = new double[PAIRS];
        final double[] square = new double[PAIRS];
        final double[] exponent = new double[PAIRS];
        final double[] radius = new double[PAIRS];
        final double[] cosine = new double[PAIRS];
        final double[] sine = new double[PAIRS];
        final double[] quarterCosine = new double[PAIRS];
        final double[] quarterSine = new double[PAIRS];
        final float[] numbers = new float[2 * PAIRS];
    }

    /**
     * Writes the numbers of {@link Philox#normal(long, long, long, double[], int, int)}, rounded.
     *
     * @param position of the first number in its stream
     * @param y where they go
     * @param at where the first one goes
     * @param count how many
     */
    void fill(long seed, long stream, long position, float[] y, int at, int count) {
        Batch pooled = free.pollLast();
        Batch b = pooled == null ? new Batch() : pooled;
        long end = position + count;
        for (long block = position >>> 2; block << 2 < end; block += BLOCKS) {
            words(seed, stream, block, b);
            compute(b);
            long first = block << 2;
            int from = (int) Math.max(0, position - first);
            int to = (int) Math.min(b.numbers.length, end - first);
            System.arraycopy(b.numbers, from, y, (int) (at + first + from - position), to - from);
        }
        free.addLast(b);
    }

    private static void words(long seed, long stream, long block, Batch b) {
        int[] words = new int[4];
        for (int i = 0; i < BLOCKS; i++) {
            Philox.block(seed, stream, block + i, words);
            b.radiusWords[2 * i] = words[0];
            b.angleWords[2 * i] = words[1];
            b.radiusWords[2 * i + 1] = words[2];
            b.angleWords[2 * i + 1] = words[3];
        }
    }

    /** Makes numbers of the words. */
    static void compute(Batch b) {
        radii(b);
        angles(b);
        for (int i = 0; i < PAIRS; i++) {
            double error = b.radius[i] * ERROR;
            b.numbers[2 * i] = rounded(b.cosine[i], error, b, i, false);
            b.numbers[2 * i + 1] = rounded(b.sine[i], error, b, i, true);
        }
    }

    /**
     * The radius {@code sqrt(-2 log x)}: with {@code x = m * 2^e}, where m is from 2/3 to 4/3, and
     * {@code s = (m - 1) / (m + 1)}, {@code log x} is {@code e log 2 + 2 s (1 + s^2 / 3 + s^4 / 5 +
     * ...)}.
     */
    private static void radii(Batch b) {
        for (int i = 0; i < PAIRS; i++) {
            int word = (b.radiusWords[i] >>> 8) + 1;
            int e = 31 - Integer.numberOfLeadingZeros(word + (word >>> 1));
            b.argument[i] = word * SCALE[e];
            b.exponent[i] = e - 24;
        }
        ratios(b.argument, b.square);
        series(ODD, 1, b.square, b.radius);
        radii(b.argument, b.square, b.exponent, b.radius);
    }

    private static void ratios(double[] m, double[] square) {
        for (int i = 0; i < PAIRS; i++) {
            double s = (m[i] - 1) / (m[i] + 1);
            m[i] = s;
            square[i] = s * s;
        }
    }

    private static void radii(double[] s, double[] square, double[] exponent, double[] radius) {
        for (int i = 0; i < PAIRS; i++) {
            double twice = s[i] + s[i];
            double log = exponent[i] * LOG_2 + (radius[i] * square[i] * twice + twice);
            radius[i] = Math.sqrt(-2 * log);
        }
    }

    /** Sine and cosine of what an angle is off the nearest quarter of a turn, then of the angle. */
    private static void angles(Batch b) {
        for (int i = 0; i < PAIRS; i++) {
            int word = b.angleWords[i] >>> 8;
            int quarter = (word + (1 << (QUARTER - 1))) >>> QUARTER;
            b.argument[i] = (word - (quarter << QUARTER)) * STEP;
            b.quarterCosine[i] = QUARTER_COSINES[quarter];
            b.quarterSine[i] = QUARTER_SINES[quarter];
        }
        squares(b.argument, b.square);
        series(COSINES, 0, b.square, b.cosine);
        series(SINES, 0, b.square, b.sine);
        turn(b.cosine, b.sine, b.argument, b.quarterCosine, b.quarterSine, b.radius);
    }

    private static void squares(double[] x, double[] square) {
        for (int i = 0; i < PAIRS; i++) {
            square[i] = x[i] * x[i];
        }
    }

    /** By the theorem for sums, of which one term is zero. */
    private static void turn(
            double[] cosine,
            double[] sine,
            double[] x,
            double[] quarterCosine,
            double[] quarterSine,
            double[] radius) {
        for (int i = 0; i < PAIRS; i++) {
            double c = cosine[i];
            double s = sine[i] * x[i];
            cosine[i] = radius[i] * (c * quarterCosine[i] - s * quarterSine[i]);
            sine[i] = radius[i] * (s * quarterCosine[i] + c * quarterSine[i]);
        }
    }

    /** The sum of {@code terms[first + k] * z^k}. */
    private static void series(double[] terms, int first, double[] z, double[] sum) {
        Arrays.fill(sum, terms[terms.length - 1]);
        for (int k = terms.length - 2; k >= first; k--) {
            next(sum, z, terms[k]);
        }
    }

    private static void next(double[] sum, double[] z, double term) {
        for (int i = 0; i < PAIRS; i++) {
            sum[i] = sum[i] * z[i] + term;
        }
    }

    private static float rounded(double z, double error, Batch b, int pair, boolean second) {
        float low = (float) (z - error);
        // Zeros have signs.
        return low == (float) (z + error) && low != 0
                ? low
                : (float) Philox.normal(b.radiusWords[pair], b.angleWords[pair], second);
    }
}
