package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Rows;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.data.Minibatch;
import io.github.stylegan4j.train.data.RealImageProcessing;
import org.junit.jupiter.api.Test;

class RealImagesTest {
    @Test
    void realsOnTheDeviceAreThoseOfTheDefinition() {
        try (Backend backend = Backends.open("cpu")) {
            for (double lod : new double[] {0, 0.25, 1, 2.75}) {
                try (Scope scope = Scope.open("test")) {
                    Tensor x = new Rng(1, 2).normal(backend, Shape.of(5, 3, 8, 8));
                    Minibatch minibatch =
                            new Minibatch(
                                    x.toFloats(), 5, 3, 8, 8, 8, new float[0], 0, new int[5], 0);
                    RealImages reals =
                            RealImages.of(minibatch, Rows.all(minibatch.size()), lod, backend);
                    float[] expected =
                            RealImageProcessing.fade(minibatch.images(), 8, lod - Math.floor(lod));
                    assertArrayEquals(expected, reals.images().toFloats(), 1e-6f, "lod " + lod);
                    assertEquals(null, reals.labels());
                }
            }
            assertEquals(0, backend.memory().liveBuffers());
        }
    }

    @Test
    void labelsTravelAlong() {
        try (Backend backend = Backends.open("cpu");
                Scope scope = Scope.open("test")) {
            float[] rows = {1, 0, 0, 1};
            Minibatch minibatch =
                    new Minibatch(new float[2 * 16], 2, 1, 4, 4, 4, rows, 2, new int[2], 0);
            RealImages reals = RealImages.of(minibatch, Rows.all(minibatch.size()), 0.5, backend);
            assertEquals(Shape.of(2, 2), reals.labels().shape());
            assertArrayEquals(rows, reals.labels().toFloats());
        }
    }
}
