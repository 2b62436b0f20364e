package io.github.stylegan4j.train.data;

/** A file's content cannot be decoded; the message is the reason, without the file's name. */
final class BadImageException extends Exception {
    BadImageException(String reason) {
        super(reason);
    }

    BadImageException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
