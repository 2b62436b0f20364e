package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * The weight gradient of a convolution that keeps the size, whose results' gradients are enlarged
 * by repetition: that of {@link DownConv}, and with both turned around that of {@link UpConv}.
 *
 * <p>Inputs: images {@code large} [N, C, 2 H, 2 W] and gradients {@code small} [N, O, H, W]; the
 * result is [O, C, k, k], with r = (k - 1) / 2
 *
 * <pre>{@code y[o, c, i, j] = scale * sum over n, h, w of
 * large[n, c, h + i - r, w + j - r] * small[n, o, h / 2, w / 2]}</pre>
 *
 * <p>In either input it is linear, and its derivatives are {@link UpConv} and {@link DownConv}.
 *
 * @param scale what sums are multiplied by
 * @param kernel extent k of the weights, odd
 */
public record ResizedConvWeightGrad(double scale, int kernel) implements FusedOp {
    private static final int LARGE = 0;

    @Override
    public String name() {
        return "resized_conv_weight_grad";
    }

    @Override
    public int inputCount() {
        return 2;
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Shape large = inputs[LARGE];
        Shape small = inputs[1];
        Checks.images(name(), large);
        Checks.images(name(), small);
        Shape w = Shape.of(small.dim(1), large.dim(1), kernel, kernel);
        Shape y = ResizingConvs.convolution(name(), w, scale).outputShape(large, w);
        if (!ResizingConvs.half(name(), y).equals(small)) {
            throw new IllegalArgumentException(
                    name()
                            + ": images of twice the gradients' height and width are needed, got "
                            + large
                            + " and gradients "
                            + small);
        }
        return w;
    }

    @Override
    public Tensor reference(Tensor... x) {
        Conv2dWeightGrad op = new Conv2dWeightGrad(1, kernel / 2, 1, kernel, kernel, scale);
        return Tensors.apply(op, x[LARGE], Fused.upsample(x[1]));
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return input == LARGE
                ? Tensors.apply(new UpConv(scale), x[1], ResizingConvs.turned(g))
                : Tensors.apply(new DownConv(scale), x[LARGE], g);
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
