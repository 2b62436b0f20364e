package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import java.util.Arrays;

/**
 * Reorders axes.
 *
 * @param axes axis {@code i} of the result is axis {@code axes[i]} of the input; not to be modified
 */
public record Permute(int[] axes) implements ViewOp {
    @Override
    public Shape outputShape(Shape... inputs) {
        int[] sorted = axes.clone();
        Arrays.sort(sorted);
        boolean ok = axes.length == inputs[0].rank();
        for (int i = 0; ok && i < sorted.length; i++) {
            ok = sorted[i] == i;
        }
        if (!ok) {
            throw new IllegalArgumentException(
                    "permute of "
                            + inputs[0]
                            + " needs each of its axes once, got "
                            + Arrays.toString(axes));
        }
        return Shape.of(pick(inputs[0].dims()));
    }

    private int[] pick(int[] values) {
        int[] picked = new int[axes.length];
        Arrays.setAll(picked, i -> values[axes[i]]);
        return picked;
    }

    @Override
    public View apply(View x) {
        return new View(x.buffer(), outputShape(x.shape()), pick(x.strides()), x.offset());
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        int[] inverse = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            inverse[axes[i]] = i;
        }
        return g.permute(inverse);
    }

    @Override
    public String toString() {
        return "permute" + Arrays.toString(axes);
    }
}
