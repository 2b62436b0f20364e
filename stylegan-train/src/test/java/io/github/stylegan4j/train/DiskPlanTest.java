package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is planned of the disk is what a run's folder then holds. */
class DiskPlanTest {
    @TempDir private Path folder;

    private static DiskPlan plan(TrainingConfig config) {
        MemoryPlan plan = MemoryPlan.of(config, TinyRuns.images());
        assertTrue(plan.table().contains(plan.disk().text()), plan.table());
        return plan.disk();
    }

    private TrainingConfig config(Map<String, ?> changes) {
        return TinyRuns.config(folder.resolve("run")).with(changes);
    }

    private Stream<Path> files(String glob) throws IOException {
        String begin = glob.substring(0, glob.indexOf('*'));
        return Files.list(folder.resolve("run"))
                .filter(f -> f.getFileName().toString().startsWith(begin));
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void allCheckpointsAreKeptUnlessSomebodyLimitsThem() throws IOException {
        TrainingConfig config = config(Map.of("snapshotTicks", 2));
        DiskPlan plan = plan(config);
        assertEquals(plan.written(), plan.kept());
        assertTrue(plan.text().contains("all are kept (--keep-checkpoints N"), plan.text());
        try (Trainer trainer = Trainer.builder(config).source(TinyRuns.images()).build()) {
            trainer.run();
        }
        long found = files("checkpoint-*").count();
        // The last of them falls together with the end, or does not.
        assertTrue(found == plan.written() || found == plan.written() - 1, found + ": " + plan);
        double held =
                Stream.concat(files("checkpoint-*"), files("network-*"))
                        .mapToLong(DiskPlanTest::bytes)
                        .sum();
        double headers = 2 * 20_000.0 * plan.written();
        assertTrue(held > 0.5 * plan.bytes(), held + ": " + plan);
        assertTrue(held < plan.bytes() + headers, held + ": " + plan);
    }

    @Test
    void whatIsKeptFollowsFromTheSettings() {
        assertEquals(3, plan(config(Map.of("keepCheckpoints", 3))).kept());
        assertEquals(
                3 + 1 + 1,
                plan(config(
                                Map.of(
                                        "keepCheckpoints",
                                        3,
                                        "keepBest",
                                        "loss_d",
                                        "keepEveryKimg",
                                        0.1)))
                        .kept());
        DiskPlan few = plan(config(Map.of("keepCheckpoints", 1000)));
        assertEquals(few.written(), few.kept());
        DiskPlan one = new DiskPlan(100, 10, 8, 1);
        assertEquals(220, one.bytes(), "the newest is there before the oldest goes");
    }

    @Test
    void aDiskWithoutRoomIsSaid() {
        DiskPlan small = new DiskPlan(1, 1, 1, 1);
        assertFalse(small.shortage(folder).isPresent());
        DiskPlan large = new DiskPlan(1L << 60, 1L << 50, 5, 5);
        String text = large.shortage(folder).orElseThrow();
        assertTrue(text.contains(folder.toString()), text);
        assertTrue(text.contains("--keep-checkpoints"), text);
    }
}
