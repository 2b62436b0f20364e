package io.github.stylegan4j.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that says that one process works on something, and keeps all others away from it.
 *
 * <p>The operating system holds the lock and gives it back when the process ends, however it ends:
 * a file that a killed process has left behind keeps nobody away. What stands in the file is for
 * people and messages: process, host and time. It is removed when the lock is closed.
 *
 * <p>Within one process a lock is taken once as well. Nothing else in the process may open the
 * file: on many systems closing it anywhere would give the lock back.
 */
public final class ProcessLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLock.class);
    private static final int MOST_TEXT = 300;
    private static final int ATTEMPTS = 100;

    /** Behind all content, since some systems let nobody read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /**
     * What this process holds, by path. One for the whole process, because so are the locks of the
     * operating system.
     */
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

    private final Path file;
    private final RandomAccessFile open;
    private final @Nullable Object key;
    private boolean closed;

    private ProcessLock(Path file, RandomAccessFile open, @Nullable Object key) {
        this.file = file;
        this.open = open;
        this.key = key;
    }

    /** Somebody else holds the lock. */
    public static final class HeldException extends IOException {
        private final String holder;

        private HeldException(Path file, String holder) {
            super(file + " is held by " + holder);
            this.holder = holder;
        }

        /** Who holds it, for instance {@code process 4711 on atlas since 2026-01-31T12:00:00Z}. */
        public String holder() {
            return holder;
        }
    }

    /**
     * Takes the lock without waiting.
     *
     * @param file the file that stands for it, in a folder that exists; made when missing
     * @throws HeldException if another process, or another part of this one, holds it
     * @throws IOException if the file cannot be made or written
     */
    public static ProcessLock take(Path file) throws IOException {
        Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file's folder");
        Path real = parent.toRealPath().resolve(Objects.requireNonNull(file.getFileName()));
        String since = " since " + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String other = HELD.putIfAbsent(real, "this process" + since);
        if (other != null) {
            throw new HeldException(file, other);
        }
        try {
            String self = "process " + ProcessHandle.current().pid() + " on " + host() + since;
            return takeFile(real, self);
        } catch (IOException | RuntimeException | Error e) {
            HELD.remove(real);
            throw e;
        }
    }

    /** A file may vanish between its making and its locking, when its last holder closes it. */
    private static ProcessLock takeFile(Path file, String self) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Object before = keyOf(file, true);
            RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
            boolean taken = false;
            try {
                lock(open, file);
                if (Objects.equals(before, keyOf(file, false))) {
                    write(open, self);
                    taken = true;
                    return new ProcessLock(file, open, before);
                }
            } finally {
                if (!taken) {
                    open.close();
                }
            }
        }
        throw new IOException(file + " vanishes as often as it is made");
    }

    private static void lock(RandomAccessFile open, Path file) throws IOException {
        FileLock lock;
        try {
            lock = open.getChannel().tryLock(LOCKED_BYTE, 1, false);
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be locked on this file system ({}): see to it that no other process"
                            + " works in its folder",
                    file,
                    e.getMessage());
            return;
        }
        if (lock == null) {
            throw new HeldException(file, read(open));
        }
    }

    private static String read(RandomAccessFile open) throws IOException {
        byte[] bytes = new byte[MOST_TEXT];
        int length = Math.max(0, open.read(bytes));
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
        return line.isBlank() ? "another process" : line;
    }

    private static void write(RandomAccessFile open, String self) throws IOException {
        open.setLength(0);
        open.write((self + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** What tells the file at a path from others that lay or will lie there. */
    private static @Nullable Object keyOf(Path file, boolean make) throws IOException {
        if (make) {
            try {
                Files.createFile(file);
            } catch (FileAlreadyExistsException e) {
                LOG.debug("{} exists: left by a process that ended, or held", file);
            }
        }
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            // Equal to nothing that was seen before.
            return new Object();
        }
    }

    /** Without asking the network, which may take its time. */
    private static String host() {
        Path linux = Path.of("/proc/sys/kernel/hostname");
        try {
            if (Files.isReadable(linux)) {
                return Files.readString(linux).strip();
            }
        } catch (IOException e) {
            LOG.debug("no host name in {}", linux, e);
        }
        String windows = System.getenv("COMPUTERNAME");
        String unix = System.getenv("HOSTNAME");
        return windows != null ? windows : unix != null ? unix : "an unnamed host";
    }

    /** Removes the file and gives the lock back; further calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (key == null) {
                // Some systems remove no file that is open, and know no keys.
                open.close();
                Files.deleteIfExists(file);
            } else {
                removeAndClose();
            }
        } catch (IOException e) {
            LOG.debug("{} stays behind", file, e);
        } finally {
            HELD.remove(file);
        }
    }

    /** Its folder may have been moved, and another run's file lie there: that one stays. */
    private void removeAndClose() throws IOException {
        try {
            if (Objects.equals(key, keyOf(file, false))) {
                Files.delete(file);
            }
        } finally {
            open.close();
        }
    }
}
