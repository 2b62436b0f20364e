package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a schedule of somebody's own, and runs whose thread is interrupted. */
class CustomRunTest {
    @TempDir private Path folder;

    private Trainer trainer(TrainingConfig config, UnaryOperator<TrainerBuilder> more) {
        return more.apply(Trainer.builder(config).source(TinyRuns.images())).build();
    }

    @Test
    void aScheduleOfOnesOwnIsFollowed() {
        TrainingConfig config = TinyRuns.config(folder.resolve("run")).withTotalKimg(0.064);
        Schedule published = new TrainingSchedule(config.schedule());
        Schedule own =
                images ->
                        new SchedulePoint(images / 1000.0, 1, 8, 8, 0, 0, 0.016)
                                .withLearningRates(1e-4, 2e-4);
        List<SchedulePoint> seen = new ArrayList<>();
        try (Trainer trainer =
                trainer(config, b -> b.schedule(own).onTick(t -> seen.add(t.schedule())))) {
            trainer.run();
        }
        assertEquals(4, seen.size());
        for (SchedulePoint point : seen) {
            assertEquals(8, point.resolution());
            assertEquals(8, point.minibatch());
            assertEquals(1e-4, point.generatorLearningRate());
            assertEquals(2e-4, point.discriminatorLearningRate());
        }
        assertEquals(16, published.at(40).withMinibatch(16).minibatch());
    }

    @Test
    void thePublishedScheduleGivenByHandIsTheSameRun() throws IOException {
        TrainingConfig config =
                TinyRuns.config(folder.resolve("a"))
                        .withTotalKimg(0.096)
                        .with("measureAhead", true);
        byte[] expected = run(config, b -> b);
        Schedule same = new TrainingSchedule(config.schedule());
        TrainingConfig other = config.withRunDir(folder.resolve("b"));
        assertArrayEquals(expected, run(other, b -> b.schedule(same)));
    }

    private byte[] run(TrainingConfig config, UnaryOperator<TrainerBuilder> more)
            throws IOException {
        try (Trainer trainer = trainer(config, more)) {
            return Files.readAllBytes(trainer.run().checkpoint());
        }
    }

    @Test
    void whatCannotBeIsRefusedWithTheMoment() {
        TrainingConfig config = TinyRuns.config(folder.resolve("run"));
        SchedulePoint good = new SchedulePoint(0, 0.5, 16, 4, 0.001, 0.001, 1);
        refused(config, images -> good.withMinibatch(6), "minibatch 6 after 0 images");
        refused(config, images -> good.withLearningRates(Double.NaN, 0), "learning rates NaN");
        refused(config, new SchedulePoint(0, 3, 4, 4, 0, 0, 1), "level of detail 3");
        refused(config, new SchedulePoint(0, 1, 16, 4, 0, 0, 1), "resolution 16 at level");
        refused(config, new SchedulePoint(0, 1, 8, 4, 0, 0, 0), "a tick of 0.0");
    }

    private static void refused(TrainingConfig config, SchedulePoint point, String part) {
        refused(config, images -> point, part);
    }

    private static void refused(TrainingConfig config, Schedule schedule, String part) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new CheckedSchedule(schedule, config).at(0));
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertTrue(e.getMessage().contains("allowed is"), e.getMessage());
    }

    @Test
    void anInterruptedThreadEndsItsRunWithACheckpointToGoOnFrom() throws IOException {
        TrainingConfig config = TinyRuns.config(folder.resolve("whole"));
        byte[] expected = run(config, b -> b);
        TrainingConfig parts = config.withRunDir(folder.resolve("parts"));
        TrainingSummary first;
        try (Trainer trainer =
                trainer(parts, b -> b.onTick(t -> Thread.currentThread().interrupt()))) {
            first = trainer.run();
        }
        assertTrue(Thread.interrupted(), "the mark of the interruption is left to the caller");
        assertFalse(first.complete());
        assertEquals(32, first.images());
        assertTrue(Files.exists(first.checkpoint()));
        assertArrayEquals(expected, run(parts, TrainerBuilder::resume));
    }

    @Test
    void aThreadThatIsInterruptedAlreadyTrainsNothing() {
        Thread.currentThread().interrupt();
        try (Trainer trainer = trainer(TinyRuns.config(folder.resolve("run")), b -> b)) {
            assertEquals(0, trainer.run().images());
        }
        assertTrue(Thread.interrupted());
        assertEquals(1, RunDirectory.existing(folder.resolve("run")).checkpoints().size());
    }
}
