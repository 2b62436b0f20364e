package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.TensorFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
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

    @Test
    void aTruncatedCheckpointFallsBackToTheOneBefore() throws IOException {
        TrainingSummary first = run(TinyRuns.config(parts).withTotalKimg(0.064), false);
        byte[] bytes = Files.readAllBytes(first.checkpoint());
        Path newest = parts.resolve("checkpoint-000001.safetensors");
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
    void aFolderInUseIsNotTakenForANewRun() throws IOException {
        TrainingSummary summary = run(TinyRuns.config(parts).withTotalKimg(0.032), false);
        byte[] before = Files.readAllBytes(summary.checkpoint());
        RunDirectoryException e =
                assertThrows(RunDirectoryException.class, () -> run(TinyRuns.config(parts), false));
        assertTrue(e.getMessage().contains("holds a run already"), e.getMessage());
        assertArrayEquals(before, Files.readAllBytes(summary.checkpoint()));
    }
}
