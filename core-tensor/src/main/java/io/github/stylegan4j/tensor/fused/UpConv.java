package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * Enlargement by two, by repetition, and a convolution that keeps that size: {@code y = scale *
 * conv(up(x), w)}.
 *
 * <p>Inputs: images {@code x} [N, C, H, W] and weights {@code w} [O, C, k, k], k odd; the result is
 * [N, O, 2 H, 2 W]. A backend may read each pixel once and never write enlarged images. The
 * derivatives are {@link DownConv} and {@link ResizedConvWeightGrad}, of any order.
 *
 * @param scale what sums are multiplied by
 */
public record UpConv(double scale) implements FusedOp {
    private static final int X = 0;

    @Override
    public String name() {
        return "up_conv";
    }

    @Override
    public int inputCount() {
        return 2;
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Shape large = Resample2d.upNearest().outputShape(inputs[X]);
        return ResizingConvs.convolution(name(), inputs[1], scale).outputShape(large, inputs[1]);
    }

    @Override
    public Tensor reference(Tensor... x) {
        Tensor large = Fused.upsample(x[X]);
        return Tensors.apply(ResizingConvs.convolution(name(), x[1].shape(), scale), large, x[1]);
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return input == X
                ? Tensors.apply(new DownConv(scale), g, ResizingConvs.turned(x[1]))
                : ResizingConvs.turned(
                        Tensors.apply(new ResizedConvWeightGrad(scale, x[1].dim(2)), g, x[X]));
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
