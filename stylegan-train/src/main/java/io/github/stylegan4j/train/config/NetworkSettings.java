package io.github.stylegan4j.train.config;

import io.github.stylegan4j.stylegan.Backbone;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.FeatureMaps;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.stylegan.MappingConfig;
import io.github.stylegan4j.stylegan.Structure;
import io.github.stylegan4j.stylegan.SynthesisConfig;
import io.github.stylegan4j.stylegan.Truncation;
import io.github.stylegan4j.stylegan.layer.FusedScale;
import java.util.Locale;

/** Settings of the generator and the discriminator. */
public record NetworkSettings(
        @Setting(text = "Components of a latent z.", initial = "512") int latentSize,
        @Setting(text = "Components of w, the output of the mapping network.", initial = "512")
                int styleSize,
        @Setting(text = "Fully connected layers of the mapping network, 0 to 8.", initial = "8")
                int mappingLayers,
        @Setting(
                        text = "Outputs of each layer of the mapping network but the last.",
                        initial = "512")
                int mappingWidth,
        @Setting(text = "Learning rate multiplier of the mapping network.", initial = "0.01")
                double mappingLearningRateMultiplier,
        @Setting(text = "Whether latents are scaled to unit mean square first.", initial = "true")
                boolean normalizeLatents,
        @Setting(
                        text =
                                "Feature maps at stage s are min(base / 2^(s * decay), max); this is base.",
                        initial = "8192")
                int fmapBase,
        @Setting(
                        text = "How fast the number of feature maps falls with the resolution.",
                        initial = "1")
                double fmapDecay,
        @Setting(text = "Largest number of feature maps.", initial = "512") int fmapMax,
        @Setting(text = "Whether w steers every layer of the generator.", initial = "true")
                boolean styles,
        @Setting(text = "Whether the generator starts from a learned constant.", initial = "true")
                boolean constantInput,
        @Setting(text = "Whether the generator's layers add noise.", initial = "true")
                boolean noise,
        @Setting(
                        text = "Whether the generator normalises pixels over their channels.",
                        initial = "false")
                boolean pixelNorm,
        @Setting(
                        text = "Whether the generator normalises channels over their pixels.",
                        initial = "true")
                boolean instanceNorm,
        @Setting(text = "Whether doubling and halving the resolution is blurred.", initial = "true")
                boolean blur,
        @Setting(
                        text =
                                "Whether resizing and convolution are computed as one: auto, on or off.",
                        initial = "auto")
                String fusedScale,
        @Setting(
                        text = "Whether weights are scaled at run time instead of at the start.",
                        initial = "true")
                boolean equalizedLearningRate,
        @Setting(
                        text =
                                "Whether the networks can grow; otherwise they have one resolution only.",
                        initial = "true")
                boolean growing,
        @Setting(
                        text = "Largest group of samples for the minibatch deviation; 1 for none.",
                        initial = "4")
                int minibatchStdGroup,
        @Setting(
                        text = "Probability that a minibatch mixes the styles of two latents.",
                        initial = "0.9")
                double styleMixing,
        @Setting(text = "Decay of the running average of w per step.", initial = "0.995")
                double averageDecay) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public NetworkSettings {
        ConfigChecks.atLeast("latentSize", latentSize, 1);
        ConfigChecks.atLeast("styleSize", styleSize, 1);
        ConfigChecks.between("mappingLayers", mappingLayers, 0, 8);
        ConfigChecks.atLeast("mappingWidth", mappingWidth, 1);
        ConfigChecks.positive("mappingLearningRateMultiplier", mappingLearningRateMultiplier);
        ConfigChecks.atLeast("fmapBase", fmapBase, 1);
        ConfigChecks.atLeast("fmapDecay", fmapDecay, 0);
        ConfigChecks.atLeast("fmapMax", fmapMax, 1);
        ConfigChecks.constant("fusedScale", fusedScale, FusedScale.class);
        ConfigChecks.atLeast("minibatchStdGroup", minibatchStdGroup, 1);
        ConfigChecks.between("styleMixing", styleMixing, 0, 1);
        ConfigChecks.between("averageDecay", averageDecay, 0, 1);
        if (!styles && (constantInput || styleMixing > 0)) {
            throw new IllegalArgumentException(
                    "styles is false, but constantInput is "
                            + constantInput
                            + " and styleMixing is "
                            + styleMixing
                            + "; without styles they must be false and 0");
        }
    }

    /**
     * The generator.
     *
     * @param images what it makes
     * @param labelSize components of a label, 0 for none
     */
    public GeneratorConfig generator(ImageSettings images, int labelSize) {
        return new GeneratorConfig(
                backbone(images, labelSize),
                latentSize,
                new MappingConfig(
                        mappingLayers,
                        mappingWidth,
                        styleSize,
                        mappingLearningRateMultiplier,
                        normalizeLatents),
                new SynthesisConfig(styles, constantInput, noise, pixelNorm, instanceNorm),
                styles
                        ? GeneratorConfig.of(images.resolution(), images.channels()).truncation()
                        : Truncation.none(),
                styleMixing,
                averageDecay);
    }

    /**
     * The discriminator.
     *
     * @param images what it scores
     * @param labelSize components of a label, 0 for none
     */
    public DiscriminatorConfig discriminator(ImageSettings images, int labelSize) {
        return new DiscriminatorConfig(backbone(images, labelSize), minibatchStdGroup);
    }

    private Backbone backbone(ImageSettings images, int labelSize) {
        return new Backbone(
                images.resolution(),
                images.grid(),
                images.channels(),
                labelSize,
                new FeatureMaps(fmapBase, fmapDecay, fmapMax),
                growing ? Structure.GROWING : Structure.FIXED,
                blur,
                FusedScale.valueOf(fusedScale.toUpperCase(Locale.ROOT)),
                equalizedLearningRate);
    }
}
