package io.github.stylegan4j.train.data.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gzip file unpacked into a temporary file, for reading at positions.
 *
 * <p>The copy is to be {@linkplain #hide removed} as soon as it is open, so that it goes with the
 * process, however that ends. What a process leaves that is killed before, or on a system that
 * keeps open files, is removed by a later one.
 */
final class UnpackedFile {
    private static final int GZIP_MAGIC = 0x1F8B;
    private static final int CHUNK = 1 << 16;
    private static final String PREFIX = "stylegan4j-";
    private static final String SUFFIX = ".unpacked";

    /** Longer than a file is being unpacked without a byte being written. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(UnpackedFile.class);

    private UnpackedFile() {}

    static boolean isGzip(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.read() == GZIP_MAGIC >> 8 && in.read() == (GZIP_MAGIC & 0xFF);
        }
    }

    /** Where temporary files belong. */
    static Path temporaryFolder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * Unpacks a file.
     *
     * @param folder where the copy comes to lie
     * @param mostBytes more than this is never written: what lies behind is cut off
     * @return the copy
     */
    static Path unpack(Path path, Path folder, long mostBytes) throws IOException {
        sweep(folder);
        Path copy = Files.createTempFile(folder, PREFIX, SUFFIX);
        copy.toFile().deleteOnExit();
        try (InputStream packed = new BufferedInputStream(Files.newInputStream(path), CHUNK);
                InputStream in = new GZIPInputStream(packed, CHUNK);
                OutputStream out = Files.newOutputStream(copy)) {
            byte[] chunk = new byte[CHUNK];
            long left = mostBytes;
            int got;
            while (left > 0 && (got = in.read(chunk, 0, (int) Math.min(left, CHUNK))) >= 0) {
                out.write(chunk, 0, got);
                left -= got;
            }
            return copy;
        } catch (ZipException | EOFException e) {
            Files.delete(copy);
            throw new DataFileException(
                    path, "it cannot be unpacked, its gzip data is damaged: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /**
     * Removes a copy that is open already: it can be read until it is closed, and then is gone.
     * Where open files cannot be removed, it is when the virtual machine ends.
     */
    static void hide(Path copy) {
        removeIfPossible(copy);
    }

    /** A copy that somebody reads has no name any more, or cannot be removed. */
    private static void sweep(Path folder) {
        Instant before = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> copies =
                Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path copy : copies) {
                if (Files.getLastModifiedTime(copy).toInstant().isBefore(before)) {
                    removeIfPossible(copy);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Not readable, or another process was faster to tidy up: nobody needs it tidy.
            LOG.debug("{} was not tidied up", folder, e);
        }
    }

    private static void removeIfPossible(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.debug("{} is open, or somebody else's", copy, e);
        }
    }

    /** The first bytes of what a file packs; fewer if there are fewer. */
    static byte[] firstBytes(Path path, int count) throws IOException {
        try (InputStream packed = Files.newInputStream(path);
                InputStream in = new GZIPInputStream(packed)) {
            return in.readNBytes(count);
        } catch (ZipException | EOFException e) {
            throw new DataFileException(
                    path, "it cannot be unpacked, its gzip data is damaged: " + e.getMessage(), e);
        }
    }
}
