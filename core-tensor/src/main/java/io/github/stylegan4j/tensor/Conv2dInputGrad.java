package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;

/**
 * The adjoint of {@link Conv2d} in its images (a transposed convolution): gradients [N, O, H', W']
 * and weights [O, C / groups, kh, kw] give images [N, C, height, width], times the factor.
 *
 * @param stride step of the convolution
 * @param pad padding of the convolution
 * @param groups groups of the convolution
 * @param height image height of the convolution's input
 * @param width image width of the convolution's input
 * @param factor factor of the convolution
 */
public record Conv2dInputGrad(int stride, int pad, int groups, int height, int width, double factor)
        implements PrimitiveOp {
    /** The adjoint of a convolution with factor 1. */
    public Conv2dInputGrad(int stride, int pad, int groups, int height, int width) {
        this(stride, pad, groups, height, width, 1);
    }

    /** The convolution that this is the adjoint of. */
    public Conv2d forward() {
        return new Conv2d(stride, pad, groups, factor);
    }

    @Override
    public int inputCount() {
        return 2;
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Shape g = inputs[0];
        Shape w = inputs[1];
        Shape x = Shape.of(g.dim(0), w.dim(1) * groups, height, width);
        if (!forward().outputShape(x, w).equals(g)) {
            throw new IllegalArgumentException(
                    "conv2d input gradient: images "
                            + x
                            + " and weights "
                            + w
                            + " give "
                            + forward().outputShape(x, w)
                            + ", but the gradient is "
                            + g);
        }
        return x;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return input == 0
                ? Tensors.apply(forward(), g, x[1])
                : Tensors.apply(
                        new Conv2dWeightGrad(stride, pad, groups, x[1].dim(2), x[1].dim(3), factor),
                        g,
                        x[0]);
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
