package io.github.stylegan4j.train.data.tool;

import io.github.stylegan4j.train.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file or folder that is written beside its place under another name, and takes its place when it
 * is complete: nobody meets half a data set.
 */
final class PartialOutput {
    private final Path target;
    private final Path partial;

    /**
     * Prepares to write.
     *
     * @throws DataException if something is there already
     */
    PartialOutput(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        Path name = this.target.getFileName();
        if (name == null || Files.exists(target)) {
            throw new DataException(
                    target + " exists already. Give a place that does not, or remove it first.");
        }
        this.partial = this.target.resolveSibling("." + name + ".part");
        Files.createDirectories(this.target.getParent());
        remove(partial);
    }

    /** Where to write meanwhile. */
    Path partial() {
        return partial;
    }

    /** Name of the file or folder without its ending. */
    String name() {
        String name = target.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** Moves what was written to its place. */
    void complete() throws IOException {
        Files.move(partial, target);
    }

    /** Removes what was written. */
    void discard() throws IOException {
        remove(partial);
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
