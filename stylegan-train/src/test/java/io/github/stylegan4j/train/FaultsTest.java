package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.tool.DataSetCopy;
import io.github.stylegan4j.train.data.tool.DataSetWriter;
import io.github.stylegan4j.train.data.tool.TfRecordDataSetWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong around a run while it lasts, in one process. */
class FaultsTest {
    @TempDir private Path folder;

    private TrainingConfig config(String name) {
        return TinyRuns.config(folder.resolve(name));
    }

    private static TrainingSummary run(TrainerBuilder builder) {
        try (Trainer trainer = builder.build()) {
            return trainer.run();
        }
    }

    private static TrainerBuilder builder(TrainingConfig config) {
        return Trainer.builder(config).source(TinyRuns.images());
    }

    private interface Mishap {
        void happen() throws IOException;
    }

    private static TrainerBuilder with(TrainerBuilder builder, long images, Mishap mishap) {
        return builder.onTick(
                stats -> {
                    if (stats.images() == images) {
                        try {
                            mishap.happen();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                });
    }

    @Test
    void aFolderThatIsDeletedEndsTheRunWithOneMessage() {
        Path path = folder.resolve("run");
        RunDirectoryException e =
                assertThrows(
                        RunDirectoryException.class,
                        () -> run(with(builder(config("run")), 64, () -> delete(path))));
        assertTrue(e.getMessage().startsWith("The run cannot write " + path), e.getMessage());
        assertTrue(e.getMessage().contains("missing"), e.getMessage());
        assertFalse(Files.exists(path), "it is not made again behind one's back");
        assertTrue(run(builder(config("run"))).complete(), "nothing keeps the place occupied");
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Both clocks, by hours, back and forth, at each look. */
    @Test
    void clocksThatJumpChangeNothingThatIsComputed() throws IOException {
        byte[] expected = Files.readAllBytes(run(builder(config("whole"))).checkpoint());
        long hour = 3_600_000_000_000L;
        AtomicLong looks = new AtomicLong();
        InstantSource wall =
                () -> Instant.ofEpochSecond(1_800_000_000L - 86_400 * looks.incrementAndGet());
        Times mad =
                new Times(
                        () -> looks.incrementAndGet() % 2 * -hour + looks.get(),
                        Clock.fixed(wall.instant(), ZoneOffset.UTC));
        Times backwards = new Times(() -> -hour * looks.incrementAndGet(), new Backwards(looks));
        for (Times times : List.of(mad, backwards)) {
            String name = "run" + looks.get();
            List<TickStats> ticks = new ArrayList<>();
            TrainingConfig config = config(name);
            run(builder(config.withTotalKimg(0.096)).times(times).onTick(ticks::add));
            TrainingSummary summary = run(builder(config).times(times).onTick(ticks::add).resume());
            assertArrayEquals(expected, Files.readAllBytes(summary.checkpoint()));
            assertEquals(6, ticks.size());
            for (TickStats tick : ticks) {
                assertTrue(tick.tickSeconds() >= 0, "a tick takes time");
                assertTrue(tick.maintenanceSeconds() >= 0, "so does maintenance");
                assertTrue(tick.elapsedSeconds() >= 0, "and a run");
                assertFalse(tick.remainingSeconds() < 0, "none is over before it is");
            }
        }
    }

    /** A clock that loses a day whenever somebody looks. */
    private static final class Backwards extends Clock {
        private final AtomicLong looks;

        Backwards(AtomicLong looks) {
            this.looks = looks;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(1_800_000_000L - 86_400 * looks.incrementAndGet());
        }
    }

    /** An open file stays readable where the system keeps it until it is closed. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRecordFileThatIsRemovedWithinAnEpochIsReadToTheEnd() throws IOException {
        Path data = folder.resolve("data");
        try (ImageSource images =
                        DataSets.open(
                                "synthetic:50", DataSets.AUTO, config("x").images().options());
                DataSetWriter writer = new TfRecordDataSetWriter(data)) {
            DataSetCopy.copy(images, writer, DataSetCopy.Order.SOURCE);
        }
        TrainingConfig config = config("run").withData(data);
        byte[] expected =
                Files.readAllBytes(
                        run(Trainer.builder(config.withRunDir(folder.resolve("whole"))))
                                .checkpoint());
        TrainingSummary summary = run(with(Trainer.builder(config), 32, () -> delete(data)));
        assertArrayEquals(expected, Files.readAllBytes(summary.checkpoint()));
        RuntimeException e =
                assertThrows(
                        RuntimeException.class,
                        () -> run(Trainer.builder(config.withTotalKimg(1)).resume()));
        assertTrue(e.getMessage().contains(data + " does not exist"), e.getMessage());
        assertArrayEquals(expected, Files.readAllBytes(summary.checkpoint()));
    }
}
