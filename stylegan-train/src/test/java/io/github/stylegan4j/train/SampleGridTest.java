package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.image.GridLayout;
import io.github.stylegan4j.train.image.GridSize;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void placesShowTheirClasses() {
        ImageSource images = TinyRuns.images(3);
        GridSize size = new GridSize(5, 4);
        for (GridLayout layout : GridLayout.values()) {
            int[] chosen = GridImages.choose(images, layout, size, new Rng(1, 7));
            assertArrayEquals(
                    chosen, GridImages.choose(images, layout, size, new Rng(1, 7)), "" + layout);
            assertTrue(Arrays.stream(chosen).distinct().count() > 3, "" + layout);
            for (int i = 0; i < chosen.length && layout.isByClass(); i++) {
                int wanted = layout.classAt(i, size, 3);
                assertEquals(1, images.label(chosen[i])[wanted], layout + " " + i);
            }
        }
    }

    /** There are more classes than images: those of the missing ones are any. */
    @Test
    void classesWithoutImagesAreNoTrouble() {
        GridSize size = new GridSize(1, 30);
        int[] chosen =
                GridImages.choose(
                        TinyRuns.images(17), GridLayout.ROW_PER_CLASS, size, new Rng(1, 7));
        assertEquals(5, chosen[5]);
        assertEquals(3, chosen[20]);
        assertTrue(Arrays.stream(chosen).allMatch(i -> i >= 0 && i < 11));
    }

    @Test
    void aLayoutByClassNeedsLabels(@TempDir Path folder) {
        TrainingConfig config =
                TinyRuns.config(folder.resolve("run")).with("gridLayout", "row_per_class");
        TrainerBuilder builder = Trainer.builder(config).source(TinyRuns.images());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> builder.build().close());
        assertTrue(e.getMessage().startsWith("gridLayout is 'row_per_class'"), e.getMessage());
        TrainingConfig few = config.with("totalKimg", 0);
        try (Trainer trainer = Trainer.builder(few).source(TinyRuns.images(2)).build()) {
            assertTrue(trainer.run().complete());
        }
        assertThrows(IllegalArgumentException.class, () -> config.with("gridLayout", "by_size"));
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
