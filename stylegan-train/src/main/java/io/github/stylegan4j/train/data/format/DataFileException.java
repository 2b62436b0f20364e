package io.github.stylegan4j.train.data.format;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of images or labels does not hold what its format asks for.
 *
 * <p>The message begins with the file and, where one is to blame, the number of the record, counted
 * from 0; it goes on with what was found and what is allowed.
 */
public final class DataFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    /** A problem of the file as a whole. */
    public DataFileException(Path file, String problem) {
        super(file + ": " + problem);
        this.file = file;
    }

    /** A problem of one record, counted from 0. */
    public DataFileException(Path file, long record, String problem) {
        super(file + ", record " + record + ": " + problem);
        this.file = file;
    }

    /** A problem of the file as a whole that something else reported. */
    public DataFileException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
        this.file = file;
    }

    /** The file to blame. */
    public Path file() {
        return file;
    }
}
