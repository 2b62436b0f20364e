package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.stylegan.layer.Activation;
import io.github.stylegan4j.stylegan.layer.EqualizedConv;
import io.github.stylegan4j.stylegan.layer.Initializer;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.stylegan.layer.PerResolution;
import io.github.stylegan4j.stylegan.layer.WeightScale;
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
 * Turns styles into images (arXiv 1812.04948, section 2): blocks {@code b4}, {@code b8} and so on,
 * and for each resolution a layer {@code torgb.b4}, {@code torgb.b8} and so on from features to
 * colours.
 *
 * <p>Only the blocks that a level of detail needs are computed. Colours are nominally from -1 to 1;
 * nothing clips them.
 */
public final class SynthesisNetwork extends Module {
    private final GeneratorConfig config;
    private final Map<Integer, SynthesisBlock> blocks = new LinkedHashMap<>();
    private final PerResolution<EqualizedConv> toRgb = new PerResolution<>();
    private boolean recomputing;

    /** A network with random weights. */
    SynthesisNetwork(GeneratorConfig config, Initializer init) {
        this.config = config;
        Backbone backbone = config.backbone();
        for (int r = Backbone.MIN_RESOLUTION; r <= backbone.resolution(); r *= 2) {
            SynthesisBlock block = new SynthesisBlock(config, r, init);
            blocks.put(r, child(PerResolution.name(r), block));
            if (backbone.structure() == Structure.GROWING || r == backbone.resolution()) {
                int in = backbone.featureMaps().at(r);
                toRgb.add(
                        r,
                        new EqualizedConv(
                                init, in, backbone.channels(), 1, WeightScale.GAIN_LINEAR));
            }
        }
        child("torgb", toRgb);
    }

    /**
     * Whether the values inside blocks are computed once more for gradients instead of kept: less
     * memory for more time, and the same bits. Off at first.
     */
    public void recomputeBlocks(boolean wanted) {
        recomputing = wanted;
    }

    /** Images at full resolution, [N, channels, R, R]. */
    public Tensor synthesize(Styles styles, Noise noise) {
        return synthesize(styles, LevelOfDetail.FULL, noise, ActivationListener.NONE);
    }

    /**
     * Images at the current resolution r, [N, channels, r, r], after fading.
     *
     * <p>{@link LevelOfDetail#enlarge} makes of them the images at full resolution that the
     * published network would give; a discriminator that is called with the same level of detail
     * takes either.
     *
     * @param lod level of detail, see {@link LevelOfDetail}
     */
    public Tensor synthesize(Styles styles, double lod, Noise noise) {
        return synthesize(styles, lod, noise, ActivationListener.NONE);
    }

    /** The same, with a look at each layer. */
    public Tensor synthesize(Styles styles, double lod, Noise noise, ActivationListener listener) {
        Inputs.styles(styles, config);
        LevelOfDetail at = LevelOfDetail.at(config.backbone(), lod);
        Pass pass = new Pass(styles, noise, listener);
        return Scope.run(
                "synthesis",
                () -> {
                    int r = at.resolution();
                    if (at.fade() == 0) {
                        return pass.colours(r, pass.features(r));
                    }
                    Tensor coarse = pass.features(r / 2);
                    Tensor before = Fused.upsample(pass.colours(r / 2, coarse));
                    return pass.colours(r, pass.block(r, coarse)).lerp(before, at.fade());
                });
    }

    /** One evaluation. */
    private final class Pass {
        private final Styles styles;
        private final Noise noise;
        private final ActivationListener listener;

        Pass(Styles styles, Noise noise, ActivationListener listener) {
            this.styles = styles;
            this.noise = noise;
            this.listener = listener;
        }

        /** Recursive, so that a block's input is given back as soon as the block is done. */
        Tensor features(int resolution) {
            return Scope.run(
                    PerResolution.name(resolution),
                    () ->
                            block(
                                    resolution,
                                    resolution == Backbone.MIN_RESOLUTION
                                            ? null
                                            : features(resolution / 2)));
        }

        Tensor block(int resolution, @Nullable Tensor x) {
            SynthesisBlock block = Objects.requireNonNull(blocks.get(resolution));
            String name = PerResolution.name(resolution);
            ActivationListener inBlock =
                    (layer, output) -> listener.onActivation(name + "." + layer, output);
            if (recomputing && listener == ActivationListener.NONE) {
                return recomputed(name, block, x);
            }
            return Scope.run(name, () -> block.forward(x, styles, noise, inBlock));
        }

        /** The second time draws the noise of the first. */
        private Tensor recomputed(String name, SynthesisBlock block, @Nullable Tensor x) {
            List<Tensor> inputs = new ArrayList<>(block.parameters().values());
            styles.escaping().forEach(inputs::add);
            if (x != null) {
                inputs.add(x);
            }
            Noise here = noise.fromHere();
            boolean[] done = {false};
            return Autograd.checkpoint(
                    name,
                    inputs,
                    () -> {
                        Noise now = done[0] ? here.fromHere() : noise;
                        done[0] = true;
                        return block.forward(x, styles, now, ActivationListener.NONE);
                    });
        }

        Tensor colours(int resolution, Tensor features) {
            Tensor rgb = toRgb.at(resolution).forward(features, Activation.LINEAR);
            listener.onActivation("torgb." + PerResolution.name(resolution), rgb);
            return rgb;
        }
    }
}
