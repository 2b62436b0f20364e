package io.github.stylegan4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir Path folder;

    @Test
    void createsAndReplaces() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFiles.writeString(file, "first é");
        assertEquals("first é", Files.readString(file));
        AtomicFiles.writeString(file, "2");
        assertEquals("2", Files.readString(file));
        assertOnly("a.txt");
    }

    @Test
    void aBodyMayCloseItsStream() throws IOException {
        Path file = folder.resolve("closed");
        AtomicFiles.write(
                file,
                out -> {
                    try (out) {
                        out.write(7);
                    }
                });
        assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
    }

    @Test
    void aFailureInTheMiddleLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("kept");
        AtomicFiles.writeString(file, "old");
        IOException cause = new IOException("No space left on device");
        IOException thrown =
                assertThrows(
                        IOException.class,
                        () ->
                                AtomicFiles.write(
                                        file,
                                        out -> {
                                            out.write(new byte[1 << 20]);
                                            throw cause;
                                        }));
        assertSame(cause, thrown.getCause());
        assertTrue(thrown.getMessage().contains(file.toString()), thrown.getMessage());
        assertTrue(thrown.getMessage().contains("No space left"), thrown.getMessage());
        assertEquals("old", Files.readString(file));
        assertOnly("kept");
    }

    @Test
    void otherExceptionsPassThroughAndLeaveTheOldFile() throws IOException {
        Path file = folder.resolve("kept");
        AtomicFiles.writeString(file, "old");
        IllegalStateException cause = new IllegalStateException("boom");
        Exception thrown =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                AtomicFiles.write(
                                        file,
                                        out -> {
                                            out.write(1);
                                            throw cause;
                                        }));
        assertSame(cause, thrown);
        assertEquals("old", Files.readString(file));
        assertOnly("kept");
    }

    @Test
    void aFullDeviceLeavesTheOldFile() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "no /dev/full here");
        Path file = folder.resolve("kept");
        AtomicFiles.writeString(file, "old");
        assertThrows(
                IOException.class,
                () ->
                        AtomicFiles.write(
                                file,
                                out -> {
                                    try (OutputStream device = Files.newOutputStream(full)) {
                                        device.write(1);
                                    }
                                }));
        assertEquals("old", Files.readString(file));
        assertOnly("kept");
        IOException refused =
                assertThrows(IOException.class, () -> AtomicFiles.writeString(full, "x"));
        assertTrue(refused.getMessage().contains("not a regular file"), refused.getMessage());
    }

    @Test
    void foldersAreCheckedFirst() throws IOException {
        Path missing = folder.resolve("missing/file");
        assertMessage(missing, "is missing");
        AtomicFiles.writeString(folder.resolve("plain"), "");
        assertMessage(folder.resolve("plain/file"), "is not a folder");
        assertMessage(folder, "it is a folder");
        assertMessage(Path.of("/"), "it is a folder");
    }

    @Test
    void anUnwritableFolderIsNamed() {
        Path system = Path.of("/sys");
        assumeTrue(Files.isDirectory(system), "no /sys here");
        assertMessage(system.resolve("stylegan4j-test"), "/sys");
    }

    private static void assertMessage(Path file, String part) {
        IOException thrown =
                assertThrows(IOException.class, () -> AtomicFiles.writeString(file, "x"));
        assertTrue(thrown.getMessage().startsWith("cannot write " + file), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }

    @Test
    void symbolicLinksAreFollowed() throws IOException {
        Path real = folder.resolve("real");
        Path link = folder.resolve("link");
        AtomicFiles.writeString(real, "old");
        Files.createSymbolicLink(link, Path.of("real"));
        AtomicFiles.writeString(link, "new");
        assertEquals("new", Files.readString(real));
        assertTrue(Files.isSymbolicLink(link));
        Files.delete(real);
        assertMessage(link, "does not exist");
    }

    @Test
    void anInterruptedThreadStillWrites() throws IOException {
        Path file = folder.resolve("last");
        Thread.currentThread().interrupt();
        try {
            AtomicFiles.writeString(file, "saved");
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals("saved", Files.readString(file));
    }

    @Test
    void namesMayBeAsLongAsTheSystemAllows() throws IOException {
        String name = "n".repeat(255);
        AtomicFiles.writeString(folder.resolve(name), "x");
        assertOnly(name);
    }

    private void assertOnly(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(name), files.map(p -> p.getFileName().toString()).toList());
        }
    }
}
