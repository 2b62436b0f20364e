package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        TrainingSummary[] stopped = new TrainingSummary[1];
        boolean[] stillSet = new boolean[1];
        Thread thread =
                new Thread(
                        () -> {
                            TrainingConfig endless = config("run").withTotalKimg(1e6);
                            stopped[0] = run(counting(endless, steps -> {}));
                            stillSet[0] = Thread.currentThread().isInterrupted();
                        });
        thread.start();
        while (!Files.exists(folder.resolve("run/stats.jsonl"))) {
            Thread.sleep(1);
        }
        thread.interrupt();
        thread.join();
        assertTrue(stillSet[0]);
        assertTrue(Files.exists(stopped[0].checkpoint()));
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
