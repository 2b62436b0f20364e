package io.github.stylegan4j.train.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endless, shuffled stream of minibatches, prepared by background threads.
 *
 * <p>Which image comes at a position (the number of images delivered before it), and whether it is
 * mirrored, is a pure function of (seed, position): a stream that is brought to a position with
 * {@link #seek} continues exactly as one that got there by itself. Every image comes once per
 * epoch.
 *
 * <p>The next minibatches are expected to be like the last one; when another size or resolution is
 * asked for, what was prepared is dropped and made anew. The stream's methods may be called from
 * any thread, one at a time.
 */
public final class MinibatchLoader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MinibatchLoader.class);
    private static final long CLOSE_SECONDS = 30;

    private final ImageSource source;
    private final LoaderConfig config;
    private final ShuffledOrder order;
    private final ExecutorService workers;
    private final Deque<PendingMinibatch> pending = new ArrayDeque<>();
    private long position;
    private boolean closed;

    /**
     * A stream over all images of a source, at position 0. The source stays open when the stream is
     * closed.
     */
    public MinibatchLoader(ImageSource source, LoaderConfig config) {
        this.source = Objects.requireNonNull(source, "source");
        this.config = Objects.requireNonNull(config, "config");
        this.order = new ShuffledOrder(config.seed(), source.count());
        this.workers =
                Executors.newFixedThreadPool(
                        config.threads(), DaemonThreads.named("stylegan4j-data"));
    }

    /**
     * The next minibatch.
     *
     * @param size number of images, from 1
     * @param resolution width and height wanted, a power of two up to the source's resolution;
     *     lower ones are block means of the full resolution, rounded to whole byte values
     * @throws DataException if an image cannot be loaded, naming it; the position stays as it was
     * @throws IllegalStateException if the stream is closed
     */
    public synchronized Minibatch next(int size, int resolution) {
        requireOpen();
        if (size < 1) {
            throw new IllegalArgumentException(
                    "minibatch size is " + size + "; allowed is 1 or more images");
        }
        if (resolution < 1
                || resolution > source.resolution()
                || Integer.bitCount(resolution) != 1) {
            throw new IllegalArgumentException(
                    "resolution is "
                            + resolution
                            + "; allowed is a power of two up to "
                            + source.resolution()
                            + ", the resolution of "
                            + source.name());
        }
        if (!pending.isEmpty() && !pending.peek().is(position, size, resolution)) {
            dropPending();
        }
        while (pending.size() <= config.prefetch()) {
            pending.add(
                    new PendingMinibatch(
                            source,
                            order,
                            config.mirror(),
                            position + (long) pending.size() * size,
                            size,
                            resolution,
                            workers));
        }
        try {
            Minibatch minibatch = pending.peek().await();
            pending.remove();
            position += size;
            return minibatch;
        } catch (DataException e) {
            dropPending();
            throw e;
        }
    }

    /** Number of images delivered so far, from the start of the stream. */
    public synchronized long position() {
        return position;
    }

    /**
     * Continues as if {@code newPosition} images had been delivered.
     *
     * @param newPosition from 0
     * @throws IllegalStateException if the stream is closed
     */
    public synchronized void seek(long newPosition) {
        requireOpen();
        if (newPosition < 0) {
            throw new IllegalArgumentException(
                    "position is " + newPosition + "; allowed is 0 or more images");
        }
        dropPending();
        position = newPosition;
    }

    /** Where the images come from. */
    public ImageSource source() {
        return source;
    }

    private void dropPending() {
        pending.forEach(PendingMinibatch::cancel);
        pending.clear();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "The minibatch loader of " + source.name() + " is closed");
        }
    }

    /** Stops the background threads and waits for them; further calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        dropPending();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "an image of {} is still being decoded {} s after its loader was closed",
                        source.name(),
                        CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
