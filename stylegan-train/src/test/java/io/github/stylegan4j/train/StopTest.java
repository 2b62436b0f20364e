package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever asks a run to stop, it finishes its steps, saves, and goes on later as if never stopped.
 */
class StopTest {
    @TempDir private Path folder;

    private TrainingConfig config(String name) {
        return TinyRuns.config(folder.resolve(name)).withTotalKimg(0.128);
    }

    private static TrainingSummary run(TrainerBuilder builder) {
        try (Trainer trainer = builder.build()) {
            return trainer.run();
        }
    }

    private TrainerBuilder counting(TrainingConfig config, LongConsumer receiver) {
        return Trainer.builder(config)
                .source(TinyRuns.images())
                .loss(new CountingLoss(config.losses().function(), receiver));
    }

    private void goesOn(TrainingSummary stopped) throws IOException {
        byte[] expected =
                Files.readAllBytes(run(counting(config("whole"), steps -> {})).checkpoint());
        TrainingSummary resumed = run(counting(config("run"), steps -> {}).resume());
        assertTrue(resumed.images() > stopped.images());
        assertArrayEquals(expected, Files.readAllBytes(resumed.checkpoint()));
    }

    /** Within a step, so that the thread is interrupted wherever it waits after. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 16})
    void anInterruptOfTheThreadStopsAndIsStillSet(long step) throws IOException {
        TrainingSummary stopped =
                run(
                        counting(
                                config("run"),
                                now -> {
                                    if (now == step) {
                                        Thread.currentThread().interrupt();
                                    }
                                }));
        assertTrue(Thread.interrupted());
        assertFalse(stopped.complete());
        assertEquals((step + 1) / 2 * 8, stopped.images());
        goesOn(stopped);
    }

    @Test
    void anotherThreadMayInterruptAtAnyTime() throws Exception {
        boolean[] stillSet = new boolean[1];
        FutureTask<TrainingSummary> training =
                new FutureTask<>(
                        () -> {
                            TrainingConfig endless = config("run").withTotalKimg(1e6);
                            TrainingSummary summary = run(counting(endless, steps -> {}));
                            stillSet[0] = Thread.currentThread().isInterrupted();
                            return summary;
                        });
        Thread thread = new Thread(training);
        thread.setDaemon(true);
        thread.start();
        while (thread.isAlive() && !Files.exists(folder.resolve("run/stats.jsonl"))) {
            Thread.sleep(1);
        }
        thread.interrupt();
        TrainingSummary stopped = training.get(2, TimeUnit.MINUTES);
        assertTrue(stillSet[0]);
        assertTrue(Files.exists(stopped.checkpoint()));
    }

    @Test
    void aFileInTheRunsFolderStopsIt() throws IOException {
        Path stop = folder.resolve("run").resolve(RunDirectory.STOP);
        TrainingSummary stopped =
                run(
                        counting(
                                config("run"),
                                now -> {
                                    if (now == 5) {
                                        touch(stop);
                                    }
                                }));
        assertEquals(24, stopped.images());
        assertFalse(Files.exists(stop), "is taken away");
        // One that was there before the run has nothing to say to it.
        touch(stop);
        goesOn(stopped);
        assertFalse(Files.exists(stop));
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
