package io.github.stylegan4j.cpu;

/**
 * Which transformed pixels, transformed taps and sums meet at the positions of a filtering of two
 * dimensions in which some are shared.
 *
 * @param pixels by position, the transformed pixels
 * @param taps by position, the transformed taps
 * @param sums by position, the sum
 */
record VectorPositions(int[] pixels, int[] taps, int[] sums) {
    /**
     * The positions that are pairs of those of one dimension. What is shared is the same at
     * neighbouring positions, while it is in the first-level cache.
     *
     * @param pixels transformed pixels of one dimension, by position
     * @param taps transformed taps
     * @param sums sums
     * @param shared one of the three: by which positions are arranged
     */
    static VectorPositions pairs(int[] pixels, int[] taps, int[] sums, int[] shared) {
        int n = shared.length;
        VectorPositions p = new VectorPositions(new int[n * n], new int[n * n], new int[n * n]);
        int at = 0;
        for (int key = 0; at < n * n; key++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (pair(shared, i, j) == key) {
                        p.pixels[at] = pair(pixels, i, j);
                        p.taps[at] = pair(taps, i, j);
                        p.sums[at++] = pair(sums, i, j);
                    }
                }
            }
        }
        return p;
    }

    private static int pair(int[] of, int i, int j) {
        return of[i] * count(of) + of[j];
    }

    /** How many different ones there are; they are numbered from zero on. */
    static int count(int[] of) {
        int most = 0;
        for (int i : of) {
            most = Math.max(most, i);
        }
        return most + 1;
    }
}
