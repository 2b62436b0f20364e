package io.github.stylegan4j.train.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is left of unpacked files in the temporary folder. */
class UnpackedFileTest {
    /** Two images of 2 x 1 pixels. */
    private static final byte[] IDX = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 5, 6, 7, 8};

    @TempDir private Path folder;
    private Path packed;
    private Path temporary;

    @BeforeEach
    void pack() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(IDX);
        }
        packed = Files.write(folder.resolve("images.gz"), bytes.toByteArray());
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    /** So that nothing is left by a process that is killed. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "keeps files that are open")
    void theCopyHasNoNameWhileItIsRead() throws IOException {
        try (IdxFile file = IdxFile.open(packed, temporary)) {
            assertEquals(Set.of(), left());
            assertArrayEquals(new byte[] {7, 8}, file.image(1).bytes());
        }
    }

    @Test
    void theCopyIsGoneWhenItIsClosed() throws IOException {
        IdxFile.open(packed, temporary).close();
        assertEquals(Set.of(), left());
    }

    @Test
    void whatKilledProcessesLeftIsRemoved() throws IOException {
        leave("stylegan4j-1.unpacked", Duration.ofHours(2));
        leave("stylegan4j-2.unpacked", Duration.ofMinutes(30));
        leave("stylegan4j-3.other", Duration.ofHours(2));
        leave("other-4.unpacked", Duration.ofHours(2));
        IdxFile.open(packed, temporary).close();
        assertEquals(
                Set.of("stylegan4j-2.unpacked", "stylegan4j-3.other", "other-4.unpacked"), left());
    }

    private void leave(String name, Duration age) throws IOException {
        Path file = Files.createFile(temporary.resolve(name));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private Set<String> left() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
