package io.github.stylegan4j.train;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has been opened so far, closed in reverse order. One that cannot be closed does not keep the
 * others open: the first failure is thrown in the end, later ones are suppressed in it.
 */
final class Closeables implements AutoCloseable {
    private final Deque<Runnable> open = new ArrayDeque<>();

    /** Remembers how something that is open now is closed. */
    void add(Runnable close) {
        open.push(close);
    }

    /** Closes everything because of a failure, which the caller throws. */
    void closeAfter(Throwable failure) {
        while (!open.isEmpty()) {
            closeAfter(failure, open.pop());
        }
    }

    /** Closes one thing because of a failure, which the caller throws. */
    static void closeAfter(Throwable failure, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException | Error e) {
            // Two closes may fail with one and the same exception.
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().run();
            } catch (RuntimeException | Error e) {
                closeAfter(e);
                throw e;
            }
        }
    }
}
