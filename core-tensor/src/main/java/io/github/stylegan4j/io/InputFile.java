package io.github.stylegan4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A regular file that is read at positions.
 *
 * <p>Positioned reads instead of a memory map: a map would keep the file locked on Windows until
 * the garbage collector finds it, and would crash the JVM's thread with an internal error if
 * another process shortened the file. {@link RandomAccessFile} instead of a channel, because an
 * interrupt closes channels. Reads may come from several threads.
 */
final class InputFile implements Closeable {
    /** Native reads go through a copy of their whole length, so that they are made in pieces. */
    private static final int CHUNK = 1 << 20;

    private final Path path;
    private final RandomAccessFile file;
    private final long size;

    private InputFile(Path path, RandomAccessFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.size = file.length();
    }

    /**
     * Opens a file.
     *
     * @throws NoSuchFileException if there is none
     * @throws TensorFileException if it is a folder, a device or a pipe
     */
    static InputFile open(Path path) throws IOException {
        requireRegular(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new InputFile(path, file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    static void requireRegular(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(
                    path.toString(), null, "there is no such file; check the path");
        }
        if (!Files.isRegularFile(path)) {
            throw new TensorFileException(
                    path,
                    Files.isDirectory(path) ? "this is a folder" : "this is not a regular file",
                    "a file",
                    "Give the path of a file.");
        }
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    /**
     * Reads the bytes from a position on into new memory.
     *
     * @param what what the bytes are, for messages
     * @throws TensorFileException if the file has become shorter since it was opened, or the heap
     *     is too small
     */
    ByteBuffer read(long position, long length, String what) throws IOException {
        ByteBuffer buffer = ArraySizes.allocate(path, what, length);
        byte[] bytes = buffer.array();
        synchronized (file) {
            file.seek(position);
            int done = 0;
            while (done < bytes.length) {
                int count = file.read(bytes, done, Math.min(CHUNK, bytes.length - done));
                if (count < 0) {
                    throw new TensorFileException(
                            path,
                            "the file ends inside " + what,
                            "a file that does not change while it is read",
                            "Check whether another program is writing the file.");
                }
                done += count;
            }
        }
        return buffer;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
