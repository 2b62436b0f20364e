package io.github.stylegan4j.train.data.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A gzip file unpacked into a temporary file, for reading at positions; the copy goes when it is
 * closed.
 */
final class UnpackedFile {
    private static final int GZIP_MAGIC = 0x1F8B;
    private static final int CHUNK = 1 << 16;

    private UnpackedFile() {}

    static boolean isGzip(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.read() == GZIP_MAGIC >> 8 && in.read() == (GZIP_MAGIC & 0xFF);
        }
    }

    /**
     * Unpacks a file.
     *
     * @param mostBytes more than this is never written: what lies behind is cut off
     * @return the copy
     */
    static Path unpack(Path path, long mostBytes) throws IOException {
        Path copy = Files.createTempFile("stylegan4j-", ".unpacked");
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
