package io.github.stylegan4j.stylegan;

/**
 * The generators that arXiv 1812.04948 compares, on any backbone; table numbers are the paper's.
 *
 * <p>All go with the same discriminator, {@link DiscriminatorConfig#of(Backbone)}.
 */
public final class NetworkPresets {
    private NetworkPresets() {}

    /**
     * A traditional generator, whose input is z or w and which has no styles: configuration B of
     * table 1 without mapping layers, rows "traditional" of table 4.
     *
     * @param mappingLayers layers of the mapping network
     */
    public static GeneratorConfig traditional(Backbone backbone, int mappingLayers) {
        return styleBased(backbone, mappingLayers)
                .withStyleMixing(0)
                .withTruncation(Truncation.none())
                .withSynthesis(SynthesisConfig.traditional());
    }

    /** Mapping network and styles, with w as input as well: configuration C of table 1. */
    public static GeneratorConfig mappingAndStyles(Backbone backbone) {
        GeneratorConfig d = constantInput(backbone);
        return d.withSynthesis(d.synthesis().withConstantInput(false));
    }

    /** Without the traditional input, still without noise: configuration D of table 1. */
    public static GeneratorConfig constantInput(Backbone backbone) {
        GeneratorConfig e = noise(backbone);
        return e.withSynthesis(e.synthesis().withNoise(false));
    }

    /** With noise, without style mixing: configuration E of table 1. */
    public static GeneratorConfig noise(Backbone backbone) {
        return GeneratorConfig.of(backbone).withStyleMixing(0);
    }

    /**
     * With style mixing: configuration F of table 1, rows "style-based" of table 4.
     *
     * @param mappingLayers layers of the mapping network, 8 in configuration F
     */
    public static GeneratorConfig styleBased(Backbone backbone, int mappingLayers) {
        GeneratorConfig f = GeneratorConfig.of(backbone);
        return f.withMapping(f.mapping().withLayers(mappingLayers));
    }
}
