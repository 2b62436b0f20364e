package io.github.stylegan4j.train.data;

/**
 * Training data cannot be used: a folder, a file or an index of images is missing or broken.
 *
 * <p>The message says what was looked at, what was found, what is allowed and what to do, and is
 * meant to be shown to the user as it is.
 */
public final class DataException extends RuntimeException {
    /** A failure of the data itself. */
    public DataException(String message) {
        super(message);
    }

    /** A failure that was met while the data was read. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
