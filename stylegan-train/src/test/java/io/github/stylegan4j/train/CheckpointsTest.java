package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.train.loss.GanLoss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Which checkpoints are kept, and which are believed. */
class CheckpointsTest {
    private static final long SEED = Long.getLong("tests.seed", 20260101);

    @TempDir private Path folder;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    CheckpointsTest() {
        LoggerFactory.getLogger(CheckpointsTest.class).info("-Dtests.seed={}", SEED);
    }

    private TrainingSummary run(TrainerBuilder builder) {
        try (Trainer trainer = builder.build()) {
            return trainer.run();
        }
    }

    private TrainerBuilder builder(Map<String, Object> changes) {
        return builder(TinyRuns.config(folder).with(changes));
    }

    private static TrainerBuilder builder(TrainingConfig config) {
        return Trainer.builder(config).source(TinyRuns.images());
    }

    private List<Long> kept(SnapshotName kind) {
        return List.copyOf(RunDirectory.existing(folder).files(kind).keySet());
    }

    @Test
    void theNewestTheBestAndOneOfEachStretchAreKept() {
        List<Long> moments = List.of(32L, 1010L, 1500L, 2000L, 2990L, 3000L, 3500L, 4100L, 9000L);
        assertEquals(Set.of(), new Retention(0, 1000).givenUp(moments, -1, 4100));
        assertEquals(
                Set.of(32L, 1010L, 1500L, 2000L, 2990L),
                new Retention(3, 0).givenUp(moments, -1, 4100));
        assertEquals(
                Set.of(32L, 1500L, 2990L), new Retention(1, 1000).givenUp(moments, 3500, 4100));
        assertEquals(Set.of(), new Retention(1, 1000).givenUp(List.of(), -1, 0));
    }

    /** What is given up step by step is what would be given up at once. */
    @Test
    void theFirstOfAStretchStaysTheFirst() {
        for (int trial = 0; trial < 200; trial++) {
            Retention rule = new Retention(1 + random.nextInt(3), 1 + random.nextInt(50));
            List<Long> all = new ArrayList<>();
            List<Long> left = new ArrayList<>();
            long now = 0;
            for (int i = 0; i < 40; i++) {
                now += 1 + random.nextInt(30);
                all.add(now);
                left.add(now);
                left.removeAll(rule.givenUp(left, 10, now));
            }
            List<Long> atOnce = new ArrayList<>(all);
            atOnce.removeAll(rule.givenUp(all, 10, now));
            assertEquals(atOnce, left);
        }
    }

    @Test
    void networksAndCheckpointsAreGivenUpTogetherAndShareNoName() {
        run(builder(Map.of("keepCheckpoints", 2, "keepEveryKimg", 0.064)));
        for (SnapshotName kind :
                new SnapshotName[] {SnapshotName.CHECKPOINT, SnapshotName.NETWORK}) {
            assertEquals(List.of(64L, 128L, 160L, 192L), kept(kind));
        }
        assertEquals(7, kept(SnapshotName.FAKES).size(), "seven grids within one kimg");
    }

    @Test
    void theBestByAStatisticOrByANumberOfTheCallersIsKept() throws IOException {
        List<TickStats> ticks = new ArrayList<>();
        run(
                builder(Map.of("keepCheckpoints", 1, "keepBest", "max:scores_real"))
                        .onTick(ticks::add));
        TickStats best = ticks.get(0);
        for (TickStats tick : ticks) {
            best = tick.mean("scores_real") > best.mean("scores_real") ? tick : best;
        }
        assertTrue(kept(SnapshotName.CHECKPOINT).contains(best.images()), best.toString());
        Map<String, Object> json = ConfigJson.read(Files.readString(folder.resolve("best.json")));
        assertEquals("max:scores_real", json.get("metric"));
        assertEquals(SnapshotName.NETWORK.of(best.images()), json.get("network"));

        // 160 is judged best, then the run goes on in another process and the mark still stands.
        TrainingConfig longer =
                TinyRuns.config(folder).with(Map.of("keepCheckpoints", 1, "totalKimg", 0.224));
        CheckpointMetric distance = (trainer, stats) -> Math.abs(stats.images() - 220);
        run(builder(longer).keepBest("distance", distance).resume());
        assertEquals(List.of(224L), kept(SnapshotName.NETWORK));
        run(builder(longer.withTotalKimg(0.32)).keepBest("distance", distance).resume());
        assertEquals(List.of(224L, 320L), kept(SnapshotName.NETWORK));
    }

