package io.github.stylegan4j.train.data.tool;

import io.github.stylegan4j.io.AtomicFiles;
import io.github.stylegan4j.io.ProcessLock;
import io.github.stylegan4j.train.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file or folder that is written beside its place under another name, and takes its place when it
 * is complete: nobody meets half a data set. A lock beside it keeps two processes from writing to
 * one place at once.
 */
final class PartialOutput {
    private final Path target;
    private final Path partial;
    private final ProcessLock lock;

    /**
     * Prepares to write; what a process that was killed left there is removed.
     *
     * @throws DataException if something is there already, or is being written there
     */
    PartialOutput(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        Path name = this.target.getFileName();
        if (name == null) {
            throw exists();
        }
        requireNothingThere();
        this.partial = this.target.resolveSibling("." + name + ".part");
        Files.createDirectories(this.target.getParent());
        this.lock = lock(this.target.resolveSibling("." + name + ".lock"));
        try {
            // Whoever held the lock before may just have finished.
            requireNothingThere();
            remove(partial);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void requireNothingThere() {
        if (Files.exists(target)) {
            throw exists();
        }
    }

    private DataException exists() {
        return new DataException(
                target + " exists already. Give a place that does not, or remove it first.");
    }

    private ProcessLock lock(Path file) throws IOException {
        try {
            return ProcessLock.take(file);
        } catch (ProcessLock.HeldException e) {
            throw new DataException(
                    target
                            + " is being written by "
                            + e.holder()
                            + ". Wait for it, end it, or give another place.",
                    e);
        }
    }

    /** Where to write meanwhile. */
    Path partial() {
        return partial;
    }

    /** A first step of writing. */
    @FunctionalInterface
    interface Step<T> {
        T take() throws IOException;
    }

    /** Takes a first step; if it fails, nothing is left behind. */
    <T> T preparing(Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Name of the file or folder without its ending. */
    String name() {
        String name = target.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** Moves what was written to its place, once all of it is on the disk. */
    void complete() throws IOException {
        AtomicFiles.force(partial);
        try {
            Files.move(partial, target);
            AtomicFiles.forceFolder(target.getParent());
        } catch (FileAlreadyExistsException e) {
            throw new DataException(exists().getMessage(), e);
        }
    }

    /** Removes what was written and is not complete, and lets others write there. */
    void discard() throws IOException {
        try {
            remove(partial);
        } finally {
            lock.close();
        }
    }

    private static void remove(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
