package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.OpSpec;
import org.jspecify.annotations.Nullable;

/**
 * A differentiable operation with one result: an immutable record of its attributes, its shape rule
 * and its derivative, written in {@link Tensor} operations so that it can be differentiated again.
 *
 * <p>There are two sorts: {@link PrimitiveOp}, which every backend must have a kernel for, and
 * {@link FusedOp}, which is defined by a reference in primitives and may have kernels.
 */
public sealed interface Op extends OpSpec permits PrimitiveOp, FusedOp {
    /** What {@link #inputCount} says of an operation whose shape rule counts its inputs itself. */
    int ANY_COUNT = -1;

    /** How many inputs it has; one unless overridden. */
    default int inputCount() {
        return 1;
    }

    /**
     * Shape of the result.
     *
     * @throws IllegalArgumentException when the inputs' shapes do not fit, saying why
     */
    Shape outputShape(Shape... inputs);

    /** Element type of the result; that of the first input unless overridden. */
    default DType outputDType(DType... inputs) {
        return inputs[0];
    }

    /**
     * The vector-Jacobian product: the gradient with respect to one input.
     *
     * @param input which input
     * @param g gradient with respect to the result, of the result's shape
     * @param y the result; it has a value only if {@link #vjpReadsOutput}
     * @param x the inputs; each has a value only if {@link #vjpReads}
     * @return a tensor of the shape of {@code x[input]}, or null when it is zero everywhere
     */
    @Nullable Tensor vjp(int input, Tensor g, Tensor y, Tensor... x);

    /**
     * The vector-Jacobian products of several inputs at once; an operation overrides it when they
     * share work.
     *
     * @param wanted for each input, whether its gradient is asked for
     * @return for each input a gradient, or null where none was asked for or it is zero
     */
    default @Nullable Tensor[] vjps(boolean[] wanted, Tensor g, Tensor y, Tensor... x) {
        @Nullable Tensor[] result = new Tensor[x.length];
        for (int i = 0; i < x.length; i++) {
            if (wanted[i]) {
                result[i] = vjp(i, g, y, x);
            }
        }
        return result;
    }

    /** Whether the gradient for input {@code of} reads the value of input {@code input}. */
    default boolean vjpReads(int of, int input) {
        return true;
    }

    /** Whether the gradient for input {@code of} reads the value of the result. */
    default boolean vjpReadsOutput(int of) {
        return true;
    }
}
