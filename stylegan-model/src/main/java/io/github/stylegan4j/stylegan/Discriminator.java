package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.layer.Activation;
import io.github.stylegan4j.stylegan.layer.EqualizedConv;
import io.github.stylegan4j.stylegan.layer.Initializer;
import io.github.stylegan4j.stylegan.layer.PerResolution;
import io.github.stylegan4j.stylegan.layer.WeightScale;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.fused.Fused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The discriminator of arXiv 1710.10196 with the blur of arXiv 1812.04948: layers {@code
 * fromrgb.b4} and so on from colours to features, blocks {@code bR} down to {@code b8}, and {@code
 * b4} with the score.
 */
public final class Discriminator extends Module {
    private final DiscriminatorConfig config;
    private final PerResolution<EqualizedConv> fromRgb = new PerResolution<>();
    private final Map<Integer, DiscriminatorBlock> blocks = new LinkedHashMap<>();
    private final DiscriminatorHead head;
    private boolean recomputing;

    /**
     * A discriminator with random weights.
     *
     * @param rng where the weights come from
     */
    public Discriminator(DiscriminatorConfig config, Backend backend, Rng rng) {
        this(config, Initializer.random(backend, rng, config.backbone().equalizedLearningRate()));
    }

    private Discriminator(DiscriminatorConfig config, Initializer init) {
        this.config = config;
        Backbone backbone = config.backbone();
        child("fromrgb", fromRgb);
        for (int r = backbone.resolution(); r >= Backbone.MIN_RESOLUTION; r /= 2) {
            if (backbone.structure() == Structure.GROWING || r == backbone.resolution()) {
                int out = backbone.featureMaps().at(r);
                fromRgb.add(
                        r,
                        new EqualizedConv(
                                init, backbone.channels(), out, 1, WeightScale.GAIN_RELU));
            }
            if (r > Backbone.MIN_RESOLUTION) {
                DiscriminatorBlock block = new DiscriminatorBlock(backbone, r, init);
                blocks.put(r, child(PerResolution.name(r), block));
            }
        }
        String last = PerResolution.name(Backbone.MIN_RESOLUTION);
        head = child(last, new DiscriminatorHead(config, init));
    }

    /** A discriminator whose state is to be loaded: weights 0 until then. */
    public static Discriminator blank(DiscriminatorConfig config, Backend backend) {
        return new Discriminator(
                config, Initializer.zero(backend, config.backbone().equalizedLearningRate()));
    }

    /** What it was made from. */
    public DiscriminatorConfig config() {
        return config;
    }

    /**
     * Whether the values inside blocks are computed once more for gradients instead of kept: less
     * memory for more time, and the same bits. Off at first.
     */
    public void recomputeBlocks(boolean wanted) {
        recomputing = wanted;
    }

    /** The layer table. */
    public NetworkSummary summary() {
        return config.summary();
    }

    /**
     * Scores of images at the current resolution.
     *
     * <p>The squared norm of the gradient with respect to these images is {@code 4^floor(lod)}
     * times that with respect to the images at full resolution, which the published losses
     * penalise: multiply a gradient penalty by {@code 4^-floor(lod)}.
     *
     * @param images [N, channels, r, r]
     * @param labels [N, labelSize], or null for a discriminator without labels
     * @param lod level of detail, see {@link LevelOfDetail}
     * @return the logits [N]; high means real
     */
    public Tensor logits(Tensor images, @Nullable Tensor labels, double lod) {
        return logits(images, labels, lod, ActivationListener.NONE);
    }

    /** The same, with a look at each layer. */
    public Tensor logits(
            Tensor images, @Nullable Tensor labels, double lod, ActivationListener listener) {
        Backbone backbone = config.backbone();
        LevelOfDetail at = LevelOfDetail.at(backbone, lod);
        Inputs.images(images, backbone, at.resolution());
        Inputs.labels(labels, images.dim(0), backbone.labelSize());
        Pass pass = new Pass(images, at, listener);
        return Scope.run(
                "discriminator",
                () -> {
                    Tensor x = pass.input(Backbone.MIN_RESOLUTION);
                    ActivationListener inHead =
                            pass.inBlock(PerResolution.name(Backbone.MIN_RESOLUTION));
                    Tensor scores = head.forward(x, inHead);
                    return labels == null ? scores.squeeze(1) : scores.mul(labels).sum(1);
                });
    }

    /**
     * Scores of images at full resolution, at any level of detail.
     *
     * @param images [N, channels, R, R]
     * @param labels [N, labelSize], or null for a discriminator without labels
     * @param lod level of detail, see {@link LevelOfDetail}
     * @return the logits [N]; high means real
     */
    public Tensor logitsOfFullSize(Tensor images, @Nullable Tensor labels, double lod) {
        Backbone backbone = config.backbone();
        LevelOfDetail at = LevelOfDetail.at(backbone, lod);
        Inputs.images(images, backbone, backbone.resolution());
        return Scope.run("full size", () -> logits(at.shrink(images), labels, lod));
    }

    /** One evaluation. */
    private final class Pass {
        private final Tensor images;
        private final LevelOfDetail at;
        private final ActivationListener listener;

        Pass(Tensor images, LevelOfDetail at, ActivationListener listener) {
            this.images = images;
            this.at = at;
            this.listener = listener;
        }

        /** What the block of a resolution starts from; recursive, to give memory back early. */
        Tensor input(int resolution) {
            if (resolution == at.resolution()) {
                return features(resolution, images);
            }
            Tensor x = block(2 * resolution);
            if (2 * resolution == at.resolution() && at.fade() > 0) {
                return x.lerp(features(resolution, Fused.downsample(images)), at.fade());
            }
            return x;
        }

        private Tensor block(int resolution) {
            DiscriminatorBlock block = Objects.requireNonNull(blocks.get(resolution));
            String name = PerResolution.name(resolution);
            return Scope.run(
                    name,
                    () -> {
                        Tensor x = input(resolution);
                        if (!recomputing || listener != ActivationListener.NONE) {
                            return block.forward(x, inBlock(name));
                        }
                        List<Tensor> inputs = new ArrayList<>(block.parameters().values());
                        inputs.add(x);
                        return Autograd.checkpoint(
                                name, inputs, () -> block.forward(x, ActivationListener.NONE));
                    });
        }

        private Tensor features(int resolution, Tensor colours) {
            Tensor x = fromRgb.at(resolution).forward(colours, Activation.LEAKY_RELU);
            listener.onActivation("fromrgb." + PerResolution.name(resolution), x);
            return x;
        }

        ActivationListener inBlock(String name) {
            return (layer, output) -> listener.onActivation(name + "." + layer, output);
        }
    }
}
