package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tensor.Philox;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Normal random numbers on vectors: logarithm, sine and cosine are sums of a few terms in double
 * precision, whose error is bounded. Where the bound leaves open which single-precision number is
 * meant, about once in a million numbers, {@link Philox} computes it, so that the bits are always
 * its.
 */
final class VectorNormalNumbers implements NormalNumbers {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();

    /** Blocks of four numbers that are computed together; their pairs fill whole vectors. */
    private static final int BLOCKS = 128;

    private static final int PAIRS = 2 * BLOCKS;

    /** Two to the power of 24: words count from 1 to it, or turns in parts of it. */
    private static final double WORDS = 0x1p24;

    /**
     * More than what numbers here and those of Philox can differ by, in parts of their radius:
     * above all by the rounding of its angle, twice at up to a turn of 2 pi, which makes 2^-49.3.
     */
    private static final double ERROR = 0x1p-47;

    /** Of 1 + z / 3 + z^2 / 5 and so on, which makes a logarithm; z is below 0.03. */
    private static final int LOGARITHM = 11;

    /** Terms of sine and cosine up to an eighth of a turn. */
    private static final int SINE = 9;

    /** 2^-e for each exponent e of a word. */
    private static final double[] SCALE = scales();

    private static final double[] ODD = new double[LOGARITHM];
    private static final double[] SINES = new double[SINE];
    private static final double[] COSINES = new double[SINE];

    static {
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

    private static double[] scales() {
        double[] scale = new double[25];
        for (int e = 0; e < scale.length; e++) {
            scale[e] = 1.0 / (1 << e);
        }
        return scale;
    }

    /** What lies between the stages, an element per pair. */
    static final class Batch {
        final int[] radiusWords = new int[PAIRS];
        final int[] angleWords = new int[PAIRS];
        final double[] mantissa = new double[PAIRS];
        final double[] exponent = new double[PAIRS];
        final double[] radius = new double[PAIRS];
        final double[] quarters = new double[PAIRS];
        final double[] cosine = new double[PAIRS];
        final double[] sine = new double[PAIRS];
        final float[] numbers = new float[2 * PAIRS];
    }

    @Override
    public void fill(long seed, long stream, long position, float[] y, int at, int count) {
        Batch b = new Batch();
        long end = position + count;
        for (long block = position >>> 2; block << 2 < end; block += BLOCKS) {
            words(seed, stream, block, b);
            compute(b);
            long first = block << 2;
            int from = (int) Math.max(0, position - first);
            int to = (int) Math.min(b.numbers.length, end - first);
            System.arraycopy(b.numbers, from, y, (int) (at + first + from - position), to - from);
        }
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
        for (int i = 0; i < PAIRS; i++) {
            int word = (b.radiusWords[i] >>> 8) + 1;
            int e = 31 - Integer.numberOfLeadingZeros(word);
            b.mantissa[i] = word * SCALE[e];
            b.exponent[i] = e - 24;
        }
        for (int i = 0; i < PAIRS; i++) {
            b.quarters[i] = (b.angleWords[i] >>> 8) * (4 / WORDS);
        }
        radii(b);
        angles(b);
        for (int i = 0; i < PAIRS; i++) {
            double r = b.radius[i];
            double error = r * ERROR;
            b.numbers[2 * i] = rounded(r * b.cosine[i], error, b, i, false);
            b.numbers[2 * i + 1] = rounded(r * b.sine[i], error, b, i, true);
        }
    }

    /**
     * The radius {@code sqrt(-2 log x)}: with {@code x = m * 2^e} and {@code s = (m - 1) / (m +
     * 1)}, {@code log x} is {@code e log 2 + 2 s (1 + s^2 / 3 + s^4 / 5 + ...)}.
     */
    private static void radii(Batch b) {
        for (int i = 0; i < PAIRS; i += LANES) {
            DoubleVector m = DoubleVector.fromArray(DOUBLES, b.mantissa, i);
            DoubleVector e = DoubleVector.fromArray(DOUBLES, b.exponent, i);
            VectorMask<Double> large = m.compare(VectorOperators.GT, Math.sqrt(2));
            m = m.mul(0.5, large);
            e = e.add(1, large);
            DoubleVector s = m.sub(1).div(m.add(1));
            DoubleVector z = s.mul(s);
            DoubleVector sum = DoubleVector.broadcast(DOUBLES, ODD[LOGARITHM - 1]);
            for (int k = LOGARITHM - 2; k > 0; k--) {
                sum = sum.fma(z, DoubleVector.broadcast(DOUBLES, ODD[k]));
            }
            DoubleVector twice = s.add(s);
            DoubleVector log = sum.mul(z).fma(twice, twice);
            log = e.fma(DoubleVector.broadcast(DOUBLES, Math.log(2)), log);
            log.mul(-2).lanewise(VectorOperators.SQRT).intoArray(b.radius, i);
        }
    }

    /** Sine and cosine of what an angle is off the nearest quarter of a turn, then of the angle. */
    private static void angles(Batch b) {
        // What is added to this has no digits behind the point.
        DoubleVector whole = DoubleVector.broadcast(DOUBLES, 0x1.8p52);
        for (int i = 0; i < PAIRS; i += LANES) {
            DoubleVector t = DoubleVector.fromArray(DOUBLES, b.quarters, i);
            DoubleVector q = t.add(whole).sub(whole);
            DoubleVector x = t.sub(q).mul(Math.PI / 2);
            DoubleVector z = x.mul(x);
            DoubleVector c = DoubleVector.broadcast(DOUBLES, COSINES[SINE - 1]);
            DoubleVector s = DoubleVector.broadcast(DOUBLES, SINES[SINE - 1]);
            for (int k = SINE - 2; k >= 0; k--) {
                c = c.fma(z, DoubleVector.broadcast(DOUBLES, COSINES[k]));
                s = s.fma(z, DoubleVector.broadcast(DOUBLES, SINES[k]));
            }
            s = s.mul(x);
            VectorMask<Double> one = q.compare(VectorOperators.EQ, 1);
            VectorMask<Double> two = q.compare(VectorOperators.EQ, 2);
            VectorMask<Double> three = q.compare(VectorOperators.EQ, 3);
            VectorMask<Double> odd = one.or(three);
            c.blend(s, odd).lanewise(VectorOperators.NEG, one.or(two)).intoArray(b.cosine, i);
            s.blend(c, odd).lanewise(VectorOperators.NEG, two.or(three)).intoArray(b.sine, i);
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
