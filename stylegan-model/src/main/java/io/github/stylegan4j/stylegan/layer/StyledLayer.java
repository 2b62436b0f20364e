package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.nn.Parameter;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.fused.Fused;
import org.jspecify.annotations.Nullable;

/**
 * A layer of a synthesis network: features, then noise, bias, leaky ReLU, pixel norm, instance norm
 * and style modulation, in this order (arXiv 1812.04948, figure 1b).
 *
 * <p>{@code noise_weight} [C] is the strength per channel and starts at 0; {@code noise} [1, 1, H,
 * W] is drawn at construction and not trained; {@code bias} [C] starts at 0. {@code style} is a
 * dense layer of gain 1 from w to 2 C numbers: the first C are the scale's distance from 1, the
 * others the shift (equation 1).
 */
public abstract class StyledLayer extends Module {
    /** What pixel norm and instance norm add to a mean square before the root. */
    public static final double EPSILON = 1e-8;

    private static final double SLOPE = Activation.LEAKY_RELU.slope();

    private final EpilogueConfig config;
    private final int channels;
    private final @Nullable Parameter strength;
    private final @Nullable Tensor storedNoise;
    private final Parameter bias;
    private final @Nullable EqualizedDense style;

    /**
     * Registers what comes after the features.
     *
     * @param channels channels C of the features
     * @param size height and width of the features
     */
    protected StyledLayer(Initializer init, int channels, FeatureSize size, EpilogueConfig config) {
        this.config = config;
        this.channels = channels;
        Shape perChannel = Shape.of(channels);
        Shape plane = Shape.of(1, 1, size.height(), size.width());
        strength = config.noise() ? parameter("noise_weight", init.zeros(perChannel)) : null;
        storedNoise = config.noise() ? buffer("noise", init.normal(plane, 1)) : null;
        bias = parameter("bias", init.zeros(perChannel));
        style =
                config.styles()
                        ? child(
                                "style",
                                new EqualizedDense(
                                        init,
                                        config.styleSize(),
                                        2 * channels,
                                        WeightScale.GAIN_LINEAR,
                                        1))
                        : null;
    }

    /**
     * Everything after the features.
     *
     * @param features [N, C, H, W]
     * @param w the style, [N, styleSize]; not read by a layer without styles
     * @param noise which noise to add, if the layer has any
     */
    final Tensor finish(Features features, Tensor w, Noise noise) {
        EqualizedDense affine = style;
        Tensor modulation = affine == null ? null : affine.forward(w, Activation.LINEAR);
        Tensor added = noise(features, noise);
        if (modulation != null && config.instanceNorm() && !config.pixelNorm()) {
            return styled(features.value(), added, modulation);
        }
        Tensor x = activate(features, added);
        if (config.pixelNorm()) {
            x = Fused.pixelNorm(x, EPSILON);
        }
        if (modulation == null) {
            return config.instanceNorm() ? Fused.instanceNorm(x, EPSILON) : x;
        }
        Tensor scale = modulation.slice(1, 0, channels);
        Tensor shift = modulation.slice(1, channels, 2 * channels);
        if (config.instanceNorm()) {
            return Fused.adaIn(x, scale, shift, EPSILON);
        }
        return x.mul(perPlane(scale.add(1))).add(perPlane(shift));
    }

    /** The noise to add, or null for none. */
    private @Nullable Tensor noise(Features features, Noise noise) {
        return storedNoise == null ? null : noise.forImages(features.images(), storedNoise);
    }

    private Tensor styled(Tensor x, @Nullable Tensor noise, Tensor modulation) {
        return noise == null || strength == null
                ? Fused.styledAct(x, bias.value(), modulation, SLOPE, EPSILON)
                : Fused.styledAct(
                        x, noise, strength.value(), bias.value(), modulation, SLOPE, EPSILON);
    }

    private Tensor activate(Features features, @Nullable Tensor noise) {
        return noise == null || strength == null
                ? features.biasAct(bias.value(), SLOPE)
                : features.noiseBiasAct(noise, strength.value(), bias.value(), SLOPE);
    }

    private static Tensor perPlane(Tensor values) {
        return values.reshape(values.dim(0), values.dim(1), 1, 1);
    }
}
