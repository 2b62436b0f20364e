package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;

/** A primitive without inputs: it makes a tensor from its attributes alone. */
public sealed interface SourceOp extends PrimitiveOp
        permits SourceOp.Fill, SourceOp.Range, SourceOp.Uniform, SourceOp.Normal {
    /** Shape of what is made. */
    Shape shape();

    /** Element type of what is made. */
    DType dtype();

    @Override
    default int inputCount() {
        return 0;
    }

    @Override
    default Shape outputShape(Shape... inputs) {
        return shape();
    }

    @Override
    default DType outputDType(DType... inputs) {
        return dtype();
    }

    @Override
    default Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        throw new IllegalStateException(name() + " has no inputs to differentiate by");
    }

    /** Every element is {@code value}. */
    record Fill(Shape shape, DType dtype, double value) implements SourceOp {}

    /** Element {@code i} of {@code [n]} is {@code start + i * step}. */
    record Range(Shape shape, DType dtype, double start, double step) implements SourceOp {}

    /**
     * Uniform numbers in [0, 1): element {@code i} is {@link Philox#uniform} at {@code position +
     * i}.
     */
    record Uniform(Shape shape, DType dtype, long seed, long stream, long position)
            implements SourceOp {}

    /**
     * Standard normal numbers: element {@code i} is {@link Philox#normal} at {@code position + i};
     * the position is a multiple of four.
     */
    record Normal(Shape shape, DType dtype, long seed, long stream, long position)
            implements SourceOp {}
}
