package io.github.stylegan4j.train;

/**
 * The folder of a run cannot be used: it cannot be made, read or written, or holds the wrong thing.
 *
 * <p>The message names the folder or file, what was found and what to do, and is meant to be shown
 * to the user as it is.
 */
public final class RunDirectoryException extends RuntimeException {
    /** A folder that holds the wrong thing. */
    public RunDirectoryException(String message) {
        super(message);
    }

    /** A failure of the file system. */
    public RunDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
