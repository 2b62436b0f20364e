package io.github.stylegan4j.train.data;

/**
 * Random numbers as a pure function of (seed, stream, position): nothing has to be kept or replayed
 * to continue from any position.
 *
 * <p>Source of the mixing function: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number
 * Generators", OOPSLA 2014 (variant 13 by Stafford).
 */
final class CounterRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private CounterRandom() {}

    /** A key that stands for a seed and a stream of its own. */
    static long key(long seed, long stream) {
        return mix(mix(seed + GOLDEN) + GOLDEN * (stream + 1));
    }

    /** 64 random bits. */
    static long bits(long key, long position) {
        return mix(key + GOLDEN * (position + 1));
    }

    /** A number from 0 to {@code bound} - 1, uniform but for a bias of at most bound / 2^63. */
    static int below(int bound, long key, long position) {
        return (int) Math.multiplyHigh(bits(key, position) >>> 1, (long) bound << 1);
    }

    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
