package io.github.stylegan4j.train;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Rows;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.train.data.ImageSource;

/** Label rows of a data set as tensors. */
final class Labels {
    private Labels() {}

    /** The labels of some images, [N, labelSize]; null if the images have none. */
    static Tensor of(ImageSource source, int[] indices, Backend backend) {
        int size = source.labelSize();
        if (size == 0) {
            return null;
        }
        float[] rows = new float[indices.length * size];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(source.label(indices[i]), 0, rows, i * size, size);
        }
        return Tensors.of(backend, Shape.of(indices.length, size), rows);
    }

    /**
     * The labels that a part of a minibatch has when those of the whole are drawn uniformly, [n,
     * labelSize]; null if the images have none.
     */
    static Tensor random(ImageSource source, Rows part, Rng rng, Backend backend) {
        if (source.labelSize() == 0) {
            return null;
        }
        int[] drawn = new int[part.total()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = rng.nextInt(source.count());
        }
        int[] indices = new int[part.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = drawn[part.index(i)];
        }
        return of(source, indices, backend);
    }
}
