package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;

/**
 * Cross-correlation of images [N, C, H, W] with weights [O, C / groups, kh, kw] to [N, O, H', W'],
 * H' = (H + 2 pad - kh) / stride + 1, times a constant factor.
 *
 * <p>With {@link Conv2dInputGrad} and {@link Conv2dWeightGrad} it forms a triple that is closed
 * under differentiation: all three are the same trilinear form with another slot left open, and so
 * have the same factor.
 *
 * @param stride step in both directions, 1 or more
 * @param pad zeros on all four sides, 0 or more
 * @param groups independent groups of channels, 1 or more
 * @param factor what every result is multiplied by: the scale of an equalized learning rate
 */
public record Conv2d(int stride, int pad, int groups, double factor) implements PrimitiveOp {
    /** Checks the attributes. */
    public Conv2d {
        if (stride < 1 || pad < 0 || groups < 1) {
            throw new IllegalArgumentException(
                    "Convolution needs stride >= 1, pad >= 0, groups >= 1, got "
                            + stride
                            + ", "
                            + pad
                            + ", "
                            + groups);
        }
        finite("conv2d", factor);
    }

    /** A convolution with factor 1. */
    public Conv2d(int stride, int pad, int groups) {
        this(stride, pad, groups, 1);
    }

    /** Refuses a factor that is no number. */
    static void finite(String what, double factor) {
        if (!Double.isFinite(factor)) {
            throw new IllegalArgumentException(what + " needs a finite factor, got " + factor);
        }
    }

    @Override
    public int inputCount() {
        return 2;
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Shape x = inputs[0];
        Shape w = inputs[1];
        if (x.rank() != 4
                || w.rank() != 4
                || x.dim(1) != w.dim(1) * groups
                || w.dim(0) % groups != 0) {
            throw new IllegalArgumentException(
                    "conv2d of images "
                            + x
                            + " with weights "
                            + w
                            + ": weights must be [out, "
                            + (x.rank() == 4 ? x.dim(1) / groups : "C / groups")
                            + ", kh, kw] with out a multiple of groups = "
                            + groups);
        }
        return Shape.of(x.dim(0), w.dim(0), extent(x.dim(2), w.dim(2)), extent(x.dim(3), w.dim(3)));
    }

    private int extent(int in, int kernel) {
        int out = Math.floorDiv(in + 2 * pad - kernel, stride) + 1;
        if (out < 1) {
            throw new IllegalArgumentException(
                    "conv2d: a kernel of extent "
                            + kernel
                            + " does not fit an image of extent "
                            + in
                            + " padded by "
                            + pad);
        }
        return out;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return input == 0
                ? Tensors.apply(
                        new Conv2dInputGrad(stride, pad, groups, x[0].dim(2), x[0].dim(3), factor),
                        g,
                        x[1])
                : Tensors.apply(
                        new Conv2dWeightGrad(stride, pad, groups, x[1].dim(2), x[1].dim(3), factor),
                        x[0],
                        g);
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
