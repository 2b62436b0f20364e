package io.github.stylegan4j.tensor;

/**
 * The counter-based generator Philox 4x32-10: block {@code b} of a stream is a pure function of
 * seed, stream and {@code b}, so every backend produces the same values and a stream's position is
 * one number.
 *
 * <p>Key = seed (low, high word), counter = (block low, block high, stream low, stream high).
 * Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
public final class Philox {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final float TO_UNIT = 0x1p-24f;

    private Philox() {}

    /** Writes the four 32-bit words of one block. */
    public static void block(long seed, long stream, long block, int[] out) {
        int c0 = (int) block;
        int c1 = (int) (block >>> 32);
        int c2 = (int) stream;
        int c3 = (int) (stream >>> 32);
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        for (int round = 0; round < 10; round++) {
            long p0 = M0 * (c0 & 0xFFFFFFFFL);
            long p1 = M1 * (c2 & 0xFFFFFFFFL);
            int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c1 = (int) p1;
            c3 = (int) p0;
            c0 = n0;
            c2 = n2;
            k0 += W0;
            k1 += W1;
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
    }

    /** A number in [0, 1) from the upper 24 bits of a word; exact in single precision. */
    public static float uniform(int word) {
        return (word >>> 8) * TO_UNIT;
    }

    /**
     * One of a pair of standard normal numbers from a pair of words, by Box and Muller.
     *
     * @param word0 the pair's first word (even lane): gives the radius, from (0, 1]
     * @param word1 the pair's second word: gives the angle
     * @param second false for the cosine, true for the sine branch
     */
    public static double normal(int word0, int word1, boolean second) {
        return normal(radius(word0), angle(word1), second);
    }

    private static double radius(int word) {
        return Math.sqrt(-2.0 * Math.log((uniform(word) + (double) TO_UNIT)));
    }

    private static double angle(int word) {
        return 2.0 * Math.PI * uniform(word);
    }

    private static double normal(double radius, double angle, boolean second) {
        return radius * (second ? Math.sin(angle) : Math.cos(angle));
    }

    /** Fills {@code out[from..from+count)} with uniforms of positions {@code position + i}. */
    public static void uniform(
            long seed, long stream, long position, float[] out, int from, int count) {
        int[] words = new int[4];
        long current = -1;
        for (int i = 0; i < count; i++) {
            long p = position + i;
            if (p >>> 2 != current) {
                current = p >>> 2;
                block(seed, stream, current, words);
            }
            out[from + i] = uniform(words[(int) (p & 3)]);
        }
    }

    /** Fills {@code out[from..from+count)} with normals of positions {@code position + i}. */
    public static void normal(
            long seed, long stream, long position, double[] out, int from, int count) {
        int[] words = new int[4];
        long block = -1;
        long pair = -1;
        double radius = 0;
        double angle = 0;
        for (int i = 0; i < count; i++) {
            long p = position + i;
            if (p >>> 2 != block) {
                block = p >>> 2;
                block(seed, stream, block, words);
            }
            if (p >>> 1 != pair) {
                pair = p >>> 1;
                int first = (int) (p & 2);
                radius = radius(words[first]);
                angle = angle(words[first + 1]);
            }
            out[from + i] = normal(radius, angle, (p & 1) == 1);
        }
    }
}
