package io.github.stylegan4j.train.data;

/**
 * An endless order of images in which every run of {@code count} images from a multiple of {@code
 * count} on, an epoch, holds each image once; each epoch is shuffled anew.
 *
 * <p>What stands at a position is a pure function of (seed, position). Not safe for use by several
 * threads.
 */
final class ShuffledOrder {
    private static final long SHUFFLE_STREAM = 1;
    private static final long MIRROR_STREAM = 2;

    private final long seed;
    private final long mirrorKey;
    private final int[] permutation;
    private long epoch = -1;

    /**
     * An order of images.
     *
     * @param seed any number
     * @param count number of images, from 1
     */
    ShuffledOrder(long seed, int count) {
        this.seed = seed;
        this.mirrorKey = CounterRandom.key(seed, MIRROR_STREAM);
        this.permutation = new int[count];
    }

    /** Index of the image at a position, from 0. */
    int index(long position) {
        long wanted = position / permutation.length;
        if (wanted != epoch) {
            shuffle(wanted);
            epoch = wanted;
        }
        return permutation[(int) (position % permutation.length)];
    }

    /** Whether the image at a position is to be mirrored: true for half of all positions. */
    boolean mirrored(long position) {
        return CounterRandom.bits(mirrorKey, position) < 0;
    }

    /** Fisher-Yates. */
    private void shuffle(long newEpoch) {
        long key = CounterRandom.key(CounterRandom.key(seed, SHUFFLE_STREAM), newEpoch);
        for (int i = 0; i < permutation.length; i++) {
            int j = CounterRandom.below(i + 1, key, i);
            permutation[i] = permutation[j];
            permutation[j] = i;
        }
    }
}
