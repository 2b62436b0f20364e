package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.TensorFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Going on from a checkpoint gives what an uninterrupted run gives. */
class ResumeTest {
    @TempDir Path folder;
    private Path whole;
    private Path parts;

    @BeforeEach
    void folders() {
        whole = folder.resolve("whole");
        parts = folder.resolve("parts");
    }

    private static TrainingSummary run(TrainingConfig config, boolean resume) {
        TrainerBuilder builder = Trainer.builder(config).source(TinyRuns.images());
        try (Trainer trainer = resume ? builder.resume().build() : builder.build()) {
            return trainer.run();
        }
    }

    /** While a resolution is held, in the middle of a fade, and where optimizers start afresh. */
    @ParameterizedTest
    @ValueSource(doubles = {0.016, 0.048, 0.032, 0.064})
    void twoHalvesMakeAWhole(double interrupted) throws IOException {
        TrainingConfig config = TinyRuns.config(whole).withTotalKimg(0.128).with("tickKimg", 0.016);
        byte[] expected = Files.readAllBytes(run(config, false).checkpoint());
        TrainingConfig part = config.withRunDir(parts);
        run(part.withTotalKimg(interrupted), false);
        TrainingSummary resumed = run(part, true);
        assertArrayEquals(expected, Files.readAllBytes(resumed.checkpoint()));
        assertEquals(128, resumed.images());
        assertEquals(8, resumed.ticks());
        assertEquals(8, Files.readAllLines(parts.resolve("stats.jsonl")).size());
    }

    /** Also where a tick is under way, and its statistics. */
    @ParameterizedTest
    @ValueSource(longs = {8, 24, 40, 72, 104})
    void aRunThatWasStoppedOrMadeLongerWithinATickIsThatOfOneGo(long images) throws IOException {
        TrainingConfig config =
                TinyRuns.config(whole).with(Map.of("totalKimg", 0.128, "tickKimg", 0.056));
        byte[] expected = Files.readAllBytes(run(config, false).checkpoint());
        byte[] statistics = statistics(whole);
        TrainingConfig part = config.withRunDir(parts);
        TrainingSummary stopped = stoppedAt(images, part);
        assertFalse(stopped.complete());
        assertEquals(images, stopped.images());
        TrainingSummary resumed = run(part, true);
        assertArrayEquals(expected, Files.readAllBytes(resumed.checkpoint()));
        assertArrayEquals(statistics, statistics(parts));
        assertEquals(3, resumed.ticks());

        TrainingConfig longer = config.withRunDir(folder.resolve("longer"));
        run(longer.withTotalKimg(images / 1000.0), false);
        assertArrayEquals(expected, Files.readAllBytes(run(longer, true).checkpoint()));
        assertArrayEquals(statistics, statistics(folder.resolve("longer")));
    }

    /** Stops by a loss that counts, since listeners are not asked within ticks. */
    private static TrainingSummary stoppedAt(long images, TrainingConfig config) {
        Trainer[] box = new Trainer[1];
        TrainerBuilder builder =
                Trainer.builder(config)
                        .source(TinyRuns.images())
                        .loss(
                                new CountingLoss(
                                        config.losses().function(),
                                        steps -> {
                                            if (steps * 4 == images) {
                                                box[0].stop();
                                            }
                                        }));
        try (Trainer trainer = builder.build()) {
            box[0] = trainer;
            return trainer.run();
        }
    }

