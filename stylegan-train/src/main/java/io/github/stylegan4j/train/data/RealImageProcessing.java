package io.github.stylegan4j.train.data;

import java.util.Arrays;

/**
 * What happens to real images between the data set and the discriminator, as pure functions.
 *
 * <p>Images come at the resolution r of the current level of detail. They are mapped to [-1, 1],
 * mirrored at random, blended with their own half-resolution version while a resolution fades in
 * (so that reals and fakes lack the same detail), and enlarged to the full size of the networks:
 *
 * <pre>{@code
 * faded = x + (up(down(x)) - x) * (lod - floor(lod))
 * full  = nearest neighbour of faded by 2^floor(lod)
 * }</pre>
 *
 * <p>Source: Karras et al., "Progressive Growing of GANs" (arXiv 1710.10196), section 2 and
 * appendix A.1.
 */
public final class RealImageProcessing {
    private static final float[] TO_FLOAT = new float[256];

    static {
        for (int i = 0; i < 256; i++) {
            TO_FLOAT[i] = (float) (i / 127.5 - 1);
        }
    }

    private RealImageProcessing() {}

    /**
     * Takes images down to a lower level of detail: each pixel is the mean of the block it stands
     * for, rounded to a whole number (halves to even). The mean is taken over the full-resolution
     * pixels, never over rounded levels in between.
     *
     * @param image unsigned bytes, [C, R, R]
     * @param channels C
     * @param from R, a power of two
     * @param to r, a power of two up to R
     * @return unsigned bytes, [C, r, r]; {@code image} itself if r = R
     */
    public static byte[] level(byte[] image, int channels, int from, int to) {
        requireLength("image", image.length, (long) channels * from * from);
        requireLevel(from, to);
        return reduced(image, channels * from, from, from / to);
    }

    /**
     * Takes images of any proportions down by a factor, as {@link #level} does.
     *
     * @param image unsigned bytes, [rows, width]: the channels below each other
     * @param rows a multiple of {@code block}
     * @param width a multiple of {@code block}
     * @param block pixels of the image for each of the result in both directions, a power of two
     * @return unsigned bytes, [rows / block, width / block]; {@code image} itself if block is 1
     */
    static byte[] reduced(byte[] image, int rows, int width, int block) {
        if (block == 1) {
            return image;
        }
        int shift = Integer.numberOfTrailingZeros(block);
        int to = width / block;
        byte[] result = new byte[rows / block * to];
        long[] sums = new long[to];
        for (int row = 0; row < rows / block; row++) {
            Arrays.fill(sums, 0);
            for (int dy = 0; dy < block; dy++) {
                int at = (row * block + dy) * width;
                for (int x = 0; x < width; x++) {
                    sums[x >> shift] += image[at + x] & 0xFF;
                }
            }
            for (int x = 0; x < to; x++) {
                result[row * to + x] = (byte) Math.rint((double) sums[x] / ((long) block * block));
            }
        }
        return result;
    }

    /**
     * Maps unsigned bytes 0..255 to -1..1, mirroring left and right if wanted.
     *
     * @param image unsigned bytes, [C, H, W]
     * @param width W
     * @param mirror whether to mirror
     * @param target receives the image, [C, H, W]
     * @param at where in {@code target} it begins
     */
    public static void toFloat(byte[] image, int width, boolean mirror, float[] target, int at) {
        for (int line = 0; line < image.length; line += width) {
            for (int x = 0; x < width; x++) {
                int from = mirror ? width - 1 - x : x;
                target[at + line + x] = TO_FLOAT[image[line + from] & 0xFF];
            }
        }
    }

    /**
     * Blends images with their own half-resolution version, box down and nearest neighbour up.
     *
     * @param images [..., r, r]
     * @param resolution r, even
     * @param fraction weight of the half-resolution version, from 0 to 1: lod - floor(lod)
     * @return [..., r, r]
     */
    public static float[] fade(float[] images, int resolution, double fraction) {
        requirePlanes(images, resolution);
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction is " + fraction + "; allowed is 0 to 1");
        }
        if (fraction == 0) {
            return images.clone();
        }
        if (resolution % 2 != 0) {
            throw new IllegalArgumentException(
                    "resolution is " + resolution + "; images that fade need an even one");
        }
        float[] result = new float[images.length];
        float weight = (float) fraction;
        for (int top = 0; top < images.length; top += 2 * resolution) {
            for (int x = top; x < top + resolution; x += 2) {
                int below = x + resolution;
                float mean =
                        0.25f * (images[x] + images[x + 1] + images[below] + images[below + 1]);
                result[x] = lerp(images[x], mean, weight);
                result[x + 1] = lerp(images[x + 1], mean, weight);
                result[below] = lerp(images[below], mean, weight);
                result[below + 1] = lerp(images[below + 1], mean, weight);
            }
        }
        return result;
    }

    private static float lerp(float a, float b, float weight) {
        return a + (b - a) * weight;
    }

    /**
     * Enlarges images by repeating each pixel.
     *
     * @param images [..., r, r]
     * @param resolution r
     * @param factor how often each pixel is repeated in both directions, from 1
     * @return [..., r * factor, r * factor]
     */
    public static float[] upscale(float[] images, int resolution, int factor) {
        requirePlanes(images, resolution);
        if (factor < 1) {
            throw new IllegalArgumentException("factor is " + factor + "; allowed is 1 or more");
        }
        if (factor == 1) {
            return images.clone();
        }
        int width = resolution * factor;
        float[] result = new float[Math.multiplyExact(images.length, factor * factor)];
        int lines = images.length / resolution;
        for (int line = 0; line < lines; line++) {
            int target = line * factor * width;
            for (int x = 0; x < width; x++) {
                result[target + x] = images[line * resolution + x / factor];
            }
            for (int copy = 1; copy < factor; copy++) {
                System.arraycopy(result, target, result, target + copy * width, width);
            }
        }
        return result;
    }

    /**
     * Fades and enlarges images as a level of detail demands.
     *
     * @param images [..., r, r] with r the resolution of {@code lod}
     * @param resolution r
     * @param lod level of detail, from 0
     * @return [..., R, R] with R = r 2^floor(lod), the full resolution
     */
    public static float[] process(float[] images, int resolution, double lod) {
        if (!(lod >= 0 && lod < 31)) {
            throw new IllegalArgumentException("lod is " + lod + "; allowed is 0 or more");
        }
        int whole = (int) Math.floor(lod);
        return upscale(fade(images, resolution, lod - whole), resolution, 1 << whole);
    }

    private static void requirePlanes(float[] images, int resolution) {
        if (resolution < 1 || images.length % (resolution * resolution) != 0) {
            throw new IllegalArgumentException(
                    "images has "
                            + images.length
                            + " numbers, which is no multiple of "
                            + resolution
                            + "x"
                            + resolution
                            + " pixels");
        }
    }

    private static void requireLevel(int from, int to) {
        if (to < 1 || to > from || Integer.bitCount(to) != 1 || Integer.bitCount(from) != 1) {
            throw new IllegalArgumentException(
                    "resolution is "
                            + to
                            + "; allowed is a power of two up to the images' own resolution "
                            + from);
        }
    }

    private static void requireLength(String name, long found, long allowed) {
        if (found != allowed) {
            throw new IllegalArgumentException(
                    name + " has " + found + " bytes; its shape asks for " + allowed);
        }
    }
}
