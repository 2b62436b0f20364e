package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.array.Shape;
import java.util.Map;
import java.util.Objects;

/**
 * A generator: every switch of arXiv 1812.04948.
 *
 * @param backbone what it has in common with the discriminator
 * @param latentSize components of z
 * @param mapping the mapping network
 * @param synthesis the synthesis network
 * @param truncation applied when images are generated, not in training
 * @param styleMixing probability that a training minibatch mixes two latents
 * @param averageDecay decay of the running average of w
 */
public record GeneratorConfig(
        Backbone backbone,
        int latentSize,
        MappingConfig mapping,
        SynthesisConfig synthesis,
        Truncation truncation,
        double styleMixing,
        double averageDecay)
        implements NetworkConfig {
    /** Checks the numbers and that the switches fit together. */
    public GeneratorConfig {
        Objects.requireNonNull(backbone, "backbone");
        Objects.requireNonNull(mapping, "mapping");
        Objects.requireNonNull(synthesis, "synthesis");
        Objects.requireNonNull(truncation, "truncation");
        Settings.atLeast("latentSize", latentSize, 1);
        Settings.between("styleMixing", styleMixing, 0, 1);
        Settings.between("averageDecay", averageDecay, 0, 1);
        if (!synthesis.styles() && styleMixing > 0) {
            throw new IllegalArgumentException(
                    "styleMixing is "
                            + styleMixing
                            + " without styles; allowed: 0, since there is nothing to mix");
        }
    }

    /** The published generator (configuration F) on a given backbone. */
    public static GeneratorConfig of(Backbone backbone) {
        return new GeneratorConfig(
                backbone,
                512,
                MappingConfig.defaults(),
                SynthesisConfig.defaults(),
                new Truncation(0.7, 8),
                0.9,
                0.995);
    }

    /** The published generator at any resolution. */
    public static GeneratorConfig of(int resolution, int channels) {
        return of(Backbone.of(resolution, channels));
    }

    /** With another backbone. */
    public GeneratorConfig withBackbone(Backbone other) {
        return new GeneratorConfig(
                other, latentSize, mapping, synthesis, truncation, styleMixing, averageDecay);
    }

    /** With latents of another size. */
    public GeneratorConfig withLatentSize(int size) {
        return new GeneratorConfig(
                backbone, size, mapping, synthesis, truncation, styleMixing, averageDecay);
    }

    /** With another mapping network. */
    public GeneratorConfig withMapping(MappingConfig other) {
        return new GeneratorConfig(
                backbone, latentSize, other, synthesis, truncation, styleMixing, averageDecay);
    }

    /** With another synthesis network; one without styles goes with {@code withStyleMixing(0)}. */
    public GeneratorConfig withSynthesis(SynthesisConfig other) {
        return new GeneratorConfig(
                backbone, latentSize, mapping, other, truncation, styleMixing, averageDecay);
    }

    /** With another truncation. */
    public GeneratorConfig withTruncation(Truncation other) {
        return new GeneratorConfig(
                backbone, latentSize, mapping, synthesis, other, styleMixing, averageDecay);
    }

    /** With another probability of style mixing. */
    public GeneratorConfig withStyleMixing(double probability) {
        return new GeneratorConfig(
                backbone, latentSize, mapping, synthesis, truncation, probability, averageDecay);
    }

    /** With another decay of the running average of w. */
    public GeneratorConfig withAverageDecay(double decay) {
        return new GeneratorConfig(
                backbone, latentSize, mapping, synthesis, truncation, styleMixing, decay);
    }

    /** Components of w. */
    public int styleSize() {
        if (mapping.layers() > 0) {
            return mapping.styleSize();
        }
        return backbone.labelSize() > 0 ? 2 * latentSize : latentSize;
    }

    /** How many layers can have a w of their own: all of them, or one without styles. */
    public int styleLayers() {
        return synthesis.styles() ? backbone.layers() : 1;
    }

    @Override
    public NetworkSummary summary() {
        return NetworkSummary.of(this);
    }

    @Override
    public Map<String, Shape> state() {
        return ShapeBackend.stateOf(backend -> Generator.blank(this, backend));
    }
}
