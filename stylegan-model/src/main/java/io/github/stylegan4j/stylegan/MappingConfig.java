package io.github.stylegan4j.stylegan;

/**
 * The mapping network from z to w.
 *
 * @param layers fully connected layers; 0 leaves w the (normalised) latent itself
 * @param width outputs of all layers but the last
 * @param styleSize components of w, outputs of the last layer
 * @param learningRateMultiplier of weights and biases
 * @param normalizeLatents whether the latent is scaled to unit mean square first
 */
public record MappingConfig(
        int layers,
        int width,
        int styleSize,
        double learningRateMultiplier,
        boolean normalizeLatents) {
    /** Largest number of layers. */
    public static final int MAX_LAYERS = 8;

    /** Checks the numbers. */
    public MappingConfig {
        Settings.between("mapping.layers", layers, 0, MAX_LAYERS);
        Settings.atLeast("mapping.width", width, 1);
        Settings.atLeast("mapping.styleSize", styleSize, 1);
        Settings.between(
                "mapping.learningRateMultiplier",
                learningRateMultiplier,
                Double.MIN_NORMAL,
                Double.MAX_VALUE);
    }

    /** Eight layers of 512 with multiplier 0.01. */
    public static MappingConfig defaults() {
        return new MappingConfig(8, 512, 512, 0.01, true);
    }

    /** With another number of layers. */
    public MappingConfig withLayers(int number) {
        return new MappingConfig(
                number, width, styleSize, learningRateMultiplier, normalizeLatents);
    }

    /** With other layer sizes. */
    public MappingConfig withSizes(int width, int styleSize) {
        return new MappingConfig(
                layers, width, styleSize, learningRateMultiplier, normalizeLatents);
    }

    /** With another learning rate multiplier. */
    public MappingConfig withLearningRateMultiplier(double multiplier) {
        return new MappingConfig(layers, width, styleSize, multiplier, normalizeLatents);
    }

    /** With or without normalisation of the latent. */
    public MappingConfig withNormalizeLatents(boolean on) {
        return new MappingConfig(layers, width, styleSize, learningRateMultiplier, on);
    }
}
