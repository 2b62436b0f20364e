package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.layer.Initializer;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.LerpInto;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A style-based generator (arXiv 1812.04948): {@code mapping}, {@code synthesis}, and {@code w_avg}
 * [styleSize], the running average of w, which starts at 0.
 *
 * <p>{@link #trainingImages} is what a training step calls, {@link #generate} makes pictures. Both
 * are short compositions of {@link #mapping}, {@link Styles} and {@link #synthesis}, which can be
 * called one by one.
 */
public final class Generator extends Module {
    private final GeneratorConfig config;
    private final MappingNetwork mapping;
    private final SynthesisNetwork synthesis;
    private final Tensor average;

    /**
     * A generator with random weights.
     *
     * @param rng where weights and stored noise come from
     */
    public Generator(GeneratorConfig config, Backend backend, Rng rng) {
        this(config, Initializer.random(backend, rng, config.backbone().equalizedLearningRate()));
    }

    private Generator(GeneratorConfig config, Initializer init) {
        this.config = config;
        mapping = child("mapping", new MappingNetwork(config, init));
        synthesis = child("synthesis", new SynthesisNetwork(config, init));
        average = buffer("w_avg", init.zeros(Shape.of(config.styleSize())));
    }

    /** A generator whose state is to be loaded: weights 0 until then. */
    public static Generator blank(GeneratorConfig config, Backend backend) {
        return new Generator(
                config, Initializer.zero(backend, config.backbone().equalizedLearningRate()));
    }

    /** What it was made from. */
    public GeneratorConfig config() {
        return config;
    }

    /** The layer table. */
    public NetworkSummary summary() {
        return config.summary();
    }

    /** From z to w. */
    public MappingNetwork mapping() {
        return mapping;
    }

    /** From styles to images. */
    public SynthesisNetwork synthesis() {
        return synthesis;
    }

    /** The running average of w, [styleSize]. */
    public Tensor averageW() {
        return average;
    }

    /**
     * Images as a training step sees them: the average of w follows, styles are mixed with the
     * configured probability, noise is fresh, nothing is truncated.
     *
     * @param z latents [N, latentSize]
     * @param labels [N, labelSize], or null for a generator without labels
     * @param lod level of detail, see {@link LevelOfDetail}
     * @param rng where mixing and noise come from
     * @return images at the current resolution, [N, channels, r, r]
     */
    public Tensor trainingImages(Tensor z, @Nullable Tensor labels, double lod, Rng rng) {
        return trainingImages(z, labels, lod, rng, this::updateAverage);
    }

    /**
     * The same of a part of a minibatch, whose average of w follows once all parts are there.
     *
     * @param rng where mixing and noise come from, as the part sees it: {@link Rng#rows}
     * @param ws is given w of the latents z, [N, styleSize]; {@link #updateAverage} is what is to
     *     be called with all of them together
     */
    public Tensor trainingImages(
            Tensor z, @Nullable Tensor labels, double lod, Rng rng, Consumer<Tensor> ws) {
        return Scope.run(
                "training images",
                () ->
                        synthesis.synthesize(
                                trainingStyles(z, labels, lod, rng, ws), lod, Noise.random(rng)));
    }

    /**
     * Styles as a training step uses them: the average of w follows, and styles are mixed with the
     * configured probability.
     *
     * <p>One cutoff for the whole minibatch is drawn uniformly from the active layers but the
     * first, so that both latents are used at the current level of detail.
     */
    public Styles trainingStyles(Tensor z, @Nullable Tensor labels, double lod, Rng rng) {
        return trainingStyles(z, labels, lod, rng, this::updateAverage);
    }

    private Styles trainingStyles(
            Tensor z, @Nullable Tensor labels, double lod, Rng rng, Consumer<Tensor> ws) {
        int active = LevelOfDetail.at(config.backbone(), lod).activeLayers();
        boolean mixes = config.styleMixing() > 0 && rng.nextDouble() < config.styleMixing();
        if (mixes) {
            int cutoff = 1 + rng.nextInt(active - 1);
            return Scope.run(
                    "training styles",
                    () -> {
                        Tensor other = rng.normal(z.backend(), z.dtype(), z.shape());
                        return mixedTrainingStyles(z, other, labels, cutoff, ws);
                    });
        }
        return Scope.run(
                "training styles",
                () -> {
                    Tensor w = mapping.map(z, labels);
                    ws.accept(w);
                    return Styles.same(w, config.styleLayers());
                });
    }

    /**
     * Styles of two latents for a training step: layers below the cutoff take those of the first,
     * whose w the average follows. Both are mapped in one pass.
     *
     * @param z latents [N, latentSize]
     * @param other as many other latents
     * @param labels [N, labelSize] of both, or null for a generator without labels
     * @param cutoff number of layers that take the first latent's w
     */
    public Styles mixedTrainingStyles(Tensor z, Tensor other, @Nullable Tensor labels, int cutoff) {
        return mixedTrainingStyles(z, other, labels, cutoff, this::updateAverage);
    }

    private Styles mixedTrainingStyles(
            Tensor z, Tensor other, @Nullable Tensor labels, int cutoff, Consumer<Tensor> ws) {
        return Scope.run(
                "mixed training styles",
                () -> {
                    int n = z.dim(0);
                    Tensor twice = labels == null ? null : Tensors.concat(0, labels, labels);
                    Tensor both = mapping.map(Tensors.concat(0, z, other), twice);
                    Tensor w = both.slice(0, 0, n);
                    ws.accept(w);
                    Styles styles = Styles.same(w, config.styleLayers());
                    Tensor otherW = both.slice(0, n, 2 * n);
                    return styles.mixedWith(Styles.same(otherW, styles.size()), cutoff);
                });
    }

    /**
     * Moves the running average of w: {@code w_avg = decay w_avg + (1 - decay) mean(w)}.
     *
     * @param w [N, styleSize]
     */
    public void updateAverage(Tensor w) {
        try (Scope scope = Scope.open("average of w")) {
            Tensor mean = Recording.off(() -> w.mean(0));
            new LerpInto(1 - config.averageDecay()).apply(new Tensor[] {average}, mean);
        }
    }

    /**
     * Styles for making pictures: truncated, not mixed.
     *
     * @param z latents [N, latentSize]
     * @param labels [N, labelSize], or null for a generator without labels
     */
    public Styles styles(Tensor z, @Nullable Tensor labels, Truncation truncation) {
        return Scope.run(
                "styles",
                () ->
                        Styles.same(mapping.map(z, labels), config.styleLayers())
                                .truncated(average, truncation));
    }

    /** Pictures at full resolution, with the configured truncation and not recorded. */
    public Tensor generate(Tensor z, @Nullable Tensor labels, Noise noise) {
        return generate(z, labels, config.truncation(), LevelOfDetail.FULL, noise);
    }

    /**
     * Pictures; the computation is not recorded.
     *
     * @param z latents [N, latentSize]
     * @param labels [N, labelSize], or null for a generator without labels
     * @param lod level of detail that the generator was trained to
     * @return images at full resolution, [N, channels, R, R]
     */
    public Tensor generate(
            Tensor z, @Nullable Tensor labels, Truncation truncation, double lod, Noise noise) {
        LevelOfDetail at = LevelOfDetail.at(config.backbone(), lod);
        return Scope.run(
                "generate",
                () ->
                        Recording.off(
                                () -> {
                                    Styles styles = styles(z, labels, truncation);
                                    return at.enlarge(synthesis.synthesize(styles, lod, noise));
                                }));
    }
}
