package io.github.stylegan4j.cpu;

/** Products of strided matrices, one or a batch. */
final class Gemm {
    /**
     * Matrices inside an array, equal in extents and steps.
     *
     * @param data the array
     * @param offsets position of element (0, 0) of each matrix
     * @param row step from one row to the next
     * @param column step from one column to the next
     */
    record Matrices(float[] data, int[] offsets, int row, int column) {
        Matrices transposed() {
            return new Matrices(data, offsets, column, row);
        }
    }

    /** Fewer columns than this make poor vectors; the transposed product is computed then. */
    private static final int NARROW = 32;

    private final BlockedProduct engine;

    Gemm(BlockedProduct engine) {
        this.engine = engine;
    }

    /**
     * {@code C_i = factor * A_i * B_i} for every i, with {@code m x k} and {@code k x n} operands.
     */
    void run(int m, int n, int k, float factor, Matrices a, Matrices b, Matrices c) {
        if (n < NARROW && m > n) {
            run(n, m, k, factor, b.transposed(), a.transposed(), c.transposed());
            return;
        }
        engine.runSliced(
                new BlockedProduct.Extent(c.offsets.length, m, n, k, factor),
                i -> new Strided(a, a.offsets[i], b, b.offsets[i]),
                (i, row, column, columns, sums) -> {
                    int at = c.offsets[i] + row * c.row + column * c.column;
                    put(sums, columns, c.data, at, c.column);
                });
    }

    private static void put(float[] sums, int n, float[] to, int from, int step) {
        if (step == 1) {
            System.arraycopy(sums, 0, to, from, n);
            return;
        }
        int at = from;
        for (int j = 0; j < n; j++, at += step) {
            to[at] = sums[j];
        }
    }

    /** Both operands from memory. */
    private record Strided(Matrices a, int aAt, Matrices b, int bAt) implements Operands {
        @Override
        public void packB(Workspace w, int k, int depth, int column, int columns, float[][] rows) {
            int at = bAt + k * b.row + column * b.column;
            Packing.rows(b.data, at, b.row, b.column, depth, columns, rows);
        }

        @Override
        public void packA(Workspace w, int row, int rows, int k, int depth, float[] to, int lda) {
            int at = aAt + row * a.row + k * a.column;
            Packing.block(a.data, at, a.row, a.column, rows, depth, to, lda);
        }
    }
}
