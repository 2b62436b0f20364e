package io.github.stylegan4j.io;

import java.nio.file.Path;

/**
 * A file that should hold tensors does not: it is truncated, damaged, of another format, or uses
 * something that this library does not read.
 *
 * <p>The message names the file, what was found, what is allowed, and what to do. Failures of the
 * disk itself are {@link java.io.IOException}s instead.
 */
public final class TensorFileException extends RuntimeException {
    private final transient Path file;

    /**
     * Creates the exception.
     *
     * @param file the file that was read
     * @param found what was found, a clause that starts in lower case
     * @param allowed what would have been accepted
     * @param remedy what the reader of the message can do, a sentence
     */
    public TensorFileException(Path file, String found, String allowed, String remedy) {
        super(message(file, found, allowed, remedy));
        this.file = file;
    }

    /**
     * Creates the exception for a failure that another exception reported first.
     *
     * @param file the file that was read
     * @param found what was found, a clause that starts in lower case
     * @param allowed what would have been accepted
     * @param remedy what the reader of the message can do, a sentence
     * @param cause the first report
     */
    public TensorFileException(
            Path file, String found, String allowed, String remedy, Throwable cause) {
        super(message(file, found, allowed, remedy), cause);
        this.file = file;
    }

    private static String message(Path file, String found, String allowed, String remedy) {
        return file + ": " + found + ". Allowed: " + allowed + ". " + remedy;
    }

    /**
     * The file that could not be used.
     *
     * @return the path as it was given to the reader
     */
    public Path file() {
        return file;
    }
}
