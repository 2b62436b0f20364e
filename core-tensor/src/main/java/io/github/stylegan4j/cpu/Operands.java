package io.github.stylegan4j.cpu;

/**
 * The two operands of a product {@code A[M, K] * B[K, N]}, produced block by block.
 *
 * <p>Matrices in memory, images seen as columns of patches, and gradients differ only in how they
 * fill these blocks and in where the result goes; {@link BlockedProduct} does the rest. The methods
 * are called by several threads at the same time, each with its own workspace.
 */
interface Operands {
    /** Prepares a panel of columns; called before {@link #packB} for that panel. */
    default void beginPanel(Workspace w, int column, int columns) {}

    /**
     * Copies rows {@code k} to {@code k + depth - 1} of B, columns {@code column} on, to the first
     * {@code columns} elements of {@code rows[0]} to {@code rows[depth - 1]}.
     */
    void packB(Workspace w, int k, int depth, int column, int columns, float[][] rows);

    /**
     * Copies the block of A from row {@code row} and column {@code k} on; element (i, j) of the
     * block goes to {@code to[i * lda + j]}.
     */
    void packA(Workspace w, int row, int rows, int k, int depth, float[] to, int lda);
}
