package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.Shape;

/**
 * How images lie in an array: {@code n * c} planes of {@code size} elements, one after the other.
 *
 * @param n samples
 * @param c channels
 * @param size elements of a plane; 1 for feature vectors
 */
record Planes(int n, int c, int size) {
    private static final int GRAIN = 1 << 14;

    /** Layout of a shape [N, C, ...]. */
    static Planes of(Shape s) {
        int n = s.dim(0);
        int c = s.dim(1);
        int size = 1;
        for (int axis = 2; axis < s.rank(); axis++) {
            size *= s.dim(axis);
        }
        return new Planes(n, c, size);
    }

    /** Number of planes. */
    int count() {
        return n * c;
    }

    /** How many planes make a range that is worth another thread. */
    int grain() {
        return Math.max(1, GRAIN / Math.max(1, size));
    }
}
