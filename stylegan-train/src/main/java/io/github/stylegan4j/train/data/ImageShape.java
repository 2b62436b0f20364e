package io.github.stylegan4j.train.data;

/**
 * The size of a stored image.
 *
 * @param channels C
 * @param height H
 * @param width W
 */
public record ImageShape(int channels, int height, int width) {
    /** The largest power of two that fits into height and width, from 4 to 4096. */
    public int resolution() {
        int side = Math.max(4, Math.min(4096, Math.min(height, width)));
        return Integer.highestOneBit(side);
    }

    @Override
    public String toString() {
        return height + "x" + width + ", channels " + channels;
    }
}
