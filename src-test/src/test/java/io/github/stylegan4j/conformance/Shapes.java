package io.github.stylegan4j.conformance;

import java.util.random.RandomGenerator;

/** Extents that kernels tend to get wrong: 0, 1, primes, powers of two and their neighbours. */
final class Shapes {
    private static final int[] EXTENTS = {1, 1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 15, 16, 17};
    private static final int[] LENGTHS = {1, 2, 31, 32, 33, 63, 64, 65, 97, 127, 128, 129, 257};

    private Shapes() {}

    static int extent(RandomGenerator random) {
        return EXTENTS[random.nextInt(EXTENTS.length)];
    }

    static int length(RandomGenerator random) {
        return LENGTHS[random.nextInt(LENGTHS.length)];
    }

    static int[] random(RandomGenerator random, int rank) {
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = rank == 1 ? length(random) : extent(random);
        }
        return dims;
    }

    /** A scalar, an empty one, a vector, and random ones of rank 2 to 4. */
    static int[][] assorted(RandomGenerator random) {
        return new int[][] {
            {},
            {2, 0, 3},
            random(random, 1),
            random(random, 2),
            random(random, 3),
            random(random, 4)
        };
    }
}
