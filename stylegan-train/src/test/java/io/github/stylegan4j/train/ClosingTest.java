package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.train.data.DataException;
import io.github.stylegan4j.train.loss.GanLoss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is opened is closed, whatever fails meanwhile. */
class ClosingTest {
    @TempDir private Path folder;

    private static long loaderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.isAlive() && t.getName().startsWith("stylegan4j-data"))
                .count();
    }

    private static void refused(
            Class<? extends RuntimeException> expected, TrainerBuilder builder, String message) {
        long threads = loaderThreads();
        try (Backend backend = Backends.open("cpu")) {
            RuntimeException e = assertThrows(expected, () -> builder.backend(backend).build());
            assertTrue(e.getMessage().contains(message), e.getMessage());
            assertEquals(0, backend.memory().liveBuffers());
            assertTrue(loaderThreads() <= threads);
        }
    }

    @Test
    void aTrainerWhoseLabelsCannotBeReadLeavesNothing() {
        ForwardingImages images =
                new ForwardingImages(TinyRuns.images(3)) {
                    @Override
                    public float[] label(int index) {
                        throw new DataException("no labels today");
                    }
                };
        TrainingConfig config = TinyRuns.config(folder).with("labels", "all");
        refused(DataException.class, Trainer.builder(config).source(images), "no labels today");
    }

    @Test
    void aTrainerWhoseStepsCannotBeTakenLeavesNothing() {
        TrainingConfig config =
                TinyRuns.config(folder).with(Map.of("regularizationInterval", 3, "r1Gamma", 4));
        GanLoss whole = new CountingLoss(config.losses().function(), steps -> {});
        refused(
                IllegalArgumentException.class,
                Trainer.builder(config).source(TinyRuns.images()).loss(whole),
                "regularizationInterval");
    }

    @Test
    void oneThatCannotBeClosedDoesNotKeepTheOthersOpen() {
        List<String> closed = new ArrayList<>();
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second");
        Closeables all = new Closeables();
        all.add(() -> closed.add("a"));
        all.add(
                () -> {
                    throw second;
                });
        all.add(() -> closed.add("b"));
        all.add(
                () -> {
                    throw first;
                });
        assertSame(first, assertThrows(IllegalStateException.class, all::close));
        assertEquals(List.of("b", "a"), closed);
        assertEquals(List.of(second), List.of(first.getSuppressed()));
        all.close();
    }
}
