package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.loss.LossCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training with labels that are no single classes: several at once, none, and any numbers. */
class LabelledRunTest {
    private static final int SIZE = 3;
    private static final Set<String> REFUSING_ZEROS = Set.of("wgan-gp", "hinge-gp");

    @TempDir private Path folder;

    /** Labels of some rows, which repeat. */
    private static ImageSource images(float[]... rows) {
        return new ForwardingImages(TinyRuns.images(SIZE)) {
            @Override
            public float[] label(int index) {
                return rows[index % rows.length];
            }
        };
    }

    private static ImageSource severalClasses() {
        return images(new float[] {1, 1, 0}, new float[] {0, 1, 1}, new float[] {1, 1, 1});
    }

    private static ImageSource withZeros() {
        return images(new float[] {1, 1, 0}, new float[SIZE], new float[] {0, 0, 1});
    }

    private static Stream<String> losses() {
        return LossCatalog.names().stream();
    }

    private TrainingConfig config(String loss) {
        return TinyRuns.atFullResolution(folder.resolve(loss))
                .with(Map.of("loss", loss, "totalKimg", 0.032, "tickKimg", 0.016));
    }

    /** What was told of each tick; every number is finite. */
    private List<TickStats> trained(TrainingConfig config, ImageSource images) {
        List<TickStats> ticks = new ArrayList<>();
        try (Trainer trainer = Trainer.builder(config).source(images).onTick(ticks::add).build()) {
            assertTrue(trainer.run().complete());
        }
        for (TickStats tick : ticks) {
            assertEquals(List.of(), tick.notFinite());
            assertEquals(0, tick.skippedSteps(), tick.progressLine());
        }
        return ticks;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void severalClassesAtOnceTrain(String loss) {
        assertEquals(2, trained(config(loss), severalClasses()).size());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void labelsOfZerosTrainOrAreRefusedBeforeAnythingIsWritten(String loss) {
        TrainingConfig config = config(loss);
        if (!REFUSING_ZEROS.contains(loss)) {
            assertEquals(2, trained(config, withZeros()).size());
            return;
        }
        TrainerBuilder builder = Trainer.builder(config).source(withZeros());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> builder.build().close());
        assertTrue(
                e.getMessage()
                        .startsWith(
                                "Of the 11 images of stripes, 4 have labels (stripes 1 is the"
                                        + " first) of zeros alone"),
                e.getMessage());
        assertTrue(e.getMessage().contains("loss logistic"), e.getMessage());
        assertFalse(Files.exists(folder.resolve(loss)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void continuousValuesOfBothSignsTrain(String loss) {
        trained(config(loss), images(new float[] {0.5f, -1, 1}, new float[] {-0.25f, 2, 1}));
    }

    @Test
    void aPenaltyOfNoWeightNeedsNoSlopes() throws IOException {
        TrainingConfig config = config("wgan-gp").with("gpLambda", 0);
        trained(config, withZeros());
        assertTrue(Files.size(folder.resolve("wgan-gp/stats.jsonl")) > 0);
    }
}
