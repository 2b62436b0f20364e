package io.github.stylegan4j.nn;

import io.github.stylegan4j.tensor.Tensor;

/**
 * A trainable tensor of a {@link Module}.
 *
 * <p>Read {@link #value()} at every use instead of keeping the tensor, so that {@link
 * Module#withParameters} can put another one in its place.
 */
public final class Parameter {
    private Tensor value;

    Parameter(Tensor value) {
        this.value = value;
    }

    /** The tensor, updated in place by optimizers. */
    public Tensor value() {
        return value;
    }

    Tensor exchange(Tensor other) {
        Tensor before = value;
        value = other;
        return before;
    }
}
