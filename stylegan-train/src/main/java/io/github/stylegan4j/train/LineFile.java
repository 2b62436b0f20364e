package io.github.stylegan4j.train;

import io.github.stylegan4j.io.AtomicFiles;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A file that grows by lines, whose last a process that was killed may have left half. */
final class LineFile {
    private LineFile() {}

    /** Adds a line, on one of its own even where half a line ends the file. */
    static void append(Path file, String line) throws IOException {
        String start = endsWithin(file) ? "\n" : "";
        // A stream, not a channel: an interrupt would close that in the middle.
        try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write((start + line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            throw missing(file, e);
        }
    }

    /** Forces what was added to the disk, if there is such a file. */
    static void force(Path file) throws IOException {
        if (Files.exists(file)) {
            AtomicFiles.force(file);
        }
    }

    /** All lines; bytes that are no text spoil theirs, and none beside it. */
    static List<String> read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    }

    private static boolean endsWithin(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            return false;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(in.length() - 1);
            return in.read() != '\n';
        } catch (FileNotFoundException e) {
            throw missing(file, e);
        }
    }

    /** Streams say in words alone what other methods of the library say by types. */
    private static IOException missing(Path file, FileNotFoundException e) {
        return Files.isDirectory(file.toAbsolutePath().getParent())
                ? e
                : new NoSuchFileException(file.toString(), null, e.getMessage());
    }
}
