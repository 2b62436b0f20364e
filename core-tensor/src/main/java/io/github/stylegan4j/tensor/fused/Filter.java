package io.github.stylegan4j.tensor.fused;

import java.util.Arrays;

/** A square image filter; immutable, and equal to another of the same taps. */
public final class Filter {
    private final int size;
    private final double[] taps;

    private Filter(int size, double[] taps) {
        this.size = size;
        this.taps = taps;
    }

    /**
     * A filter with the given taps.
     *
     * @param size rows, and columns
     * @param taps {@code size * size} values, row-major
     */
    public static Filter of(int size, double... taps) {
        if (size < 1 || taps.length != size * size) {
            throw new IllegalArgumentException(
                    "A filter of size "
                            + size
                            + " needs a size of at least 1 and size * size taps, got "
                            + taps.length);
        }
        return new Filter(size, taps.clone());
    }

    /** The filter {@code tap(i, j) = taps[i] * taps[j]}. */
    public static Filter outer(double... taps) {
        int n = taps.length;
        double[] product = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                product[i * n + j] = taps[i] * taps[j];
            }
        }
        return of(n, product);
    }

    /** Number of rows, and of columns. */
    public int size() {
        return size;
    }

    /** The tap at a row and a column. */
    public double tap(int row, int column) {
        return taps[row * size + column];
    }

    /** A copy of all taps, row-major. */
    public double[] toDoubles() {
        return taps.clone();
    }

    /** A copy of all taps, row-major, rounded to single precision. */
    public float[] toFloats() {
        float[] f = new float[taps.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = (float) taps[i];
        }
        return f;
    }

    /** This filter turned by half a revolution: mirrored in both axes. */
    public Filter flipped() {
        double[] f = new double[taps.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = taps[f.length - 1 - i];
        }
        return new Filter(size, f);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Filter f && size == f.size && Arrays.equals(taps, f.taps);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(taps);
    }

    /** The taps, row-major. */
    @Override
    public String toString() {
        return size + "x" + size + Arrays.toString(taps);
    }
}
