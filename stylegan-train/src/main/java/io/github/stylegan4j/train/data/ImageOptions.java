package io.github.stylegan4j.train.data;

import java.util.Objects;

/**
 * How image files become training images; immutable and validated.
 *
 * @param resolution width and height every image is brought to, a power of two from 4 to 4096
 * @param channels 1 for gray, 3 for red, green and blue
 * @param background colour behind transparent pixels, 0xRRGGBB
 * @param filter how pixels are weighted when an image is resized
 * @param badImages what happens to files that cannot be decoded
 * @param cacheBytes how many bytes of decoded images are kept in memory, from 0; the others are
 *     decoded anew each time
 * @param maxPixels pixels (width times height) above which a file counts as bad, from 1: the whole
 *     image is decoded before it is resized, and a damaged header can claim any size
 */
public record ImageOptions(
        int resolution,
        int channels,
        int background,
        ResizeFilter filter,
        BadImagePolicy badImages,
        long cacheBytes,
        long maxPixels) {

    private static final int MIN_RESOLUTION = 4;
    private static final int MAX_RESOLUTION = 4096;
    private static final int WHITE = 0xFFFFFF;

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public ImageOptions {
        if (resolution < MIN_RESOLUTION
                || resolution > MAX_RESOLUTION
                || Integer.bitCount(resolution) != 1) {
            throw new IllegalArgumentException(
                    "resolution is "
                            + resolution
                            + "; allowed is a power of two from "
                            + MIN_RESOLUTION
                            + " to "
                            + MAX_RESOLUTION
                            + ". Images of any size are cropped and resized to it.");
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(
                    "channels is " + channels + "; allowed is 1 (gray) or 3 (red, green, blue)");
        }
        if (background < 0 || background > WHITE) {
            throw new IllegalArgumentException(
                    String.format(
                            "background is 0x%X; allowed is 0x000000 to 0xFFFFFF", background));
        }
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(badImages, "badImages");
        if (cacheBytes < 0) {
            throw new IllegalArgumentException(
                    "cacheBytes is " + cacheBytes + "; allowed is 0 or more bytes");
        }
        if (maxPixels < 1) {
            throw new IllegalArgumentException(
                    "maxPixels is " + maxPixels + "; allowed is 1 or more");
        }
    }

    /**
     * Colour images on white, Lanczos filter, bad files skipped, a quarter of the heap as cache, at
     * most 64 Mi pixels a file.
     *
     * @param resolution width and height every image is brought to, a power of two
     */
    public static ImageOptions of(int resolution) {
        return new ImageOptions(
                resolution,
                3,
                WHITE,
                ResizeFilter.LANCZOS,
                BadImagePolicy.SKIP,
                Runtime.getRuntime().maxMemory() / 4,
                1L << 26);
    }

    /** This with another number of channels. */
    public ImageOptions withChannels(int newChannels) {
        return new ImageOptions(
                resolution, newChannels, background, filter, badImages, cacheBytes, maxPixels);
    }

    /** This with another colour behind transparent pixels, 0xRRGGBB. */
    public ImageOptions withBackground(int newBackground) {
        return new ImageOptions(
                resolution, channels, newBackground, filter, badImages, cacheBytes, maxPixels);
    }

    /** This with another filter. */
    public ImageOptions withFilter(ResizeFilter newFilter) {
        return new ImageOptions(
                resolution, channels, background, newFilter, badImages, cacheBytes, maxPixels);
    }

    /** This with another treatment of bad files. */
    public ImageOptions withBadImages(BadImagePolicy newBadImages) {
        return new ImageOptions(
                resolution, channels, background, filter, newBadImages, cacheBytes, maxPixels);
    }

    /** This with another limit of decoded images in memory, in bytes. */
    public ImageOptions withCacheBytes(long newCacheBytes) {
        return new ImageOptions(
                resolution, channels, background, filter, badImages, newCacheBytes, maxPixels);
    }

    /** This with another limit of the size of one file's image, in pixels. */
    public ImageOptions withMaxPixels(long newMaxPixels) {
        return new ImageOptions(
                resolution, channels, background, filter, badImages, cacheBytes, newMaxPixels);
    }

    /** Bytes of one decoded image. */
    int imageBytes() {
        return channels * resolution * resolution;
    }
}
