package io.github.stylegan4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
    @TempDir private Path folder;

    /** Takes a lock in a process of its own and waits to be killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            Path said = Path.of(args[1]);
            try {
                ProcessLock lock = ProcessLock.take(Path.of(args[0]));
                Files.writeString(said, "taken " + (lock == null ? "" : "once"));
                new CountDownLatch(1).await();
            } catch (ProcessLock.HeldException e) {
                Files.writeString(said, e.holder());
            }
        }
    }

    private static Process start(Path lock, Path said) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        lock.toString(),
                        said.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void waitFor(Path file, String text) throws Exception {
        for (int i = 0; !Files.exists(file) || !Files.readString(file).contains(text); i++) {
            assertTrue(i < 3000, "nothing happens");
            Thread.sleep(20);
        }
    }

    @Test
    void isHeldOnceInAProcess() throws IOException {
        Path file = folder.resolve("run.lock");
        try (ProcessLock lock = ProcessLock.take(file)) {
            ProcessLock.HeldException e =
                    assertThrows(ProcessLock.HeldException.class, () -> ProcessLock.take(file));
            assertTrue(e.holder().startsWith("this process since 20"), e.holder());
            Path detour = folder.resolve("x/../run.lock");
            Files.createDirectory(folder.resolve("x"));
            assertThrows(ProcessLock.HeldException.class, () -> ProcessLock.take(detour));
            ProcessLock.take(folder.resolve("other.lock")).close();
            lock.close();
        }
        assertFalse(Files.exists(file), "is removed at the end");
        ProcessLock.take(file).close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anotherProcessIsNamedAndItsDeathSetsFree() throws Exception {
        Path file = folder.resolve("run.lock");
        Process holder = start(file, folder.resolve("holder"));
        try {
            waitFor(folder.resolve("holder"), "taken");
            ProcessLock.HeldException e =
                    assertThrows(ProcessLock.HeldException.class, () -> ProcessLock.take(file));
            String pid = "process " + holder.pid() + " on ";
            assertTrue(e.holder().startsWith(pid) && e.holder().contains(" since 20"), e.holder());
            // A second refusal shows that the first one did not break the lock.
            assertThrows(ProcessLock.HeldException.class, () -> ProcessLock.take(file));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertTrue(Files.exists(file), "left behind");
        ProcessLock.take(file).close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSecondRefusalInThisProcessDoesNotOpenTheDoorToOthers() throws Exception {
        Path file = folder.resolve("run.lock");
        try (ProcessLock lock = ProcessLock.take(file)) {
            assertThrows(ProcessLock.HeldException.class, () -> ProcessLock.take(file));
            Path said = folder.resolve("said");
            Process other = start(file, said);
            assertEquals(0, other.waitFor());
            String self = "process " + ProcessHandle.current().pid() + " on ";
            assertTrue(Files.readString(said).startsWith(self), Files.readString(said));
            lock.close();
        }
    }

    @Test
    void whatLiesInTheFileIsHarmless() throws IOException {
        Path file = Files.write(folder.resolve("run.lock"), new byte[10_000]);
        try (ProcessLock lock = ProcessLock.take(file)) {
            assertTrue(Files.size(file) < 300);
            lock.close();
        }
    }

    @Test
    void aFolderThatDoesNotExistIsNamed() {
        Path file = folder.resolve("none/run.lock");
        assertThrows(NoSuchFileException.class, () -> ProcessLock.take(file));
    }

    @Test
    void whoeverComesTogetherOnlyOneHolds() throws Exception {
        Path file = folder.resolve("run.lock");
        AtomicInteger holding = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    new Thread(
                            () -> {
                                for (int j = 0; j < 200; j++) {
                                    try (ProcessLock lock = ProcessLock.take(file)) {
                                        most.accumulateAndGet(holding.incrementAndGet(), Math::max);
                                        holding.decrementAndGet();
                                        lock.close();
                                    } catch (ProcessLock.HeldException e) {
                                        Thread.onSpinWait();
                                    } catch (IOException e) {
                                        most.set(100);
                                    }
                                }
                            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1, most.get());
    }
}
