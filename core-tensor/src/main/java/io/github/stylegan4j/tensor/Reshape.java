package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import java.util.Arrays;

/**
 * The same row-major elements under another shape; the input is contiguous.
 *
 * @param shape shape of the result
 */
public record Reshape(Shape shape) implements ViewOp {
    /** Works out the one extent that may be given as -1. */
    static Shape resolve(Shape from, int... dims) {
        int[] d = dims.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < d.length; i++) {
            if (d[i] == -1 && open < 0) {
                open = i;
            } else {
                known *= d[i];
            }
        }
        if (open >= 0) {
            if (known <= 0 || from.size() % known != 0) {
                throw new IllegalArgumentException(
                        "Cannot work out -1 when reshaping " + from + " to " + Arrays.toString(d));
            }
            d[open] = (int) (from.size() / known);
        }
        return Shape.of(d);
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        if (inputs[0].size() != shape.size()) {
            throw new IllegalArgumentException(
                    "Cannot reshape "
                            + inputs[0]
                            + " to "
                            + shape
                            + ": "
                            + inputs[0].size()
                            + " elements are not "
                            + shape.size());
        }
        return shape;
    }

    @Override
    public View apply(View x) {
        return new View(x.buffer(), shape, shape.strides(), x.offset());
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return g.reshape(x[0].shape());
    }
}
