package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.View;
import java.util.Arrays;

/**
 * Several views of one shape walked together, row by row.
 *
 * <p>Neighbouring axes that every view steps through evenly are merged first, so that contiguous
 * tensors of any rank are one row. The walk is odometer-like over the outer axes.
 */
final class Rows {
    private final int[] dims;
    private final int[][] strides;
    private final int[] offsets;

    /** Length of each row. */
    final int length;

    /** Number of rows. */
    final int count;

    /** Work on one row. */
    @FunctionalInterface
    interface Body {
        /**
         * Handles a row.
         *
         * @param at position of the row's first element in each view's buffer; not to be kept
         */
        void row(int[] at);
    }

    Rows(View... views) {
        int rank = views[0].shape().rank();
        int[] d = new int[rank];
        int[][] s = new int[views.length][rank];
        int n = 0;
        for (int i = 0; i < rank; i++) {
            int extent = views[0].shape().dim(i);
            if (extent == 1) {
                continue;
            }
            if (n > 0 && mergeable(views, s, n - 1, i, extent)) {
                d[n - 1] *= extent;
                n--;
            } else {
                d[n] = extent;
            }
            for (int v = 0; v < views.length; v++) {
                s[v][n] = views[v].stride(i);
            }
            n++;
        }
        dims = Arrays.copyOf(d, Math.max(0, n - 1));
        strides = s;
        offsets = Arrays.stream(views).mapToInt(View::offset).toArray();
        length = n == 0 ? 1 : d[n - 1];
        int rows = 1;
        for (int e : dims) {
            rows *= e;
        }
        count = rows;
    }

    private static boolean mergeable(View[] views, int[][] s, int outer, int axis, int extent) {
        for (int v = 0; v < views.length; v++) {
            if (s[v][outer] != views[v].stride(axis) * extent) {
                return false;
            }
        }
        return true;
    }

    /** Distance between neighbours of a row in view {@code v}. */
    int step(int v) {
        return length == 1 ? 1 : strides[v][dims.length];
    }

    /** Walks rows {@code from} to {@code to - 1}. */
    void walk(int from, int to, Body body) {
        int[] index = new int[dims.length];
        int[] at = offsets.clone();
        for (int k = dims.length - 1, rest = from; k >= 0; k--) {
            index[k] = rest % dims[k];
            rest /= dims[k];
            for (int v = 0; v < at.length; v++) {
                at[v] += index[k] * strides[v][k];
            }
        }
        for (int r = from; r < to; r++) {
            body.row(at);
            advance(index, at);
        }
    }

    private void advance(int[] index, int[] at) {
        for (int k = dims.length - 1; k >= 0; k--) {
            index[k]++;
            for (int v = 0; v < at.length; v++) {
                at[v] += strides[v][k];
            }
            if (index[k] < dims[k]) {
                return;
            }
            for (int v = 0; v < at.length; v++) {
                at[v] -= dims[k] * strides[v][k];
            }
            index[k] = 0;
        }
    }
}
