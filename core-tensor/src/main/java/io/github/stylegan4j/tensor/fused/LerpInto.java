package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.UpdateOp;

/**
 * Moves many tensors a part of the way towards others: {@code target = target + (input - target) *
 * t}.
 *
 * <p>Targets and inputs correspond in order, shape and element type. A running average with decay
 * {@code beta} has {@code t = 1 - beta}.
 *
 * @param t part of the way, from 0 to 1
 */
public record LerpInto(double t) implements UpdateOp {
    /** Checks the part. */
    public LerpInto {
        if (!(t >= 0 && t <= 1)) {
            throw new IllegalArgumentException("lerp_into needs t from 0 to 1, got " + t);
        }
    }

    @Override
    public String name() {
        return "lerp_into";
    }

    @Override
    public Tensor[] reference(Tensor[] targets, Tensor[] inputs) {
        Tensor[] result = new Tensor[targets.length];
        for (int i = 0; i < targets.length; i++) {
            result[i] = targets[i].lerp(inputs[i], t);
        }
        return result;
    }

    @Override
    public void check(Tensor[] targets, Tensor[] inputs) {
        UpdateOp.sameShapes(this, targets, inputs);
        Checks.sameType(name(), targets);
    }
}
