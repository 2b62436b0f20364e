package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the cache gives back is what was put in, or nothing. */
class BinaryCacheTest {
    private static final byte[] PROGRAM = {1, 2, 3, 4, 5};

    @TempDir Path folder;

    @Test
    void aProgramComesBack() {
        new BinaryCache(folder.resolve("a/b")).store("key", PROGRAM);
        assertArrayEquals(PROGRAM, new BinaryCache(folder.resolve("a/b")).load("key"));
        assertNull(new BinaryCache(folder.resolve("a/b")).load("other"));
    }

    @Test
    void everyDamageIsNoticed() throws IOException {
        BinaryCache cache = new BinaryCache(folder);
        cache.store("key", PROGRAM);
        byte[] sound = Files.readAllBytes(folder.resolve("key"));
        for (int i = 0; i < sound.length; i++) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 1;
            Files.write(folder.resolve("key"), damaged);
            assertNull(cache.load("key"), "byte " + i);
            Files.write(folder.resolve("key"), Arrays.copyOf(sound, i));
            assertNull(cache.load("key"), "cut after " + i);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToIsLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        BinaryCache cache = new BinaryCache(file);
        cache.store("key", PROGRAM);
        cache.store("key", PROGRAM);
        assertNull(cache.load("key"));
        assertEquals("in the way", Files.readString(file));
    }

    @Test
    void nothingIsLeftBeside() throws IOException {
        BinaryCache cache = new BinaryCache(folder);
        cache.store("key", PROGRAM);
        cache.store("key", PROGRAM);
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
        cache.forget("key");
        assertNull(cache.load("key"));
    }

    @Test
    void aProgramUnderAnotherNameIsNotTaken() throws IOException {
        BinaryCache cache = new BinaryCache(folder);
        cache.store("key", PROGRAM);
        Files.copy(folder.resolve("key"), folder.resolve("other"));
        assertNull(cache.load("other"));
    }

    @Test
    void whatKilledProcessesLeftIsRemovedWhenNobodyCanBeWritingItAnyMore() throws IOException {
        Path old = Files.write(folder.resolve("key1.part"), PROGRAM);
        Path fresh = Files.write(folder.resolve("key2.part"), PROGRAM);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(2, ChronoUnit.HOURS)));
        new BinaryCache(folder).store("key", PROGRAM);
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(fresh), "another process may be writing it");
    }

    /** A process whose files may not grow sees what a full disk shows: a write that fails. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFullDiskLeavesNothingHalfWritten() throws Exception {
        String said =
                ChildProcess.run(
                        List.of("/bin/sh", "-c", "ulimit -f 8; exec \"$@\"", "sh"),
                        Map.of(),
                        List.of("-XX:-UsePerfData"),
                        StoringProgram.class,
                        folder.toString());
        assertTrue(said.contains("not kept") && said.contains("ends well"), said);
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    /** Stores what is larger than the limit of the test above, then something small. */
    static final class StoringProgram {
        private StoringProgram() {}

        public static void main(String[] args) {
            BinaryCache cache = new BinaryCache(Path.of(args[0]));
            cache.store("large", new byte[100_000]);
            cache.store("small", PROGRAM);
            System.out.println(cache.load("large") == null ? "ends well" : "took it for whole");
        }
    }

    @Test
    void keysDependOnEveryPart() {
        String key = BinaryCache.key("device", "options", "source");
        assertEquals(key, BinaryCache.key("device", "options", "source"));
        assertNotEquals(key, BinaryCache.key("device", "option", "ssource"));
        assertNotEquals(key, BinaryCache.key("device2", "options", "source"));
        assertNotEquals(key, BinaryCache.key("device", "options", "source2"));
    }
}
