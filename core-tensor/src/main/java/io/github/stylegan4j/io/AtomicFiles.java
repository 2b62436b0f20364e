package io.github.stylegan4j.io;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files so that a reader sees the old content or the new one, never a part.
 *
 * <p>The content goes to a temporary file in the same folder, is forced to the disk, and takes the
 * file's place in one rename; then the folder is forced to the disk too, where the operating system
 * allows it. When anything fails, the temporary file is removed and an existing file is as it was.
 * A process that is killed in the middle can leave a file named {@code .stylegan4j-*.tmp}, see
 * {@link #removeLeftovers}.
 *
 * <p>A symbolic link is followed: the file it points to is replaced, the link stays. An interrupted
 * thread still completes its write, so that stopping a run cannot cost its last checkpoint.
 */
public final class AtomicFiles {
    private static final Logger LOG = LoggerFactory.getLogger(AtomicFiles.class);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String PREFIX = ".stylegan4j-";
    private static final String SUFFIX = ".tmp";

    private AtomicFiles() {}

    /** What produces a file's content. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes the whole content.
         *
         * @param out where it goes, buffered; closing it is allowed and only flushes
         * @throws IOException to give up: the file is then left as it was
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Creates or replaces a file.
     *
     * @param file the file, on the default file system; its folder must exist
     * @param body what writes the content
     * @throws IOException if the folder is missing or not writable, the disk is full, the path is
     *     not that of a regular file, or the body throws one; the message names the file, the
     *     reason and what to do. Other exceptions of the body pass through as they are.
     */
    public static void write(Path file, Body body) throws IOException {
        Path target = resolveTarget(file);
        Path folder = Objects.requireNonNull(target.getParent(), "a file lies in a folder");
        // A fixed short name, because the file's own name may already be as long as names can be.
        Path temporary = folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
        try {
            writeAndSync(temporary, body);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            remove(temporary, e);
            throw describe(file, folder, e);
        } catch (RuntimeException | Error e) {
            remove(temporary, e);
            throw e;
        }
        forceFolder(folder);
    }

    /**
     * Creates or replaces a text file.
     *
     * @param file the file, on the default file system; its folder must exist
     * @param text the content, written as UTF-8
     * @throws IOException as {@link #write} does
     */
    public static void writeString(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(file, out -> out.write(bytes));
    }

    /**
     * Removes the temporary files of processes that were killed while they wrote into a folder.
     * Only for folders that nobody else writes into, see {@link ProcessLock}.
     *
     * @throws IOException if the folder cannot be read or a file not be removed
     */
    public static void removeLeftovers(Path folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
                LOG.info("removed {}, which a process that was killed had left", file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /**
     * Forces a file, or a folder with all files and folders in it, to the disk, before it takes its
     * place by a rename; an interrupt does not end this.
     *
     * @throws IOException if a file cannot be forced or a folder not be read
     */
    public static void force(Path path) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path each : all) {
            if (Files.isDirectory(each)) {
                forceFolder(each);
            } else {
                try (RandomAccessFile file = new RandomAccessFile(each.toFile(), "rw")) {
                    file.getFD().sync();
                }
            }
        }
    }

    private static Path resolveTarget(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        if (Files.isSymbolicLink(target)) {
            try {
                target = target.toRealPath();
            } catch (NoSuchFileException e) {
                throw new IOException(
                        "cannot write "
                                + file
                                + ": it is a symbolic link to a file that does not exist. "
                                + "Remove the link or create what it points to.",
                        e);
            }
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(target)) {
            String kind = Files.isDirectory(target) ? "a folder" : "not a regular file";
            throw new IOException(
                    "cannot write " + file + ": it is " + kind + ". Give the path of a file.");
        }
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            String kind = folder != null && Files.exists(folder) ? "not a folder" : "missing";
            throw new IOException(
                    "cannot write "
                            + file
                            + ": its folder "
                            + folder
                            + " is "
                            + kind
                            + ". Create the folder or choose another one.");
        }
        return target;
    }

    /** Uses a stream, not a channel: an interrupt closes channels in the middle of a write. */
    private static void writeAndSync(Path temporary, Body body) throws IOException {
        Files.createFile(temporary);
        try (FileOutputStream raw = new FileOutputStream(temporary.toFile());
                OutputStream buffered = new BufferedOutputStream(raw, BUFFER_BYTES)) {
            body.writeTo(new KeptOpen(buffered));
            buffered.flush();
            raw.getFD().sync();
        }
    }

    private static void remove(Path temporary, Throwable failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static IOException describe(Path file, Path folder, IOException failure) {
        StringBuilder message = new StringBuilder("cannot write " + file + ": ");
        if (failure instanceof AccessDeniedException) {
            message.append("no permission to write in the folder ")
                    .append(folder)
                    .append(". Choose another folder or change its permissions.");
        } else {
            String reason =
                    failure instanceof FileSystemException f ? f.getReason() : failure.getMessage();
            message.append(reason == null ? failure.toString() : reason)
                    .append(usableSpace(folder, failure))
                    .append(". Make room or choose another folder.");
        }
        message.append(" What stood there before is unchanged.");
        return new IOException(message.toString(), failure);
    }

    private static String usableSpace(Path folder, IOException failure) {
        try {
            long bytes = Files.getFileStore(folder).getUsableSpace();
            return " (" + bytes + " bytes are free in " + folder + " without it)";
        } catch (IOException e) {
            failure.addSuppressed(e);
            return "";
        }
    }

    /**
     * Forces the names in a folder to the disk, where the operating system allows it. The contents
     * of the files are there by now, so that a folder that cannot be forced is worth a warning and
     * no failure.
     */
    public static void forceFolder(Path folder) {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.warn("the folder {} could not be forced to the disk", folder, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A stream whose close only flushes: the file must be synced before it is closed. */
    private static final class KeptOpen extends OutputStream {
        private final OutputStream out;

        KeptOpen(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
