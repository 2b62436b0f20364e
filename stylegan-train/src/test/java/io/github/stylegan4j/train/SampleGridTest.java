package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Rng;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SampleGridTest {
    private static final int SIZE = 16;

    /** Pictures of a network that still grows can be compared with those of a grown one. */
    @Test
    void imagesAreOfFullSizeAtEveryLevelOfDetail() {
        TrainingConfig config = TinyRuns.config(Path.of("unused"));
        try (Backend backend = Backends.open("cpu");
                TrainingState state = new TrainingState(config, 0, backend);
                SampleGrid grid =
                        new SampleGrid(config, TinyRuns.images(), backend, new Rng(1, 7))) {
            assertFullSize(grid.reals());
            for (double lod : new double[] {0, 0.5, 1, 1.5, 2}) {
                BufferedImage fakes = grid.fakes(state.average, lod).picture();
                assertFullSize(fakes);
                int[] seen = fakes.getRGB(0, 0, fakes.getWidth(), fakes.getHeight(), null, 0, 48);
                assertTrue(Arrays.stream(seen).distinct().count() > 6, "more than one colour each");
                assertBlocks(fakes, 1 << (int) lod);
            }
        }
    }

    private static void assertFullSize(BufferedImage grid) {
        assertEquals(3 * SIZE, grid.getWidth());
        assertEquals(2 * SIZE, grid.getHeight());
    }

    /** The pixels of a lower resolution are repeated. */
    private static void assertBlocks(BufferedImage picture, int block) {
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                assertEquals(
                        picture.getRGB(x / block * block, y / block * block), picture.getRGB(x, y));
            }
        }
    }
}
