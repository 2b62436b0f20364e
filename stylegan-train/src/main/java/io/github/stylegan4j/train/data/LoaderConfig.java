package io.github.stylegan4j.train.data;

/**
 * How minibatches are made from an image source; immutable and validated.
 *
 * @param seed what the order and the mirroring follow from, any number
 * @param mirror whether each image is mirrored left to right with probability 1/2
 * @param threads background threads that decode, from 1 to 64
 * @param prefetch minibatches prepared ahead of the one that is asked for, from 0 to 64
 */
public record LoaderConfig(long seed, boolean mirror, int threads, int prefetch) {
    private static final int MAX = 64;

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public LoaderConfig {
        if (threads < 1 || threads > MAX) {
            throw new IllegalArgumentException(
                    "threads is " + threads + "; allowed is 1 to " + MAX);
        }
        if (prefetch < 0 || prefetch > MAX) {
            throw new IllegalArgumentException(
                    "prefetch is " + prefetch + "; allowed is 0 to " + MAX + " minibatches");
        }
    }

    /**
     * No mirroring, one thread, two minibatches ahead.
     *
     * @param seed what the order follows from, any number
     */
    public static LoaderConfig of(long seed) {
        return new LoaderConfig(seed, false, 1, 2);
    }

    /** This with or without mirroring. */
    public LoaderConfig withMirror(boolean newMirror) {
        return new LoaderConfig(seed, newMirror, threads, prefetch);
    }

    /** This with another number of background threads. */
    public LoaderConfig withThreads(int newThreads) {
        return new LoaderConfig(seed, mirror, newThreads, prefetch);
    }

    /** This with another number of minibatches prepared ahead. */
    public LoaderConfig withPrefetch(int newPrefetch) {
        return new LoaderConfig(seed, mirror, threads, newPrefetch);
    }
}
