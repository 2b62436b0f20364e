package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/** The fused operations as functions of tensors; each is one line over its record. */
public final class Fused {
    private Fused() {}

    /** Bias [C] per channel of {@code x} [N, C, ...], then leaky ReLU: {@link BiasAct}. */
    public static Tensor biasAct(Tensor x, Tensor bias, double slope) {
        return Tensors.apply(new BiasAct(slope), x, bias);
    }

    /**
     * Noise [N or 1, 1, H, W] times strength [C], plus bias [C], then leaky ReLU: {@link
     * NoiseBiasAct}.
     */
    public static Tensor noiseBiasAct(
            Tensor x, Tensor noise, Tensor strength, Tensor bias, double slope) {
        return Tensors.apply(new NoiseBiasAct(slope), x, noise, strength, bias);
    }

    /** Convolution, bias [O], then leaky ReLU: {@link ConvAct}. */
    public static Tensor convAct(Conv2d conv, Tensor x, Tensor weight, Tensor bias, double slope) {
        return Tensors.apply(new ConvAct(conv, slope), x, weight, bias);
    }

    /**
     * Convolution, noise [N or 1, 1, H', W'] times strength [O], plus bias [O], then leaky ReLU:
     * {@link ConvAct}.
     */
    public static Tensor convAct(
            Conv2d conv,
            Tensor x,
            Tensor weight,
            Tensor noise,
            Tensor strength,
            Tensor bias,
            double slope) {
        return Tensors.apply(new ConvAct(conv, slope), x, weight, bias, noise, strength);
    }

    /** Mean 0 and variance 1 per plane of [N, C, H, W]: {@link InstanceNorm}. */
    public static Tensor instanceNorm(Tensor x, double epsilon) {
        return Tensors.apply(new InstanceNorm(epsilon), x);
    }

    /** Instance norm of [N, C, H, W], times scale [N, C] + 1, plus bias [N, C]: {@link AdaIn}. */
    public static Tensor adaIn(Tensor x, Tensor scale, Tensor bias, double epsilon) {
        return Tensors.apply(new AdaIn(epsilon), x, scale, bias);
    }

    /**
     * Noise [N or 1, 1, H, W] times strength [C], plus bias [C], leaky ReLU, instance norm and
     * style [N, 2 C]: {@link StyledAct}.
     */
    public static Tensor styledAct(
            Tensor x,
            Tensor noise,
            Tensor strength,
            Tensor bias,
            Tensor style,
            double slope,
            double epsilon) {
        return Tensors.apply(new StyledAct(slope, epsilon), x, bias, style, noise, strength);
    }

    /** Bias [C], leaky ReLU, instance norm and style [N, 2 C]: {@link StyledAct}. */
    public static Tensor styledAct(
            Tensor x, Tensor bias, Tensor style, double slope, double epsilon) {
        return Tensors.apply(new StyledAct(slope, epsilon), x, bias, style);
    }

    /** Unit mean square over axis 1: {@link PixelNorm}. */
    public static Tensor pixelNorm(Tensor x, double epsilon) {
        return Tensors.apply(new PixelNorm(epsilon), x);
    }

    /** Appends the channel of group deviations: {@link MinibatchStd}. */
    public static Tensor minibatchStd(Tensor x, int groupSize) {
        return Tensors.apply(new MinibatchStd(groupSize), x);
    }

    /** Sum over H and W of the product of two images, [N, C]: {@link PlaneDot}. */
    public static Tensor planeDot(Tensor a, Tensor b) {
        return Tensors.apply(new PlaneDot(), a, b);
    }

    /** 1 if no element of any tensor is infinite or NaN, else 0, rank 0: {@link AllFinite}. */
    public static Tensor allFinite(Tensor... tensors) {
        return Tensors.apply(new AllFinite(), tensors);
    }

    /** Resamples images [N, C, H, W]. */
    public static Tensor resample(Tensor x, Resample2d how) {
        return Tensors.apply(how, x);
    }

    /** [1, 2, 1] blur that keeps the size: {@link Resample2d#blur()}. */
    public static Tensor blur(Tensor x) {
        return resample(x, Resample2d.blur());
    }

    /** Twice the size, by repetition: {@link Resample2d#upNearest()}. */
    public static Tensor upsample(Tensor x) {
        return resample(x, Resample2d.upNearest());
    }

    /** Half the size, by means of 2 x 2: {@link Resample2d#downBox()}. */
    public static Tensor downsample(Tensor x) {
        return resample(x, Resample2d.downBox());
    }

    /**
     * Twice the size by repetition, convolution with w [O, C, k, k] that keeps it, times a factor,
     * and blur: {@link UpConvBlur}.
     */
    public static Tensor upConvBlur(Tensor x, Tensor w, double factor) {
        return Tensors.apply(new UpConvBlur(factor), x, w);
    }

    /**
     * Convolution with w [O, C, k, k] that keeps the size, times a factor, then means of 2 x 2
     * pixels: {@link DownConv}.
     */
    public static Tensor convDown(Tensor x, Tensor w, double factor) {
        return Tensors.apply(new DownConv(factor / ResizingConvs.BLOCK), x, w);
    }
}
