package io.github.stylegan4j.stylegan;

/**
 * The switches of the synthesis network.
 *
 * @param styles whether w steers every layer; otherwise it is only the network's input
 * @param constantInput whether synthesis starts from a learned constant instead of from w
 * @param noise whether the layers add noise
 * @param pixelNorm whether pixels are normalised over their channels
 * @param instanceNorm whether channels are normalised over their pixels
 */
public record SynthesisConfig(
        boolean styles,
        boolean constantInput,
        boolean noise,
        boolean pixelNorm,
        boolean instanceNorm) {
    /** Checks that the switches fit together. */
    public SynthesisConfig {
        if (!styles && constantInput) {
            throw new IllegalArgumentException(
                    "synthesis.styles and synthesis.constantInput: a constant input without styles"
                            + " would leave the latent unused; switch styles on or constantInput"
                            + " off");
        }
    }

    /** Styles, constant input, noise and instance norm: the published network. */
    public static SynthesisConfig defaults() {
        return new SynthesisConfig(true, true, true, false, true);
    }

    /** The network before styles: w as input, pixel norm, no noise. */
    public static SynthesisConfig traditional() {
        return new SynthesisConfig(false, false, false, true, false);
    }

    /** With or without a constant input. */
    public SynthesisConfig withConstantInput(boolean on) {
        return new SynthesisConfig(styles, on, noise, pixelNorm, instanceNorm);
    }

    /** With or without noise. */
    public SynthesisConfig withNoise(boolean on) {
        return new SynthesisConfig(styles, constantInput, on, pixelNorm, instanceNorm);
    }

    /** With a choice of normalisations. */
    public SynthesisConfig withNorms(boolean pixel, boolean instance) {
        return new SynthesisConfig(styles, constantInput, noise, pixel, instance);
    }
}
