package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The panel kernel on vectors: tiles of four rows by two vectors stay in registers while the common
 * index runs.
 *
 * <p>Eight sums are what hides the latency of a multiply-add, and the most that the JIT compiler of
 * Java 17 keeps in registers. The right operand is first copied into panels as wide as a tile, so
 * that all its addresses have one constant step and need no bounds check of their own.
 */
final class VectorPanelKernel implements PanelKernel {
    private static final int ROWS = 4;
    private static final int COLUMNS = 2 * LANES;

    private final Workspace.Pool scratch = new Workspace.Pool();

    @Override
    public int rowStep() {
        return ROWS;
    }

    @Override
    public int depthStep() {
        return 1;
    }

    @Override
    public void accumulate(
            float[] a,
            int aAt,
            int lda,
            int rows,
            int depth,
            float[][] b,
            int bAt,
            float[][] c,
            int cAt,
            int n) {
        int panels = BlockedProduct.ceil(n, COLUMNS);
        int step = depth * COLUMNS;
        try (Workspace w = scratch.take()) {
            float[] packed = w.coefficients(panels * step);
            for (int k = 0; k < depth; k++) {
                pack(b[bAt + k], n, packed, k * COLUMNS, step);
            }
            int whole = n / COLUMNS;
            for (int i = 0; i < rows; i += ROWS) {
                float[] c0 = c[cAt + i];
                float[] c1 = c[cAt + i + 1];
                float[] c2 = c[cAt + i + 2];
                float[] c3 = c[cAt + i + 3];
                int from = aAt + i * lda;
                for (int p = 0; p < whole; p++) {
                    tile(a, from, lda, packed, p * step, depth, c0, c1, c2, c3, p * COLUMNS);
                }
                if (whole < panels) {
                    int at = whole * COLUMNS;
                    float[][] rest = w.sums(ROWS, COLUMNS);
                    copy(c, cAt + i, at, rest, 0, 0, n - at);
                    tile(
                            a,
                            from,
                            lda,
                            packed,
                            whole * step,
                            depth,
                            rest[0],
                            rest[1],
                            rest[2],
                            rest[3],
                            0);
                    copy(rest, 0, 0, c, cAt + i, at, n - at);
                }
            }
        }
    }

    /** Copies one row of the right operand into its panels, with zeros behind the last column. */
    private static void pack(float[] row, int n, float[] to, int at, int step) {
        int j = 0;
        for (; j + COLUMNS <= n; j += COLUMNS, at += step) {
            System.arraycopy(row, j, to, at, COLUMNS);
        }
        if (j < n) {
            System.arraycopy(row, j, to, at, n - j);
            Arrays.fill(to, at + n - j, at + COLUMNS, 0f);
        }
    }

    private static void copy(
            float[][] from, int row, int column, float[][] to, int toRow, int toColumn, int n) {
        for (int i = 0; i < ROWS; i++) {
            System.arraycopy(from[row + i], column, to[toRow + i], toColumn, n);
        }
    }

    private static void tile(
            float[] a,
            int a0,
            int lda,
            float[] b,
            int bAt,
            int depth,
            float[] c0,
            float[] c1,
            float[] c2,
            float[] c3,
            int j) {
        int a1 = a0 + lda;
        int a2 = a1 + lda;
        int a3 = a2 + lda;
        FloatVector s00 = FloatVector.fromArray(FLOATS, c0, j);
        FloatVector s01 = FloatVector.fromArray(FLOATS, c0, j + LANES);
        FloatVector s10 = FloatVector.fromArray(FLOATS, c1, j);
        FloatVector s11 = FloatVector.fromArray(FLOATS, c1, j + LANES);
        FloatVector s20 = FloatVector.fromArray(FLOATS, c2, j);
        FloatVector s21 = FloatVector.fromArray(FLOATS, c2, j + LANES);
        FloatVector s30 = FloatVector.fromArray(FLOATS, c3, j);
        FloatVector s31 = FloatVector.fromArray(FLOATS, c3, j + LANES);
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bAt + k * COLUMNS);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bAt + k * COLUMNS + LANES);
            FloatVector v = FloatVector.broadcast(FLOATS, a[a0 + k]);
            s00 = v.fma(b0, s00);
            s01 = v.fma(b1, s01);
            v = FloatVector.broadcast(FLOATS, a[a1 + k]);
            s10 = v.fma(b0, s10);
            s11 = v.fma(b1, s11);
            v = FloatVector.broadcast(FLOATS, a[a2 + k]);
            s20 = v.fma(b0, s20);
            s21 = v.fma(b1, s21);
            v = FloatVector.broadcast(FLOATS, a[a3 + k]);
            s30 = v.fma(b0, s30);
            s31 = v.fma(b1, s31);
        }
        s00.intoArray(c0, j);
        s01.intoArray(c0, j + LANES);
        s10.intoArray(c1, j);
        s11.intoArray(c1, j + LANES);
        s20.intoArray(c2, j);
        s21.intoArray(c2, j + LANES);
        s30.intoArray(c3, j);
        s31.intoArray(c3, j + LANES);
    }
}
