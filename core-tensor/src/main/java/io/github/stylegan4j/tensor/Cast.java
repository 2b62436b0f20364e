package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;

/**
 * The same values in another element type, rounded to nearest.
 *
 * @param to the element type of the result
 */
public record Cast(DType to) implements PrimitiveOp {
    @Override
    public Shape outputShape(Shape... inputs) {
        return inputs[0];
    }

    @Override
    public DType outputDType(DType... inputs) {
        return to;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return g.cast(x[0].dtype());
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
