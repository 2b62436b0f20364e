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
     * Adds the product to the result.
     *
     * @param a left operand, row major, element (i, k) at {@code i * lda + k}
     * @param lda elements between rows of {@code a}
     * @param rows rows of the left operand and of the result, a multiple of {@link #rowStep()}
     * @param depth common extent, a multiple of {@link #depthStep()}
     * @param b rows of the right operand
     * @param c rows of the result
     * @param n columns of the right operand and of the result
     */
    void accumulate(float[] a, int lda, int rows, int depth, float[][] b, float[][] c, int n);

    /** The fastest implementation for the running JVM. */
    static PanelKernel best() {
        return Runtime.version().feature() >= LoopPanelKernels.DEEP_FROM_JAVA
                ? new LoopPanelKernels.FourByThree()
                : new LoopPanelKernels.FourByTwo();
    }
}
