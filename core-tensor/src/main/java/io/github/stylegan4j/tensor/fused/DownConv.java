package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * What halves the size in a discriminator: a convolution that keeps the size, of which every block
 * of 2 x 2 pixels is summed; {@code y[i, j] = scale * sum over a, b in {0, 1} of conv(x, w)[2 i +
 * a, 2 j + b]}. With a scale of 1/4 these are means.
 *
 * <p>Inputs: images {@code x} [N, C, H, W] with even H and W, and weights {@code w} [O, C, k, k], k
 * odd; the result is [N, O, H/2, W/2]. A backend may sum within its convolution and never write
 * images of the larger size. The derivatives are {@link UpConv} and {@link ResizedConvWeightGrad},
 * of any order.
 *
 * @param scale what sums are multiplied by
 */
public record DownConv(double scale) implements FusedOp {
    private static final int X = 0;

    @Override
    public String name() {
        return "down_conv";
    }

    @Override
    public int inputCount() {
        return 2;
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Shape y = ResizingConvs.convolution(name(), inputs[1], scale).outputShape(inputs);
        return ResizingConvs.half(name(), y);
    }

    @Override
    public Tensor reference(Tensor... x) {
        double factor = ResizingConvs.BLOCK * scale;
        return Fused.downsample(
                Tensors.apply(ResizingConvs.convolution(name(), x[1].shape(), factor), x));
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return input == X
                ? Tensors.apply(new UpConv(scale), g, ResizingConvs.turned(x[1]))
                : Tensors.apply(new ResizedConvWeightGrad(scale, x[1].dim(2)), x[X], g);
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
