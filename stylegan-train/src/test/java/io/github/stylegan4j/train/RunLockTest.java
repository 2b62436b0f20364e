package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trainer per run folder; as many as one likes in different ones. */
class RunLockTest {
    @TempDir private Path folder;

    private Trainer trainer(String name, boolean resume) {
        TrainerBuilder builder =
                Trainer.builder(TinyRuns.config(folder.resolve(name)).withTotalKimg(0.064))
                        .source(TinyRuns.images());
        return (resume ? builder.resume() : builder).build();
    }

    @Test
    void aSecondTrainerInOneFolderIsRefusedAndTheFirstGoesOn() throws IOException {
        byte[] expected;
        try (Trainer alone = trainer("alone", false)) {
            expected = Files.readAllBytes(alone.run().checkpoint());
        }
        try (Trainer first = trainer("run", false)) {
            for (boolean resume : new boolean[] {false, true}) {
                RunDirectoryException e =
                        assertThrows(
                                RunDirectoryException.class, () -> trainer("run", resume).close());
                String start = "The run folder " + folder.resolve("run") + " is in use by this ";
                assertTrue(e.getMessage().startsWith(start), e.getMessage());
            }
            assertTrue(Files.exists(folder.resolve("run/run.lock")));
            assertArrayEquals(expected, Files.readAllBytes(first.run().checkpoint()));
        }
        assertFalse(Files.exists(folder.resolve("run/run.lock")));
        try (Trainer resumed = trainer("run", true)) {
            assertTrue(resumed.run().complete());
        }
    }

    /** What a process that was killed leaves behind. */
    @Test
    void aStaleLockDoesNotKeepARunFromBeingResumed() throws IOException {
        try (Trainer first = trainer("run", false)) {
            first.run();
        }
        Files.writeString(folder.resolve("run/run.lock"), "process 1 on atlas since 2020-01-01");
        try (Trainer resumed = trainer("run", true)) {
            assertEquals(64, resumed.run().images());
        }
    }

    @Test
    void aTrainerThatCannotBeMadeLeavesNoLock() throws IOException {
        Files.createDirectory(folder.resolve("run"));
        assertThrows(RunDirectoryException.class, () -> trainer("run", true).close());
        assertFalse(Files.exists(folder.resolve("run/run.lock")));
        try (Trainer first = trainer("run", false)) {
            first.run();
        }
        assertThrows(RunDirectoryException.class, () -> trainer("run", false).close());
        assertFalse(Files.exists(folder.resolve("run/run.lock")));
    }

    @Test
    void threeTrainersSideBySideGiveWhatEachGivesAlone() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Callable<byte[]> run =
                    () -> {
                        try (Trainer t = trainer(Thread.currentThread().getName(), false)) {
                            return Files.readAllBytes(t.run().checkpoint());
                        }
                    };
            List<Future<byte[]>> all = threads.invokeAll(List.of(run, run, run));
            byte[] alone;
            try (Trainer t = trainer("alone", false)) {
                alone = Files.readAllBytes(t.run().checkpoint());
            }
            for (Future<byte[]> one : all) {
                assertArrayEquals(alone, one.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
