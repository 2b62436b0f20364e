package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tuning.ConvAlgorithm;

/**
 * Convolutions with a 3 x 3 kernel that double or halve the size, by minimal filtering of the
 * smaller images. All are described by the convolution of the large images, stride 1 and padding 1,
 * whose height and width are even.
 */
interface ResizedConv {
    /**
     * Weights.
     *
     * @param turned whether they lie by source and then by result channel, turned by half a
     *     revolution
     * @param scale what they are multiplied by
     */
    record Taps(float[] data, int at, boolean turned, float scale) {}

    /**
     * Sums {@code y} of 2 x 2 results of convolving {@code x}.
     *
     * @param algorithm how large tiles may be
     */
    void down(ConvAlgorithm algorithm, ConvShape s, float[] x, int xAt, Taps w, float[] y, int yAt);

    /**
     * The result {@code y} of convolving {@code x} enlarged by repetition.
     *
     * @param algorithm how large tiles may be
     */
    void up(ConvAlgorithm algorithm, ConvShape s, float[] x, int xAt, Taps w, float[] y, int yAt);

    /**
     * The weight gradient {@code dw} from the large images and the gradients of sums of 2 x 2
     * results.
     */
    void weightGrad(
            ConvShape s,
            float scale,
            float[] large,
            int largeAt,
            float[] small,
            int smallAt,
            float[] dw,
            int dwAt);
}
