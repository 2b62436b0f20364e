package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;

/** A primitive that looks at its input's memory in another way and computes nothing. */
public sealed interface ViewOp extends PrimitiveOp permits Reshape, Permute, Expand, Slice, Flip {
    /** The view of the result on the input's buffer. */
    View apply(View x);

    @Override
    default boolean vjpReads(int of, int input) {
        return false;
    }

    @Override
    default boolean vjpReadsOutput(int of) {
        return false;
    }

    @Override
    Shape outputShape(Shape... inputs);
}
