package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;

/**
 * Repeats along axes of extent 1 and new leading axes, by strides of zero.
 *
 * @param shape shape of the result
 */
public record Expand(Shape shape) implements ViewOp {
    @Override
    public Shape outputShape(Shape... inputs) {
        if (!Shape.broadcast(inputs[0], shape).equals(shape)) {
            throw new IllegalArgumentException("Cannot expand " + inputs[0] + " to " + shape);
        }
        return shape;
    }

    @Override
    public View apply(View x) {
        int[] strides = new int[shape.rank()];
        int lead = shape.rank() - x.shape().rank();
        for (int i = lead; i < strides.length; i++) {
            strides[i] = x.shape().dim(i - lead) == 1 ? 0 : x.stride(i - lead);
        }
        return new View(x.buffer(), shape, strides, x.offset());
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return g.sumTo(x[0].shape());
    }
}
