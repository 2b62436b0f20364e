package io.github.stylegan4j.tensor;

import io.github.stylegan4j.spi.OpSpec;

/**
 * A change of tensors in place: parameters, optimizer state, running averages, accumulators.
 *
 * <p>Like a fused operation it is defined by a reference in ordinary operations, and a backend may
 * have a kernel. It is not differentiable; a graph that still needs the old value refuses to go on.
 */
public interface UpdateOp extends OpSpec {
    /** The new values of the targets, in order. */
    Tensor[] reference(Tensor[] targets, Tensor[] inputs);

    /**
     * Checks shapes.
     *
     * @throws IllegalArgumentException when they do not fit
     */
    void check(Tensor[] targets, Tensor[] inputs);

    /** Applies the change. */
    default void apply(Tensor[] targets, Tensor... inputs) {
        Executor.update(this, targets, inputs);
    }

    /**
     * One target becomes a copy of one input of its shape and element type; every backend has it.
     */
    record CopyInto() implements UpdateOp {
        @Override
        public Tensor[] reference(Tensor[] targets, Tensor[] inputs) {
            return inputs;
        }

        @Override
        public void check(Tensor[] targets, Tensor[] inputs) {
            sameShapes(this, targets, inputs);
        }
    }

    /** Checks that there are as many inputs as targets, of the same shapes. */
    static void sameShapes(UpdateOp op, Tensor[] targets, Tensor[] inputs) {
        if (targets.length != inputs.length) {
            throw new IllegalArgumentException(
                    op.name()
                            + " got "
                            + targets.length
                            + " targets and "
                            + inputs.length
                            + " inputs");
        }
        for (int i = 0; i < targets.length; i++) {
            if (!targets[i].shape().equals(inputs[i].shape())
                    || targets[i].dtype() != inputs[i].dtype()) {
                throw new IllegalArgumentException(
                        op.name() + " cannot put " + inputs[i] + " into " + targets[i]);
            }
        }
    }
}
