package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;

/**
 * The adjoint of {@link Conv2d} in its weights: images [N, C, H, W] and gradients [N, O, H', W']
 * give weights [O, C / groups, kernelHeight, kernelWidth], times the factor.
 *
 * @param stride step of the convolution
 * @param pad padding of the convolution
 * @param groups groups of the convolution
 * @param kernelHeight kernel height
 * @param kernelWidth kernel width
 * @param factor factor of the convolution
 */
public record Conv2dWeightGrad(
        int stride, int pad, int groups, int kernelHeight, int kernelWidth, double factor)
        implements PrimitiveOp {
    /** The adjoint of a convolution with factor 1. */
    public Conv2dWeightGrad(int stride, int pad, int groups, int kernelHeight, int kernelWidth) {
        this(stride, pad, groups, kernelHeight, kernelWidth, 1);
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
        Shape x = inputs[0];
        Shape g = inputs[1];
        Shape w = Shape.of(g.dim(1), x.dim(1) / groups, kernelHeight, kernelWidth);
        if (!forward().outputShape(x, w).equals(g)) {
            throw new IllegalArgumentException(
                    "conv2d weight gradient: images "
                            + x
                            + " and weights "
                            + w
                            + " give "
                            + forward().outputShape(x, w)
                            + ", but the gradient is "
                            + g);
        }
        return w;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return input == 0
                ? Tensors.apply(
                        new Conv2dInputGrad(stride, pad, groups, x[0].dim(2), x[0].dim(3), factor),
                        x[1],
                        g)
                : Tensors.apply(forward(), x[0], g);
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
