package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.nn.Parameter;
import io.github.stylegan4j.tensor.Tensor;

/**
 * Turns labels [N, labelSize] into vectors [N, size]: a product with {@code weight} [labelSize,
 * size], which is drawn from N(0, 1), without bias and without equalization.
 */
public final class LabelEmbedding extends Module {
    private final Parameter weight;

    /** An embedding with random weights. */
    public LabelEmbedding(Initializer init, int labelSize, int size) {
        weight = parameter("weight", init.normal(Shape.of(labelSize, size), 1));
    }

    /** The vectors. */
    public Tensor forward(Tensor labels) {
        return labels.matmul(weight.value());
    }
}
