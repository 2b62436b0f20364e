package io.github.stylegan4j.stylegan.layer;

/**
 * What follows each convolution of a synthesis network.
 *
 * @param noise whether scaled noise is added before the bias
 * @param pixelNorm whether each pixel is normalised over its channels after the activation
 * @param instanceNorm whether each channel of each sample is normalised after that
 * @param styles whether each channel is finally scaled and shifted as w says
 * @param styleSize number of components of w
 */
public record EpilogueConfig(
        boolean noise, boolean pixelNorm, boolean instanceNorm, boolean styles, int styleSize) {}
