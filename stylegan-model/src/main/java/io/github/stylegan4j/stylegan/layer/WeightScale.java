package io.github.stylegan4j.stylegan.layer;

/**
 * How a weight is stored and what it is multiplied by when it is used.
 *
 * <p>With He's standard deviation {@code he = gain / sqrt(fanIn)}: an equalized weight is stored as
 * N(0, 1 / lrmul^2) and multiplied by {@code he * lrmul} at every use, so that an optimizer whose
 * step does not depend on the gradient's size moves all weights at the same relative speed. Without
 * equalization it is stored as N(0, (he / lrmul)^2) and multiplied by {@code lrmul}. Either way the
 * weight in use starts as N(0, he^2). Source: arXiv 1710.10196, section 4.1.
 *
 * @param deviation standard deviation of the stored weight at the start
 * @param factor multiplier at every use
 */
public record WeightScale(double deviation, double factor) {
    /** Gain of a layer that is followed by a (leaky) ReLU. */
    public static final double GAIN_RELU = Math.sqrt(2);

    /** Gain of a layer without activation. */
    public static final double GAIN_LINEAR = 1;

    /**
     * The scale of one layer's weight.
     *
     * @param equalized whether the learning rate is equalized
     * @param fanIn inputs per output: the product of all weight extents but the outputs'
     * @param gain factor on He's deviation
     * @param lrmul learning rate multiplier
     */
    public static WeightScale of(boolean equalized, int fanIn, double gain, double lrmul) {
        double he = gain / Math.sqrt(fanIn);
        return equalized
                ? new WeightScale(1 / lrmul, he * lrmul)
                : new WeightScale(he / lrmul, lrmul);
    }
}
