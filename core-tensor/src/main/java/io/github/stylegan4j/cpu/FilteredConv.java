package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tuning.ConvAlgorithm;

/**
 * Convolutions with a 3 x 3 kernel, stride 1 and padding of at most 2 by Winograd's minimal
 * filtering; every algorithm but the direct one.
 */
interface FilteredConv {
    /** The result {@code y} of convolving {@code x} with {@code w}. */
    void forward(
            ConvAlgorithm algorithm,
            ConvShape s,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt);

    /** The gradient {@code dx} with respect to the input. */
    void inputGrad(
            ConvAlgorithm algorithm,
            ConvShape s,
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            float[] dx,
            int dxAt);

    /** The gradient {@code dw} with respect to the weights. */
    void weightGrad(
            ConvAlgorithm algorithm,
            ConvShape s,
            float[] x,
            int xAt,
            float[] dy,
            int dyAt,
            float[] dw,
            int dwAt);
}
