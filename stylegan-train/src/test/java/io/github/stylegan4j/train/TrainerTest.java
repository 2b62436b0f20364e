package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir Path folder;

    @Test
    void aRunLeavesItsFiles() throws Exception {
        List<TickStats> ticks = new ArrayList<>();
        List<Path> snapshots = new ArrayList<>();
        TrainingListener listener =
                new TrainingListener() {
                    @Override
                    public void onTick(Trainer trainer, TickStats stats) {
                        ticks.add(stats);
                    }

                    @Override
                    public void onSnapshot(Trainer trainer, Path file) {
                        snapshots.add(file);
                    }
                };
        try (Trainer trainer =
                Trainer.builder(TinyRuns.config(folder))
                        .source(TinyRuns.images())
                        .listener(listener)
                        .build()) {
            TrainingSummary summary = trainer.run();
            assertTrue(summary.complete());
            assertEquals(192, summary.images());
        }
        assertEquals(6, ticks.size());
        assertEquals(6, snapshots.size());
        assertTrue(Files.exists(folder.resolve("reals.png")));
    }
}
