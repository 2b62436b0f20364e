package io.github.stylegan4j.train.data;

import io.github.stylegan4j.stylegan.BaseGrid;
import java.util.Locale;
import java.util.Objects;

/**
 * How image files become training images; immutable and validated.
 *
 * @param resolution width and height every image is brought to, a power of two from 4 to 4096
 * @param baseGrid proportions of the images; with other than square ones the resolution is not
 *     their width and height, but says how often the grid is doubled
 * @param channels 1 for gray, 3 for red, green and blue, 4 with opacity as well
 * @param background colour behind transparent pixels, 0xRRGGBB
 * @param filter how pixels are weighted when an image is resized
 * @param badImages what happens to files that cannot be decoded
 * @param cacheBytes how many bytes of decoded images are kept in memory, from 0; the others are
 *     decoded anew each time
 * @param maxPixels pixels (width times height) above which a file counts as bad, from 1: the whole
 *     image is decoded before it is resized, and a damaged header can claim any size
 * @param maxLabelSize how many components of each label are used, the first ones: 0 for no labels,
 *     {@link #ALL_LABELS} for all, {@link #LABELS_IF_ANY} for all without asking for any
 */
public record ImageOptions(
        int resolution,
        BaseGrid baseGrid,
        int channels,
        int background,
        ResizeFilter filter,
        BadImagePolicy badImages,
        long cacheBytes,
        long maxPixels,
        int maxLabelSize) {

    /** The label size limit that takes all labels, if there are any. */
    public static final int LABELS_IF_ANY = -1;

    /** The label size limit that takes labels as they are, and asks for them. */
    public static final int ALL_LABELS = Integer.MAX_VALUE;

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
        Objects.requireNonNull(baseGrid, "baseGrid");
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new IllegalArgumentException(
                    "channels is "
                            + channels
                            + "; allowed is 1 (gray), 3 (red, green, blue) or 4 (and opacity)");
        }
        if (background < 0 || background > WHITE) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "background is 0x%X; allowed is 0x000000 to 0xFFFFFF",
                            background));
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
        if (maxLabelSize < LABELS_IF_ANY) {
            throw new IllegalArgumentException(
                    "maxLabelSize is " + maxLabelSize + "; allowed is 0 or more components");
        }
    }

    /**
     * Square colour images on white, Lanczos filter, bad files skipped, a quarter of the heap as
     * cache, at most 64 Mi pixels a file, no labels.
     *
     * @param resolution width and height every image is brought to, a power of two
     */
    public static ImageOptions of(int resolution) {
        return new ImageOptions(
                resolution,
                BaseGrid.SQUARE,
                3,
                WHITE,
                ResizeFilter.LANCZOS,
                BadImagePolicy.SKIP,
                Runtime.getRuntime().maxMemory() / 4,
                1L << 26,
                0);
    }

    /** This at another resolution. */
    public ImageOptions withResolution(int newResolution) {
        return new ImageOptions(
                newResolution,
                baseGrid,
                channels,
                background,
                filter,
                badImages,
                cacheBytes,
                maxPixels,
                maxLabelSize);
    }

    /** This with other proportions of the images. */
    public ImageOptions withBaseGrid(BaseGrid newBaseGrid) {
        return new ImageOptions(
                resolution,
                newBaseGrid,
                channels,
                background,
                filter,
                badImages,
                cacheBytes,
                maxPixels,
                maxLabelSize);
    }

    /** This with another number of channels. */
    public ImageOptions withChannels(int newChannels) {
        return new ImageOptions(
                resolution,
                baseGrid,
                newChannels,
                background,
                filter,
                badImages,
                cacheBytes,
                maxPixels,
                maxLabelSize);
    }

    /** This with another colour behind transparent pixels, 0xRRGGBB. */
    public ImageOptions withBackground(int newBackground) {
        return new ImageOptions(
                resolution,
                baseGrid,
                channels,
                newBackground,
                filter,
                badImages,
                cacheBytes,
                maxPixels,
                maxLabelSize);
    }

    /** This with another filter. */
    public ImageOptions withFilter(ResizeFilter newFilter) {
        return new ImageOptions(
                resolution,
                baseGrid,
                channels,
                background,
                newFilter,
                badImages,
                cacheBytes,
                maxPixels,
                maxLabelSize);
    }

    /** This with another treatment of bad files. */
    public ImageOptions withBadImages(BadImagePolicy newBadImages) {
        return new ImageOptions(
                resolution,
                baseGrid,
                channels,
                background,
                filter,
                newBadImages,
                cacheBytes,
                maxPixels,
                maxLabelSize);
    }

    /** This with another limit of decoded images in memory, in bytes. */
    public ImageOptions withCacheBytes(long newCacheBytes) {
        return new ImageOptions(
                resolution,
                baseGrid,
                channels,
                background,
                filter,
                badImages,
                newCacheBytes,
                maxPixels,
                maxLabelSize);
    }

    /** This with another limit of the size of one file's image, in pixels. */
    public ImageOptions withMaxPixels(long newMaxPixels) {
        return new ImageOptions(
                resolution,
                baseGrid,
                channels,
                background,
                filter,
                badImages,
                cacheBytes,
                newMaxPixels,
                maxLabelSize);
    }

    /** This with so many components of each label, or one of the constants here. */
    public ImageOptions withMaxLabelSize(int newMaxLabelSize) {
        return new ImageOptions(
                resolution,
                baseGrid,
                channels,
                background,
                filter,
                badImages,
                cacheBytes,
                maxPixels,
                newMaxLabelSize);
    }

    /** Lines of every image. */
    public int height() {
        return baseGrid.heightAt(resolution);
    }

    /** Columns of every image. */
    public int width() {
        return baseGrid.widthAt(resolution);
    }

    /** Bytes of one decoded image. */
    int imageBytes() {
        return Math.multiplyExact(channels, Math.multiplyExact(height(), width()));
    }
}
