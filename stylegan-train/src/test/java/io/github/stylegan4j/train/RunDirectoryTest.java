package io.github.stylegan4j.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir Path folder;

    @Test
    void numbersGoOnFromTheHighest() throws IOException {
        Path runs = folder.resolve("deep/runs");
        assertEquals("00000-a-b", name(RunDirectory.next(runs, "a b")));
        assertEquals("00001-x", name(RunDirectory.next(runs, "x")));
        Files.createDirectory(runs.resolve("00041-old"));
        Files.createDirectory(runs.resolve("notes"));
        Files.writeString(runs.resolve("00050-file"), "");
        assertEquals("00051-y", name(RunDirectory.next(runs, "y")));
    }

    private static String name(RunDirectory directory) {
        return directory.path().getFileName().toString();
    }

    @Test
    void checkpointsComeNewestFirst() throws IOException {
        RunDirectory run = RunDirectory.at(folder.resolve("run"));
        assertFalse(run.inUse());
        for (String file :
                List.of(
                        "checkpoint-000002.016.safetensors",
                        "checkpoint-000010.safetensors",
                        "checkpoint-000010.240.safetensors",
                        "checkpoint-1000000.safetensors",
                        "checkpoint-000009.safetensors.tmp",
                        "network-snapshot-000010.safetensors")) {
            Files.writeString(run.path().resolve(file), "");
        }
        assertTrue(run.inUse());
        assertEquals(
                List.of(
                        "checkpoint-1000000.safetensors",
                        "checkpoint-000010.240.safetensors",
                        "checkpoint-000010.safetensors",
                        "checkpoint-000002.016.safetensors"),
                names(run));
    }

    private static List<String> names(RunDirectory run) {
        return run.checkpoints().stream().map(p -> p.getFileName().toString()).toList();
    }

    @Test
    void filesAreNamedByThousandsOfImages() {
        RunDirectory run = RunDirectory.at(folder);
        assertEquals("fakes000000.999.png", SnapshotName.FAKES.of(999));
        assertEquals("fakes012345.678.png", SnapshotName.FAKES.of(12_345_678));
        assertEquals(
                folder.resolve("checkpoint-000001.safetensors"),
                run.file(SnapshotName.CHECKPOINT, 1000));
        assertEquals(
                OptionalLong.of(1_000_000_040),
                SnapshotName.NETWORK.images(Path.of("x/network-snapshot-1000000.040.safetensors")));
        assertEquals(
                OptionalLong.empty(), SnapshotName.FAKES.images(Path.of("fakes000000.99.png")));
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        refused(file.toString(), () -> RunDirectory.at(file));
        refused(file.toString(), () -> RunDirectory.at(file.resolve("run")));
        refused(file.toString(), () -> RunDirectory.next(file, "x"));
        refused("does not exist", () -> RunDirectory.existing(folder.resolve("none")));
        refused("is not a folder", () -> RunDirectory.existing(file));
    }

    /** A run folder needs nothing else, not even all that is in it. */
    @Test
    void aLostConfigurationIsThatOfTheLastStartOrTheNewestCheckpoint() throws IOException {
        TrainingConfig config = TinyRuns.config(folder.resolve("run")).withTotalKimg(0.064);
        try (Trainer trainer = Trainer.builder(config).source(TinyRuns.images()).build()) {
            Files.write(trainer.run().checkpoint(), new byte[10]);
        }
        Files.delete(folder.resolve("run/config.json"));
        Path starts = folder.resolve("run/provenance.jsonl");
        Files.writeString(starts, "{\"config\": {\"resol", StandardOpenOption.APPEND);
        RunDirectory run = RunDirectory.existing(folder.resolve("run"));
        assertEquals(config.withAbsolutePaths(), run.config(), "the last whole start");
        Files.delete(starts);
        assertEquals(config.withoutPlaces(), run.config(), "the newest good checkpoint");
    }

    @Test
    void networksToTransferFromAreFoundFromEveryWorkingDirectory() throws IOException {
        Path network = Files.createTempFile(Path.of("target"), "network", ".safetensors");
        try {
            TrainingConfig config = TinyRuns.config(folder).with("transfer", network.toString());
            TrainingConfig absolute = config.withAbsolutePaths();
            assertEquals(network.toAbsolutePath().toString(), absolute.adaptation().transfer());
        } finally {
            Files.delete(network);
        }
    }

    @Test
    void aLineAfterHalfALineStandsOnItsOwn() throws IOException {
        Path file = Files.writeString(folder.resolve("lines"), "whole\nhal");
        LineFile.append(file, "new");
        LineFile.append(file, "next");
        assertEquals(List.of("whole", "hal", "new", "next"), LineFile.read(file));
    }

    @Test
    void bytesThatAreNoTextSpoilOneLineOfStatistics() throws IOException {
        Path file = folder.resolve("stats.jsonl");
        byte[] lines = "{\"tick\":1,\"images\":8}\n?\n{\"tick\":2,\"images\":16}\n".getBytes(UTF_8);
        lines[new String(lines, UTF_8).indexOf('?')] = (byte) 0xff;
        Files.write(file, lines);
        RunDirectory.at(folder).resumeStatistics(16, 2);
        assertEquals(
                "{\"tick\":1,\"images\":8}\n{\"tick\":2,\"images\":16}\n", Files.readString(file));
    }

    @Test
    void whatAKilledProcessWasAboutToWriteIsRemoved() throws IOException {
        Path left = Files.writeString(folder.resolve(".stylegan4j-1.tmp"), "half");
        Path other = Files.writeString(folder.resolve("notes.tmp"), "mine");
        TrainingConfig config = TinyRuns.config(folder).withTotalKimg(0.032);
        try (Trainer trainer = Trainer.builder(config).source(TinyRuns.images()).build()) {
            trainer.run();
        }
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(other));
    }

    @Test
    void aBrokenConfigurationIsNamed() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"resolution\": 5}");
        refused("resolution is 5", () -> RunDirectory.at(folder).config());
        Files.delete(folder.resolve("config.json"));
        refused("config.json", () -> RunDirectory.at(folder).config());
    }

    /** A run that cannot write ends with a message and leaves what was there. */
    @Test
    void aRunThatCannotWriteLeavesOldCheckpoints() throws IOException {
        TrainingConfig config = TinyRuns.config(folder.resolve("run")).withTotalKimg(0.032);
        try (Trainer trainer = Trainer.builder(config).source(TinyRuns.images()).build()) {
            Path inTheWay = folder.resolve("run/checkpoint-000000.032.safetensors");
            Files.createDirectories(inTheWay.resolve("full"));
            refused("The run cannot write " + inTheWay, trainer::run);
            assertTrue(Files.exists(inTheWay.resolve("full")));
        }
    }

    @Test
    void aFolderThatVanishesUnderARunIsNamed() {
        Path path = folder.resolve("run");
        TrainerBuilder builder =
                Trainer.builder(TinyRuns.config(path))
                        .source(TinyRuns.images())
                        .onTick(stats -> move(path, folder.resolve("moved")));
        try (Trainer trainer = builder.build()) {
            refused(
                    "The run cannot write " + path.resolve("fakes000000.064.png") + ": its folder",
                    trainer::run);
        }
        assertTrue(Files.exists(folder.resolve("moved/config.json")));
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void statisticsAfterTheCheckpointAreDropped() throws IOException {
        Path stats = folder.resolve("stats.jsonl");
        Files.writeString(
                stats,
                """
                {"tick":1,"images":100,"elapsed_seconds":7.5}
                {"tick":2,"images":200,"elapsed_seconds":9}
                {"tick":3,"images":200,"elapsed_seconds":10}
                {"tick":4,"images":300,"elapsed_seconds":11.25}
                {"images":40""");
        assertEquals(9, RunDirectory.at(folder).resumeStatistics(200, 2).elapsedSeconds());
        assertEquals(2, Files.readAllLines(stats).size());
    }

    private static void refused(String message, Runnable action) {
        RunDirectoryException e = assertThrows(RunDirectoryException.class, action::run, message);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