    /** It may lie within a tick, or at the end of one that has no snapshot of its own. */
    @Test
    void theEndOfARunMayBeItsBestMoment() throws IOException {
        for (double totalKimg : new double[] {0.128, 0.144}) {
            Path run = folder.resolve("run-" + totalKimg);
            TrainingConfig config =
                    TinyRuns.config(run)
                            .withTotalKimg(totalKimg)
                            .with(Map.of("keepCheckpoints", 1, "snapshotTicks", 3));
            List<Long> judged = new ArrayList<>();
            CheckpointMetric latest =
                    (trainer, stats) -> {
                        judged.add(stats.images());
                        return -stats.images();
                    };
            TrainingSummary end = run(builder(config).keepBest("latest", latest));
            assertEquals(List.of(32L, 96L, end.images()), judged, "once each");
            Map<String, Object> json = ConfigJson.read(Files.readString(run.resolve("best.json")));
            assertEquals(SnapshotName.CHECKPOINT.of(end.images()), json.get("checkpoint"));
            assertEquals(
                    List.of(end.images()),
                    List.copyOf(
                            RunDirectory.existing(run).files(SnapshotName.CHECKPOINT).keySet()));
        }
    }

    /** A run killed after the note and before the checkpoint, or whose checkpoint was damaged. */
    @Test
    void aBestMomentThatTheRunIsNotGoingOnFromIsForgotten() throws IOException {
        CheckpointMetric first = of(Map.of(32L, 5.0, 64L, 1.0, 96L, 6.0, 128L, 7.0));
        TrainingConfig config =
                TinyRuns.config(folder).with(Map.of("keepCheckpoints", 2, "totalKimg", 0.128));
        Path whole = folder.resolve("whole");
        run(builder(config.withRunDir(whole)).keepBest("made up", first));

        TrainingSummary killed =
                run(builder(config.withTotalKimg(0.064)).keepBest("made up", first));
        Files.delete(killed.checkpoint());
        Path other = folder.resolve("other");
        copy(folder, other);
        run(builder(config).keepBest("made up", first).resume());
        assertEquals(
                Files.readString(whole.resolve("best.json")),
                Files.readString(folder.resolve("best.json")),
                "as if nothing had happened");
        assertEquals(List.of(64L, 96L, 128L), kept(SnapshotName.CHECKPOINT));

        CheckpointMetric worse = of(Map.of(64L, 8.0, 96L, 6.0, 128L, 7.0));
        run(builder(config.withRunDir(other)).keepBest("made up", worse).resume());
        Map<String, Object> json = ConfigJson.read(Files.readString(other.resolve("best.json")));
        assertEquals(5.0, json.get("value"), json.toString());
        assertTrue(Files.exists(other.resolve(String.valueOf(json.get("checkpoint")))));
    }

    private static CheckpointMetric of(Map<Long, Double> values) {
        return (trainer, stats) -> values.get(stats.images());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        for (Path file : (Iterable<Path>) Files.list(from).filter(Files::isRegularFile)::iterator) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    @Test
    void aBestMomentWithoutACheckpointIsForgotten() throws IOException {
        Path file = folder.resolve("best.json");
        String noted =
                """
                {"metric": "made up", "value": 3.0, "images": 96,
                 "earlier": [{"value": 5.0, "images": 32}, {"value": 4, "images": 64}]}
                """;
        Files.writeString(file, noted);
        BestCheckpoint none = new BestCheckpoint(file, "made up", of(Map.of()));
        assertEquals(96, none.images());
        none.goOnFrom(80);
        assertEquals(-1, none.images());
        assertFalse(Files.exists(file));

        Files.writeString(file, noted);
        Files.createFile(folder.resolve(SnapshotName.CHECKPOINT.of(32)));
        BestCheckpoint oldest = new BestCheckpoint(file, "made up", of(Map.of()));
        oldest.goOnFrom(80);
        assertEquals(32, oldest.images());
        assertEquals(32, new BestCheckpoint(file, "made up", of(Map.of())).images());
    }

    /** After a power loss, a tick before the checkpoint would never come again. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void noCheckpointIsWrittenBeforeTheStatisticsAreOnTheDisk() {
        Path statistics = folder.resolve("stats.jsonl");
        TrainingListener linking =
                new TrainingListener() {
                    @Override
                    public void onStart(Trainer trainer) {
                        // Takes every byte, and cannot be forced.
                        RunDirectory.writing(
                                statistics,
                                () -> Files.createSymbolicLink(statistics, Path.of("/dev/null")));
                    }
                };
        RunDirectoryException e =
                assertThrows(
                        RunDirectoryException.class,
                        () -> run(builder(Map.of()).listener(linking)));
        assertTrue(e.getMessage().contains("cannot write " + statistics), e.getMessage());
        assertEquals(List.of(), kept(SnapshotName.CHECKPOINT));
    }

    @Test
    void aStatisticThatThereIsNotIsRefusedByARunThatBegins() {
        Map<String, Object> changes = Map.of("keepCheckpoints", 1, "keepBest", "max:beauty");
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> run(builder(changes)));
        assertTrue(unknown.getMessage().contains("keepBest is 'max:beauty'"));
        assertTrue(unknown.getMessage().contains("r1_penalty, loss_d, loss_g, score_gap"));
        assertFalse(Files.exists(folder.resolve("config.json")), "nothing was begun");
        for (String name : List.of("augment_probability", "max:augment_real_sign", "diversity")) {
            TrainingConfig config =
                    TinyRuns.config(folder.resolve("known"))
                            .with(Map.of("keepBest", name, "augment", "ada"));
            builder(config).build().close();
        }
    }

    /** A run that has begun goes on, and a loss of the caller's need not say what it reports. */
    @Test
    void aStatisticThatThereIsNotKeepsNothingAndEndsNothing() {
        Map<String, Object> changes = Map.of("keepCheckpoints", 1, "keepBest", "beauty");
        run(builder(Map.of("totalKimg", 0.032)));
        assertTrue(run(builder(changes).resume()).complete());
        assertEquals(List.of(192L), kept(SnapshotName.CHECKPOINT));
        TrainingConfig own = TinyRuns.config(folder.resolve("own")).with(changes);
        GanLoss silent = new CountingLoss(own.losses().function(), step -> {});
        assertTrue(run(builder(own).loss(silent)).complete());
        assertEquals(
                Set.of(192L),
                RunDirectory.existing(folder.resolve("own"))
                        .files(SnapshotName.CHECKPOINT)
                        .keySet());
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> TinyRuns.config(folder).with("keepBest", "min loss"));
        assertTrue(e.getMessage().contains("keepBest is 'min loss'"), e.getMessage());
    }

