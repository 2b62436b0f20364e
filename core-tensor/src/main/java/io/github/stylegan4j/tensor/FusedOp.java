package io.github.stylegan4j.tensor;

import org.jspecify.annotations.Nullable;

/**
 * An operation that is defined by a composition of others, and may have one kernel that does it in
 * a single pass.
 *
 * <p>A backend without the kernel runs {@link #reference}. The derivative is that of the reference
 * unless the record brings a faster one ({@link #hasVjp()}), which is made of operations itself and
 * hence differentiable again.
 */
public non-sealed interface FusedOp extends Op {
    /** What the operation means, in primitives and other fused operations. */
    Tensor reference(Tensor... x);

    @Override
    default int inputCount() {
        return ANY_COUNT;
    }

    /** Whether {@link #vjp} is written; otherwise the reference is differentiated. */
    default boolean hasVjp() {
        return false;
    }

    @Override
    default @Nullable Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        throw new IllegalStateException(
                name() + " has no derivative of its own; its reference is differentiated instead");
    }

    @Override
    default boolean vjpReadsOutput(int of) {
        return hasVjp();
    }
}
