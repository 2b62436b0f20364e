package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.Filter;
import io.github.stylegan4j.tensor.fused.Fused;
import io.github.stylegan4j.tensor.fused.Resample2d;

/**
 * Convolution with an odd kernel and zero padding that keeps the size, together with resizing by
 * two.
 *
 * <p><b>Fused up.</b> Repetition followed by a 3-tap kernel {@code w} gives {@code y[2i] = w0
 * x[i-1] + (w1 + w2) x[i]} and {@code y[2i+1] = (w0 + w1) x[i] + w2 x[i+1]}. A transposed
 * convolution of stride 2 applies the taps {@code k3, k1} to {@code x[i-1], x[i]} at even and
 * {@code k2, k0} to {@code x[i], x[i+1]} at odd positions, so {@code k = (w2, w1 + w2, w0 + w1,
 * w0)}: the mirrored kernel added to itself shifted by one, without any normalising factor.
 *
 * <p><b>Fused down.</b> The mean of two neighbours of a 3-tap convolution is one 4-tap convolution
 * of stride 2 with {@code k = (w0, w0 + w1, w1 + w2, w2) / 2}. In two dimensions both hold along
 * each axis.
 */
record Convolution(ScaledWeight weight, Resizing resizing, FusedScale fusedScale) {
    private static final Resample2d ADD_SHIFTED = new Resample2d(1, 1, 1, 1, Filter.outer(1, 1));
    private static final Resample2d MEAN_SHIFTED =
            new Resample2d(1, 1, 1, 1, Filter.outer(0.5, 0.5));

    /** The convolved and resized images; from [N, in, H, W]. */
    Features apply(Tensor x) {
        return switch (resizing) {
            case NONE -> same(x);
            case UP ->
                    fusedScale.fuses(x.backend().tuning(), 2 * x.dim(2))
                            ? new Features.Ready(up(x))
                            : same(Fused.upsample(x));
            case DOWN ->
                    new Features.Ready(
                            fusedScale.fuses(x.backend().tuning(), x.dim(2))
                                    ? down(x)
                                    : Fused.convDown(x, weight.stored(), weight.factor()));
        };
    }

    private Features same(Tensor x) {
        return new Features.Convolved(weight.sameSize(), x, weight.stored());
    }

    /** The same, blurred. */
    Features blurred(Tensor x) {
        boolean apart =
                resizing == Resizing.UP && !fusedScale.fuses(x.backend().tuning(), 2 * x.dim(2));
        return new Features.Ready(
                apart
                        ? Fused.upConvBlur(x, weight.stored(), weight.factor())
                        : Fused.blur(apply(x).value()));
    }

    private Tensor up(Tensor x) {
        Tensor kernel = Fused.resample(weight.stored().flip(2, 3), ADD_SHIFTED).transpose(0, 1);
        int pad = kernel.dim(2) / 2 - 1;
        int height = 2 * x.dim(2);
        int width = 2 * x.dim(3);
        return Tensors.apply(
                new Conv2dInputGrad(2, pad, 1, height, width, weight.factor()), x, kernel);
    }

    private Tensor down(Tensor x) {
        Tensor kernel = Fused.resample(weight.stored(), MEAN_SHIFTED);
        Conv2d conv = new Conv2d(2, kernel.dim(2) / 2 - 1, 1, weight.factor());
        return Tensors.apply(conv, x, kernel);
    }
}