    /** The numbers that do not depend on the clock. */
    static byte[] statistics(Path run) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(run.resolve("stats.jsonl"))) {
            Map<String, Object> tick = ConfigJson.read(line);
            tick.keySet().removeIf(k -> k.contains("second") || k.contains("bytes"));
            tick.keySet().removeAll(Set.of("live_buffers", "allocations", "tick_images", "time"));
            text.append(new TreeMap<>(tick)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aTruncatedCheckpointFallsBackToTheOneBefore() throws IOException {
        TrainingSummary first = run(TinyRuns.config(parts).withTotalKimg(0.064), false);
        byte[] bytes = Files.readAllBytes(first.checkpoint());
        Path newest = parts.resolve("checkpoint-000000.072.safetensors");
        Files.write(newest, Arrays.copyOf(bytes, bytes.length / 2));
        TrainingSummary resumed = run(TinyRuns.config(parts).withTotalKimg(0.128), true);
        TrainingSummary expected = run(TinyRuns.config(whole).withTotalKimg(0.128), false);
        assertArrayEquals(
                Files.readAllBytes(expected.checkpoint()),
                Files.readAllBytes(resumed.checkpoint()));
        assertEquals(bytes.length / 2, Files.size(newest), "left as it was");
    }

    @Test
    void ifNoCheckpointIsReadableTheNewestIsNamed() throws IOException {
        TrainingSummary summary = run(TinyRuns.config(parts).withTotalKimg(0.032), false);
        Files.write(summary.checkpoint(), new byte[100]);
        TensorFileException e =
                assertThrows(
                        TensorFileException.class,
                        () -> run(TinyRuns.config(parts).withTotalKimg(0.064), true));
        assertTrue(e.getMessage().contains(summary.checkpoint().toString()), e.getMessage());
        assertEquals(100, Files.size(summary.checkpoint()), "left as it was");
    }

    @Test
    void otherFilesAreRefusedAsCheckpoints() throws IOException {
        TrainingSummary summary = run(TinyRuns.config(parts).withTotalKimg(0.032), false);
        Files.copy(summary.network(), summary.checkpoint(), StandardCopyOption.REPLACE_EXISTING);
        TensorFileException e =
                assertThrows(TensorFileException.class, () -> run(TinyRuns.config(parts), true));
        assertTrue(e.getMessage().contains("the format is stylegan4j-network"), e.getMessage());
    }

    @Test
    void anotherNetworkIsRefused() {
        run(TinyRuns.config(parts).withTotalKimg(0.032), false);
        TrainingConfig other = TinyRuns.config(parts).with("mappingLayers", 3);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> run(other, true));
        assertTrue(e.getMessage().contains("missing generator.mapping.dense2"), e.getMessage());
    }

    @Test
    void foldersWithoutARunAreRefused() {
        RunDirectoryException e =
                assertThrows(RunDirectoryException.class, () -> run(TinyRuns.config(parts), true));
        assertTrue(e.getMessage().contains("parts does not exist"), e.getMessage());
        RunDirectory.at(parts);
        e = assertThrows(RunDirectoryException.class, () -> run(TinyRuns.config(parts), true));
        assertTrue(e.getMessage().contains("no checkpoint to resume from"), e.getMessage());
        TrainingConfig nowhere = TinyRuns.config(parts).with("runDir", "");
        assertTrue(
                assertThrows(RunDirectoryException.class, () -> run(nowhere, true))
                        .getMessage()
                        .contains("runDir is empty"));
    }

    @Test
    void aRunThatWasKilledBeforeItsFirstCheckpointBeginsAnew() throws IOException {
        byte[] expected = Files.readAllBytes(run(TinyRuns.config(whole), false).checkpoint());
        RunDirectory.at(parts).write(TinyRuns.config(parts));
        Files.writeString(parts.resolve("stats.jsonl"), "{\"tick\":1,\"images\":32}\n");
        TrainingSummary summary = run(TinyRuns.config(parts), true);
        assertArrayEquals(expected, Files.readAllBytes(summary.checkpoint()));
        assertEquals(6, Files.readAllLines(parts.resolve("stats.jsonl")).size());
    }

    @Test
    void aFolderInUseIsNotTakenForANewRun() throws IOException {
        TrainingSummary summary = run(TinyRuns.config(parts).withTotalKimg(0.032), false);
        byte[] before = Files.readAllBytes(summary.checkpoint());
        RunDirectoryException e =
                assertThrows(RunDirectoryException.class, () -> run(TinyRuns.config(parts), false));
        assertTrue(e.getMessage().contains("holds a run already"), e.getMessage());
        assertArrayEquals(before, Files.readAllBytes(summary.checkpoint()));
    }
}
