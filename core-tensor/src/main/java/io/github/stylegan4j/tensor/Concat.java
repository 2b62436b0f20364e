package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;

/**
 * Joins any number of tensors along one axis.
 *
 * @param axis which, counted from the front
 */
public record Concat(int axis) implements PrimitiveOp {
    @Override
    public int inputCount() {
        return ANY_COUNT;
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        int sum = 0;
        for (Shape s : inputs) {
            if (s.rank() != inputs[0].rank() || !s.with(axis, 0).equals(inputs[0].with(axis, 0))) {
                throw new IllegalArgumentException(
                        "concat along axis "
                                + axis
                                + " needs equal other extents, got "
                                + inputs[0]
                                + " and "
                                + s);
            }
            sum += s.dim(axis);
        }
        return inputs[0].with(axis, sum);
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        int from = 0;
        for (int i = 0; i < input; i++) {
            from += x[i].dim(axis);
        }
        return g.slice(axis, from, from + x[input].dim(axis));
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return false;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