    /** A flipped bit among the weights is good safetensors, and still found. */
    @Test
    void anyFlippedBitIsFoundAndTheOneBeforeIsTaken() throws IOException {
        TrainingSummary whole = run(builder(Map.of("runDir", folder.resolve("w").toString())));
        byte[] expected = Files.readAllBytes(whole.checkpoint());
        Path newest = run(builder(Map.of("totalKimg", 0.128))).checkpoint();
        byte[] good = Files.readAllBytes(newest);
        TrainingConfig config = TinyRuns.config(folder);
        for (int i = 0; i < 60; i++) {
            byte[] bad = good.clone();
            int at = i < 2 ? bad.length - 1 - 40 * i : random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(newest, bad);
            try (Trainer trainer = builder(config).resume().build()) {
                assertEquals(96, trainer.images(), "a bit of byte " + at + " of " + bad.length);
            }
        }
        TrainingSummary resumed = run(builder(config).resume());
        assertArrayEquals(expected, Files.readAllBytes(resumed.checkpoint()));
        try (Trainer trainer = builder(config).resume().build()) {
            assertEquals(192, trainer.images());
        }
    }

    @Test
    void aCheckpointThatCannotBeReadIsLeftOutToo() throws IOException {
        Path newest = run(builder(Map.of("totalKimg", 0.128))).checkpoint();
        Files.delete(newest);
        Files.createSymbolicLink(newest, folder.resolve("a file on a disk that is gone"));
        try (Trainer trainer = builder(TinyRuns.config(folder)).resume().build()) {
            assertEquals(96, trainer.images());
        }
    }

    @Test
    void aCheckpointWithoutChecksumIsNotBelieved() throws IOException {
        Path newest = run(builder(Map.of("totalKimg", 0.032))).checkpoint();
        byte[] bytes = Files.readAllBytes(newest);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"checksum\"");
        bytes[at + 1] = 'X';
        Files.write(newest, bytes);
        TensorFileException e =
                assertThrows(
                        TensorFileException.class,
                        () -> builder(TinyRuns.config(folder)).resume().build().close());
        assertTrue(e.getMessage().contains("it has no tensor \"checksum\""), e.getMessage());
    }

    @Test
    void otherImagesAreRefusedUnlessTheyAreMeant() {
        run(builder(Map.of("totalKimg", 0.032)));
        TrainingConfig config = TinyRuns.config(folder).withData("synthetic:12");
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Trainer.builder(config).resume().build().close());
        assertTrue(
                e.getMessage()
                        .startsWith(
                                "synthetic-12 does not hold the images that"
                                        + " checkpoint-000000.032.safetensors was trained on: it"
                                        + " has 12 with the fingerprint "),
                e.getMessage());
        assertTrue(e.getMessage().contains("those were 11 with stripes-0"), e.getMessage());
        assertTrue(e.getMessage().contains("--accept-changed-data"), e.getMessage());
        assertTrue(run(Trainer.builder(config).resume().acceptChangedData()).complete());
        assertTrue(run(Trainer.builder(config.withTotalKimg(0.2)).resume()).complete());
    }

    @Test
    void aRunCanBeResumedFromAnotherFolderThanItWasStartedIn() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path data = Files.createDirectories(folder.resolve("data"));
        try (Trainer trainer = builder(Map.of("runDir", folder.resolve("r").toString())).build()) {
            Files.copy(
                    trainer.run().checkpoint().resolveSibling("reals.png"),
                    data.resolve("reals.png"));
        }
        String relative = here.relativize(data).toString();
        TrainingConfig config =
                TinyRuns.config(folder.resolve("s")).withTotalKimg(0.032).withData(relative);
        run(Trainer.builder(config));
        TrainingConfig written = RunDirectory.existing(folder.resolve("s")).config();
        assertTrue(Path.of(written.images().data()).isAbsolute(), written.images().data());
        assertFalse(run(Trainer.builder(written).resume()).images() > 32);
    }
}
