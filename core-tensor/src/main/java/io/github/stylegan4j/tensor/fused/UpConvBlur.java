package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * What doubles the size in a generator: enlargement by repetition, a convolution that keeps the
 * size, and the [1, 2, 1] blur; {@code y = factor * blur(conv(up(x), w))}.
 *
 * <p>Inputs: images {@code x} [N, C, H, W] and weights {@code w} [O, C, k, k], k odd; the result is
 * [N, O, 2 H, 2 W]. All three are linear, so that each of the pixels {@code (2 i + a, 2 j + b)} is,
 * but for the outermost ones, a convolution of {@code x} itself: for k = 3 with a kernel of 3 x 3
 * again. A backend may compute four convolutions of a quarter of the pixels, and neither enlarge
 * nor blur. For a gradient only {@code x} and {@code w} are kept; but for the blur it is that of
 * {@link UpConv}. Any order of derivative holds.
 *
 * @param factor the convolution's
 */
public record UpConvBlur(double factor) implements FusedOp {
    private static final int X = 0;
    private static final int WEIGHT = 1;
    private static final Resample2d UP = Resample2d.upNearest();
    private static final Resample2d BLUR = Resample2d.blur();

    /** One whose convolution has factor 1. */
    public UpConvBlur() {
        this(1);
    }

    @Override
    public String name() {
        return "up_conv_blur";
    }

    @Override
    public int inputCount() {
        return 2;
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Shape w = inputs[WEIGHT];
        Conv2d conv = ResizingConvs.convolution(name(), w, factor);
        return BLUR.outputShape(conv.outputShape(UP.outputShape(inputs[X]), w));
    }

    /** The convolution between enlargement and blur. */
    public Conv2d convolution(Shape weights) {
        return new Conv2d(1, weights.dim(2) / 2, 1, factor);
    }

    @Override
    public Tensor reference(Tensor... x) {
        Conv2d conv = convolution(x[WEIGHT].shape());
        return Fused.blur(Tensors.apply(conv, Fused.upsample(x[X]), x[WEIGHT]));
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        boolean[] wanted = new boolean[x.length];
        wanted[input] = true;
        return vjps(wanted, g, y, x)[input];
    }

    @Override
    public Tensor[] vjps(boolean[] wanted, Tensor g, Tensor y, Tensor... x) {
        UpConv sharp = new UpConv(factor);
        Tensor ofSharp = Fused.resample(g, BLUR.adjoint(g.shape()));
        Tensor[] result = new Tensor[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = wanted[i] ? sharp.vjp(i, ofSharp, y, x) : null;
        }
        return result;
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return of != input;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
