package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.nn.Parameter;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.MatMul;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * A stored weight and what it is multiplied by at every use. The multiplication is part of the
 * convolution or product that uses it, and of its gradients.
 *
 * @param parameter the weight as saved and trained
 * @param factor the multiplier
 */
record ScaledWeight(Parameter parameter, double factor) {
    /** The weight as stored. */
    Tensor stored() {
        return parameter.value();
    }

    /** The convolution that uses it and keeps the size of images. */
    Conv2d sameSize() {
        return new Conv2d(1, stored().dim(-1) / 2, 1, factor);
    }

    /** The product {@code x W^T} of x [N, in] with this weight [out, in], [N, out]. */
    Tensor product(Tensor x) {
        return Tensors.apply(new MatMul(factor), x, stored().transpose(0, 1));
    }
}
