package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.nn.Parameter;
import io.github.stylegan4j.tensor.Tensor;

/**
 * A stored parameter and what it is multiplied by at every use.
 *
 * @param stored the parameter as saved and trained
 * @param factor the multiplier
 */
record ScaledWeight(Parameter stored, double factor) {
    /** The value in use. */
    Tensor value() {
        return factor == 1 ? stored.value() : stored.value().mul(factor);
    }
}
