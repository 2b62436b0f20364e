package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.UpdateOp;

/**
 * Adds to many tensors in place: {@code target = target + input}.
 *
 * <p>Targets and inputs correspond in order, shape and element type. Accumulates statistics and
 * gradients on the device.
 */
public record AddInto() implements UpdateOp {
    @Override
    public String name() {
        return "add_into";
    }

    @Override
    public Tensor[] reference(Tensor[] targets, Tensor[] inputs) {
        Tensor[] result = new Tensor[targets.length];
        for (int i = 0; i < targets.length; i++) {
            result[i] = targets[i].add(inputs[i]);
        }
        return result;
    }

    @Override
    public void check(Tensor[] targets, Tensor[] inputs) {
        UpdateOp.sameShapes(this, targets, inputs);
        Checks.sameType(name(), targets);
    }
}
