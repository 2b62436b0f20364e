package io.github.stylegan4j.train.data.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * A file that several threads read at positions.
 *
 * <p>Not a channel, which an interrupt of one reader would close for all of them, and not a memory
 * map, which fails without an exception when another program shortens the file.
 */
final class PositionedFile implements Closeable {
    private static final int CHUNK = 1 << 16;

    private final Path path;
    private final RandomAccessFile file;
    private final long size;

    PositionedFile(Path path) throws IOException {
        this(path, path);
    }

    /** Opens the unpacked copy of a file, which messages call by the name of the original. */
    PositionedFile(Path path, Path copy) throws IOException {
        requireFile(copy);
        this.path = path;
        this.file = new RandomAccessFile(copy.toFile(), "r");
        this.size = file.length();
    }

    static void requireFile(Path path) throws DataFileException {
        if (!Files.isRegularFile(path)) {
            throw new DataFileException(
                    path, Files.exists(path) ? "it is no regular file" : "there is no such file");
        }
    }

    Path path() {
        return path;
    }

    /** Length in bytes when the file was opened. */
    long size() {
        return size;
    }

    /**
     * Fills part of an array.
     *
     * @throws DataFileException if the file ends before
     */
    synchronized void read(long position, byte[] target, int at, int length) throws IOException {
        file.seek(position);
        int done = 0;
        while (done < length) {
            int got = file.read(target, at + done, length - done);
            if (got < 0) {
                throw new DataFileException(
                        path,
                        "it ends at byte "
                                + (position + done)
                                + ", where "
                                + (length - done)
                                + " bytes more are expected"
                                + (position + length <= size
                                        ? "; it has become shorter since it was opened"
                                        : ""));
            }
            done += got;
        }
    }

    /** Gives the whole content to a digest. */
    void digest(MessageDigest digest) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (long at = 0; at < size; at += CHUNK) {
            int length = (int) Math.min(CHUNK, size - at);
            read(at, chunk, 0, length);
            digest.update(chunk, 0, length);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
