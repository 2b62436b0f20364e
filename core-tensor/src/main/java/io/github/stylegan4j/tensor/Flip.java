package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import java.util.Arrays;

/**
 * Reverses the order along some axes, by negative strides.
 *
 * @param axes which; not to be modified
 */
public record Flip(int[] axes) implements ViewOp {
    @Override
    public Shape outputShape(Shape... inputs) {
        return inputs[0];
    }

    @Override
    public View apply(View x) {
        int[] strides = x.strides();
        int offset = x.offset();
        for (int a : axes) {
            offset += Math.max(0, x.shape().dim(a) - 1) * strides[a];
            strides[a] = -strides[a];
        }
        return new View(x.buffer(), x.shape(), strides, offset);
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return g.flip(axes);
    }

    @Override
    public String toString() {
        return "flip" + Arrays.toString(axes);
    }
}
