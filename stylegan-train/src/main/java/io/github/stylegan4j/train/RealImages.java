package io.github.stylegan4j.train;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Escaping;
import io.github.stylegan4j.tensor.Rows;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.Fused;
import io.github.stylegan4j.train.data.Minibatch;
import java.util.List;

/**
 * Real images on the device, as the discriminator shall see them.
 *
 * @param images [N, C, r, r] at the current resolution r, blended with their own half-resolution
 *     version as far as the level of detail demands
 * @param labels [N, labelSize], or null
 */
record RealImages(Tensor images, Tensor labels) implements Escaping {
    /** Uploads a part of a minibatch and fades it. */
    static RealImages of(Minibatch minibatch, Rows part, double lod, Backend backend) {
        return Scope.run(
                "reals",
                () -> {
                    Shape shape =
                            Shape.of(
                                    part.size(),
                                    minibatch.channels(),
                                    minibatch.height(),
                                    minibatch.width());
                    Tensor x = Tensors.of(backend, shape, rows(minibatch.images(), part));
                    double fade = lod - Math.floor(lod);
                    if (fade > 0) {
                        x = x.lerp(Fused.upsample(Fused.downsample(x)), fade);
                    }
                    return new RealImages(x, labels(minibatch, part, backend));
                });
    }

    private static Tensor labels(Minibatch minibatch, Rows part, Backend backend) {
        return minibatch.labelSize() == 0
                ? null
                : Tensors.of(
                        backend,
                        Shape.of(part.size(), minibatch.labelSize()),
                        rows(minibatch.labels(), part));
    }

    private static float[] rows(float[] whole, Rows part) {
        if (part.isAll()) {
            return whole;
        }
        int row = whole.length / part.total();
        float[] rows = new float[row * part.size()];
        for (int i = 0; i < part.size(); i++) {
            System.arraycopy(whole, part.index(i) * row, rows, i * row, row);
        }
        return rows;
    }

    @Override
    public Iterable<Tensor> escaping() {
        return labels == null ? List.of(images) : List.of(images, labels);
    }
}
