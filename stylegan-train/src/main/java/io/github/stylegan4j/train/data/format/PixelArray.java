package io.github.stylegan4j.train.data.format;

import java.util.Objects;

/**
 * One image as it stands in a file.
 *
 * @param channels C: 1 gray, 2 gray with opacity, 3 red, green and blue, 4 with opacity
 * @param height H
 * @param width W
 * @param bytes unsigned, [C, H, W]
 */
public record PixelArray(int channels, int height, int width, byte[] bytes) {
    /** Most channels an image can have. */
    public static final int MAX_CHANNELS = 4;

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if a number is below 1, there are more than 4 channels, or
     *     the bytes do not fit the shape
     */
    public PixelArray {
        Objects.requireNonNull(bytes, "bytes");
        if (channels < 1 || channels > MAX_CHANNELS || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "the shape is "
                            + shape(channels, height, width)
                            + "; allowed are 1 to 4 channels, and 1 or more lines and columns");
        }
        if ((long) channels * height * width != bytes.length) {
            throw new IllegalArgumentException(
                    "there are "
                            + bytes.length
                            + " bytes; the shape "
                            + shape(channels, height, width)
                            + " asks for "
                            + (long) channels * height * width);
        }
    }

    private static String shape(int channels, int height, int width) {
        return "[" + channels + ", " + height + ", " + width + "]";
    }

    /** The shape as text, [C, H, W]. */
    public String shape() {
        return shape(channels, height, width);
    }
}
