package io.github.stylegan4j.stylegan;

/**
 * The proportions of images: a resolution R stands for images of {@code height * R / 4} lines and
 * {@code width * R / 4} columns, so that 4x4 is the square, and 3x4 at resolution 512 is 384 lines
 * of 512 pixels.
 *
 * @param height lines of the smallest images, from 1 to 64
 * @param width columns of the smallest images, from 1 to 64
 */
public record BaseGrid(int height, int width) {
    /** Square images. */
    public static final BaseGrid SQUARE = new BaseGrid(4, 4);

    private static final int MAX = 64;

    /**
     * Checks both numbers.
     *
     * @throws IllegalArgumentException naming the number and what is allowed
     */
    public BaseGrid {
        require("height", height);
        require("width", width);
    }

    private static void require(String name, int value) {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException(
                    name + " of the base grid is " + value + "; allowed is 1 to " + MAX);
        }
    }

    /**
     * Reads what {@link #toString} writes, such as {@code 3x4}.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    public static BaseGrid parse(String text) {
        if (!text.matches("\\d{1,3}x\\d{1,3}")) {
            throw new IllegalArgumentException(
                    "base grid is '" + text + "'; allowed is HEIGHTxWIDTH, such as 4x4 or 3x4");
        }
        int x = text.indexOf('x');
        return new BaseGrid(
                Integer.parseInt(text.substring(0, x)), Integer.parseInt(text.substring(x + 1)));
    }

    /** Lines of images at a resolution, a power of two from 4 on. */
    public int heightAt(int resolution) {
        return height * (resolution / 4);
    }

    /** Columns of images at a resolution, a power of two from 4 on. */
    public int widthAt(int resolution) {
        return width * (resolution / 4);
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
