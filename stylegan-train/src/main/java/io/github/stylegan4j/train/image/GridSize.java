package io.github.stylegan4j.train.image;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many images a grid holds.
 *
 * @param columns images side by side, from 1 to 1000
 * @param rows images one above the other, from 1 to 1000
 */
public record GridSize(int columns, int rows) {
    private static final int MAX = 1000;
    private static final Pattern EXPLICIT = Pattern.compile("(\\d{1,4})x(\\d{1,4})");

    /**
     * Checks both numbers.
     *
     * @throws IllegalArgumentException naming the value found and what is allowed
     */
    public GridSize {
        if (columns < 1 || columns > MAX || rows < 1 || rows > MAX) {
            throw new IllegalArgumentException(
                    "grid is "
                            + columns
                            + "x"
                            + rows
                            + "; allowed are 1 to "
                            + MAX
                            + " columns and rows");
        }
    }

    /**
     * The grid that fills a screen, or one of a given size.
     *
     * @param name {@code 1080p}: as many images as fit 1920x1080 pixels, but 3 to 32 columns and 2
     *     to 32 rows; {@code 4k}: the same with 3840x2160, 7 to 32 and 4 to 32; or {@code
     *     COLUMNSxROWS}, such as {@code 8x4}
     * @param width width of each image in pixels, from 1
     * @param height height of each image in pixels, from 1
     */
    public static GridSize of(String name, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "image size is " + width + "x" + height + "; allowed is 1x1 or more");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("1080p")) {
            return new GridSize(clamped(1920 / width, 3), clamped(1080 / height, 2));
        }
        if (lower.equals("4k")) {
            return new GridSize(clamped(3840 / width, 7), clamped(2160 / height, 4));
        }
        Matcher matcher = EXPLICIT.matcher(lower);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "grid is \"" + name + "\"; allowed is 1080p, 4k or COLUMNSxROWS, such as 8x4");
        }
        return new GridSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    private static int clamped(int value, int min) {
        return Math.max(min, Math.min(32, value));
    }

    /** Number of images. */
    public int count() {
        return columns * rows;
    }

    /** {@code COLUMNSxROWS}, as {@link #of} reads it. */
    @Override
    public String toString() {
        return columns + "x" + rows;
    }
}
