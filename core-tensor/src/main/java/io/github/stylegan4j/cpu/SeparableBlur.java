package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tensor.fused.Filter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A filter of three by three taps that is the product of a column and a row, with a border of zeros
 * that keeps the size.
 *
 * <p>Whole bands of rows are filtered at once, along columns first; what the flat pass along rows
 * reads across row ends is put right afterwards.
 */
final class SeparableBlur {
    private static final int BAND = 4096;

    private final float[] column;
    private final float[] row;

    private SeparableBlur(float[] column, float[] row) {
        this.column = column;
        this.row = row;
    }

    /** The blur equal to a filter of size 3, or null if that is no product. */
    static @Nullable SeparableBlur of(Filter f) {
        double centre = f.tap(1, 1);
        if (centre == 0) {
            return null;
        }
        float[] column = new float[3];
        float[] row = new float[3];
        for (int i = 0; i < 3; i++) {
            column[i] = (float) (f.tap(i, 1) / centre);
            row[i] = (float) f.tap(1, i);
            for (int j = 0; j < 3; j++) {
                double product = f.tap(i, 1) * f.tap(1, j) / centre;
                if (Math.abs(product - f.tap(i, j)) > 1e-12 * Math.abs(centre)) {
                    return null;
                }
            }
        }
        return new SeparableBlur(column, row);
    }

    /** What rows are weighted by, from top to bottom. */
    float[] column() {
        return column;
    }

    /** What columns are weighted by, from left to right. */
    float[] row() {
        return row;
    }

    /** Filters one plane. */
    void run(Workspace ws, float[] x, int xAt, float[] y, int yAt, int h, int w) {
        int band = Math.max(1, BAND / w);
        float[][] rows = ws.sums(4, band * w + 2);
        for (int top = 0; top < h; top += band) {
            int n = Math.min(band, h - top) * w;
            int at = xAt + top * w;
            // Element i of the band is at i + 1, so that its left neighbour has a place.
            shifted(x, at - w, top == 0 ? w : 0, n, rows[0]);
            shifted(x, at, 0, n, rows[1]);
            int below = top * w + n == h * w ? n - w : n;
            System.arraycopy(x, at + w, rows[2], 1, below);
            Arrays.fill(rows[2], 1 + below, 1 + n, 0f);
            vertical(rows[0], rows[1], rows[2], rows[3], column[0], column[1], column[2], n + 2);
            rows[3][0] = 0;
            rows[3][n + 1] = 0;
            horizontal(rows[3], rows[0], row[0], row[1], row[2], n);
            edges(rows[3], rows[0], 0, n, w);
            System.arraycopy(rows[0], 0, y, yAt + top * w, n);
        }
    }

    private static void shifted(float[] x, int at, int zeros, int n, float[] to) {
        Arrays.fill(to, 1, 1 + zeros, 0f);
        System.arraycopy(x, at + zeros, to, 1 + zeros, n - zeros);
    }

    private static void vertical(
            float[] a, float[] b, float[] c, float[] y, float f, float g, float h, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * f + b[i] * g + c[i] * h;
        }
    }

    private static void horizontal(float[] x, float[] y, float f, float g, float h, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = x[i] * f + x[i + 1] * g + x[i + 2] * h;
        }
    }

    /**
     * Computes first and last column, which have no neighbour on one side.
     *
     * @param x rows filtered along columns, the first element at 1
     * @param n elements of these rows
     * @param w elements of a row
     */
    void edges(float[] x, float[] y, int yAt, int n, int w) {
        if (w == 1) {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = x[i + 1] * row[1];
            }
            return;
        }
        for (int i = 0; i < n; i += w) {
            y[yAt + i] = x[i + 1] * row[1] + x[i + 2] * row[2];
            int last = i + w - 1;
            y[yAt + last] = x[last] * row[0] + x[last + 1] * row[1];
        }
    }
}
