package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Tensor;
import java.util.List;

/** A smooth discriminator of two layers, for loss tests: conv, tanh, weighted sum. */
final class TinyDiscriminator {
    private static final int FEATURES = 3;

    private TinyDiscriminator() {}

    static List<Tensor> weights(Backend backend, Rng rng, int channels, int resolution) {
        return List.of(
                rng.normal(backend, DType.FLOAT64, Shape.of(FEATURES, channels, 3, 3)).mul(0.4),
                rng.normal(backend, DType.FLOAT64, Shape.of(FEATURES, resolution, resolution))
                        .mul(0.3));
    }

    /** Scores [N, 1]. */
    static DiscriminatorFunction of(List<Tensor> weights) {
        return images ->
                images.conv2d(weights.get(0)).tanh().mul(weights.get(1)).sum(1, 2, 3).unsqueeze(1);
    }
}
