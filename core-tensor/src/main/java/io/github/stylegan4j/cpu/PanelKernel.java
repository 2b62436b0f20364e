package io.github.stylegan4j.cpu;

/**
 * The innermost part of every matrix product and convolution: {@code C += A * B} on operands that
 * are packed and fit into the cache.
 *
 * <p>Every element of the result is one chain of fused multiply-adds in ascending order of the
 * common index, whatever the tile of the implementation, so all implementations agree bit for bit.
 */
interface PanelKernel {
    /** The number of result rows must be a multiple of this. */
    int rowStep();

    /** The common extent must be a multiple of this. */
    int depthStep();

    /**
     * Adds the product of the left operand and {@code depth} rows of the right one to the result.
     *
     * @param a left operand, row major, element (i, k) at {@code aAt + i * lda + k}
     * @param aAt where the left operand begins
     * @param lda elements between rows of {@code a}
     * @param rows rows of the left operand and of the result, a multiple of {@link #rowStep()}
     * @param depth common extent, a multiple of {@link #depthStep()}
     * @param b rows of the right operand
     * @param bAt the first of them
     * @param c rows of the result
     * @param cAt the first of them
     * @param n columns of the right operand and of the result
     */
    void accumulate(
            float[] a,
            int aAt,
            int lda,
            int rows,
            int depth,
            float[][] b,
            int bAt,
            float[][] c,
            int cAt,
            int n);
}
