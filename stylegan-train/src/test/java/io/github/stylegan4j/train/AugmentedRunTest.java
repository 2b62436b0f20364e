package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.train.augment.Augmentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose images are changed at random. */
class AugmentedRunTest {
    @TempDir private Path folder;

    private static byte[] run(TrainingConfig config, boolean resume) throws IOException {
        TrainerBuilder builder = Trainer.builder(config).source(TinyRuns.images());
        try (Trainer trainer = resume ? builder.resume().build() : builder.build()) {
            return Files.readAllBytes(trainer.run().checkpoint());
        }
    }

    private TrainingConfig config(String name, String augment) {
        return TinyRuns.config(folder.resolve(name))
                .withTotalKimg(0.064)
                .with(
                        Map.of(
                                "augment", augment,
                                "augmentProbability", 0.3,
                                "adaTarget", -0.5,
                                "adaKimg", 0.1));
    }

    /** The probability has moved by then, and goes on from where it was. */
    @ParameterizedTest
    @ValueSource(strings = {"ada", "diffaugment"})
    void resumedRunsHaveTheSameBits(String augment) throws IOException {
        byte[] expected = run(config("whole", augment), false);
        byte[] without = run(config("without", "none"), false);
        assertFalse(Arrays.equals(expected, without));
        TrainingConfig part = config("parts", augment);
        run(part.withTotalKimg(0.032), false);
        assertArrayEquals(expected, run(part, true));
    }

    @Test
    void theProbabilityIsReported() {
        List<TickStats> ticks = new ArrayList<>();
        try (Trainer trainer =
                Trainer.builder(config("told", "ada"))
                        .source(TinyRuns.images())
                        .onTick(ticks::add)
                        .build()) {
            trainer.run();
        }
        TickStats last = ticks.get(ticks.size() - 1);
        assertTrue(
                Math.abs(last.mean("augment_probability") - 0.3) > 1e-3,
                "it has moved: " + last.quantities());
        assertTrue(Double.isFinite(last.mean("augment_real_sign")), "it was measured");
    }

    /** The example of the documentation: another augmentation is a function. */
    @Test
    void anAugmentationOfTheCallersIsUsed() {
        int[] calls = {0};
        Augmentation darker =
                (images, context) -> {
                    calls[0]++;
                    int n = images.dim(0);
                    double[] factors = context.uniform(n, 1, u -> 0.5 + 0.5 * u);
                    Tensor perImage = Tensors.of(images.backend(), Shape.of(n, 1, 1, 1), factors);
                    return images.mul(perImage);
                };
        TrainingConfig config = config("own", "none").withTotalKimg(0.008);
        try (Trainer trainer =
                Trainer.builder(config)
                        .source(TinyRuns.images())
                        .augmentation(darker.then(darker))
                        .build()) {
            trainer.run();
        }
        assertEquals(2 * 3 * 2, calls[0], "reals and fakes of D, fakes of G, two steps, twice");
    }

    @Test
    void aChangeOfShapeIsRefused() {
        try (Trainer trainer =
                Trainer.builder(config("shape", "none"))
                        .source(TinyRuns.images())
                        .augmentation((images, context) -> images.slice(3, 0, 2))
                        .build()) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, trainer::run);
            assertTrue(e.getMessage().contains("allowed is the same shape"), e.getMessage());
        }
    }
}
