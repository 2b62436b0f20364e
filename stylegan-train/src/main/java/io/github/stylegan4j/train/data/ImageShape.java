package io.github.stylegan4j.train.data;

import io.github.stylegan4j.stylegan.BaseGrid;

/**
 * The size of a stored image.
 *
 * @param channels C: 1 for gray, 3 for colour, 2 and 4 for the same with opacity
 * @param height H
 * @param width W
 */
public record ImageShape(int channels, int height, int width) {
    private static final int MIN_RESOLUTION = 4;
    private static final int MAX_RESOLUTION = 4096;

    /**
     * The highest resolution whose images are no larger than this, from 4 to 4096: a power of two.
     *
     * @param proportions of the images
     */
    public int resolution(BaseGrid proportions) {
        int fitting = MIN_RESOLUTION;
        while (fitting < MAX_RESOLUTION
                && proportions.heightAt(2 * fitting) <= height
                && proportions.widthAt(2 * fitting) <= width) {
            fitting *= 2;
        }
        return fitting;
    }

    /** Whether pixels have an opacity beside their colour. */
    public boolean hasOpacity() {
        return channels % 2 == 0;
    }

    /** Channels of training images that lose nothing: 1, 3 or 4. */
    public int trainingChannels() {
        return hasOpacity() ? 4 : channels;
    }

    @Override
    public String toString() {
        return height + "x" + width + ", channels " + channels;
    }
}
