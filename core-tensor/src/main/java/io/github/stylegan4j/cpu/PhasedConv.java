package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tuning.ConvAlgorithm;

/**
 * Doubling by repetition, a filtered convolution with a 3 x 3 kernel and the [1, 2, 1] blur in one:
 * each quarter of the result's pixels is a convolution of the small images.
 */
interface PhasedConv {
    /**
     * The result {@code y} [n, co, 2 h, 2 w].
     *
     * @param algorithm any but the direct one
     * @param s the small images, stride 1 and padding 1
     */
    void doubled(
            ConvAlgorithm algorithm,
            ConvShape s,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt);
}
