package io.github.stylegan4j.cpu;

/** Copies blocks of strided matrices into the form the panel kernel reads. */
final class Packing {
    /** Edge of the square tiles in which a transposed matrix is read. */
    private static final int TILE = 16;

    private Packing() {}

    /** Copies a strided block into the first elements of separate rows. */
    static void rows(
            float[] from,
            int offset,
            int rowStep,
            int columnStep,
            int rows,
            int columns,
            float[][] to) {
        if (columnStep == 1) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(from, offset + i * rowStep, to[i], 0, columns);
            }
            return;
        }
        for (int i0 = 0; i0 < rows; i0 += TILE) {
            int i1 = Math.min(rows, i0 + TILE);
            for (int j0 = 0; j0 < columns; j0 += TILE) {
                int j1 = Math.min(columns, j0 + TILE);
                for (int i = i0; i < i1; i++) {
                    strided(from, offset + i * rowStep, columnStep, to[i], 0, j0, j1);
                }
            }
        }
    }

    /** Copies a strided block into one array of rows {@code lda} apart. */
    static void block(
            float[] from,
            int offset,
            int rowStep,
            int columnStep,
            int rows,
            int columns,
            float[] to,
            int lda) {
        if (columnStep == 1) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(from, offset + i * rowStep, to, i * lda, columns);
            }
            return;
        }
        for (int i0 = 0; i0 < rows; i0 += TILE) {
            int i1 = Math.min(rows, i0 + TILE);
            for (int j0 = 0; j0 < columns; j0 += TILE) {
                int j1 = Math.min(columns, j0 + TILE);
                for (int i = i0; i < i1; i++) {
                    strided(from, offset + i * rowStep, columnStep, to, i * lda, j0, j1);
                }
            }
        }
    }

    private static void strided(
            float[] from, int offset, int step, float[] to, int at, int j0, int j1) {
        for (int j = j0; j < j1; j++) {
            to[at + j] = from[offset + j * step];
        }
    }
}
