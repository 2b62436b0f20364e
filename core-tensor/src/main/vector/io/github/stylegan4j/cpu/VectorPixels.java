package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import java.util.Arrays;

/**
 * Some rows of an image between its own layout, a plane per channel, and blocks in which each pixel
 * is one vector of channels.
 *
 * <p>Element by element it is four channels at a time: more planes would lie a power of two apart
 * and push each other out of the first cache. {@link VectorTurn} takes whole vectors of all
 * channels.
 */
final class VectorPixels {
    /** Planes that are gone through together. */
    static final int GROUP = 4;

    private VectorPixels() {}

    /**
     * Where the rows of a block come from or go to.
     *
     * @param channels channels of the image
     * @param h height of the planes
     * @param w width of the planes
     */
    record Planes(float[] data, int at, int channels, int h, int w) {}

    /**
     * Reads a block of channels; zeros stand for pixels and channels that are not there.
     *
     * @param image which image
     * @param channel first channel of the block
     * @param top row of the image that the block's first row holds
     * @param left column of the image that the block's first column holds
     * @param rows rows of the block
     * @param width columns of the block
     */
    static void read(
            Planes p,
            int image,
            int channel,
            int top,
            int left,
            int rows,
            int width,
            float[] block) {
        read(p, image, channel, top, left, rows, width, block, VectorTurn.SUITS);
    }

    /** The same, with a choice that bits do not depend on: whether whole squares are turned. */
    static void read(
            Planes p,
            int image,
            int channel,
            int top,
            int left,
            int rows,
            int width,
            float[] block,
            boolean turn) {
        int line = width * LANES;
        for (int r = 0; r < rows; r++) {
            int y = top + r;
            int to = r * line;
            if (y < 0 || y >= p.h) {
                Arrays.fill(block, to, to + line, 0f);
                continue;
            }
            int skipped = Math.max(0, -left);
            int n = Math.min(p.w - left, width) - skipped;
            int first = to + skipped * LANES;
            Arrays.fill(block, to, first, 0f);
            Arrays.fill(block, first + n * LANES, to + line, 0f);
            int plane = p.h * p.w;
            int from = p.at + (image * p.channels + channel) * plane + y * p.w + Math.max(0, left);
            int present = Math.min(LANES, p.channels - channel);
            int turned = turn ? squares(present, n) : 0;
            if (turned > 0) {
                VectorTurn.gather(p.data, from, plane, block, first, turned);
                first += turned * LANES;
                from += turned;
                n -= turned;
            }
            int c = 0;
            for (; c + GROUP <= present; c += GROUP) {
                gather(p.data, from + c * plane, plane, block, first + c, n);
            }
            for (; c < present; c++) {
                single(p.data, from + c * plane, block, first + c, n);
            }
            for (; c < LANES; c++) {
                clear(block, first + c, n);
            }
        }
    }

    /** How many of n columns make whole squares of channels and columns. */
    private static int squares(int channels, int n) {
        return channels == LANES ? n - n % LANES : 0;
    }

    /** One lane each of {@code n} vectors for four planes. */
    static void gather(float[] x, int at, int plane, float[] block, int to, int n) {
        int b = at + plane;
        int c = b + plane;
        int d = c + plane;
        for (int j = 0; j < n; j++) {
            block[to + j * LANES] = x[at + j];
            block[to + j * LANES + 1] = x[b + j];
            block[to + j * LANES + 2] = x[c + j];
            block[to + j * LANES + 3] = x[d + j];
        }
    }

    /** One lane of {@code n} vectors for one plane. */
    static void single(float[] x, int at, float[] block, int to, int n) {
        for (int j = 0; j < n; j++) {
            block[to + j * LANES] = x[at + j];
        }
    }

    private static void clear(float[] block, int to, int n) {
        for (int j = 0; j < n; j++) {
            block[to + j * LANES] = 0f;
        }
    }

    /**
     * Where the rows of a block go.
     *
     * @param top row of the image that the first one is
     * @param step distance of the others in the image
     * @param count how many there are
     * @param left column of the image that the block's first column is
     */
    record Lines(int top, int step, int count, int left) {}

    /**
     * Writes a block of channels, leaving out pixels and channels that the image does not have. The
     * block is not the same afterwards.
     *
     * @param width columns of the block
     */
    static void write(float[] block, int width, Planes p, int image, int channel, Lines lines) {
        write(block, width, p, image, channel, lines, VectorTurn.SUITS);
    }

    /** The same, with a choice that bits do not depend on: whether whole squares are turned. */
    static void write(
            float[] block, int width, Planes p, int image, int channel, Lines lines, boolean turn) {
        int plane = p.h * p.w;
        int present = Math.min(LANES, p.channels - channel);
        int n = Math.min(width, p.w - lines.left);
        for (int r = 0; r < lines.count; r++) {
            int y = lines.top + r * lines.step;
            if (y >= p.h) {
                return;
            }
            int from = r * width * LANES;
            int to = p.at + (image * p.channels + channel) * plane + y * p.w + lines.left;
            int turned = turn ? squares(present, n) : 0;
            if (turned > 0) {
                VectorTurn.scatter(block, from, p.data, to, plane, turned);
                from += turned * LANES;
                to += turned;
            }
            int rest = n - turned;
            int c = 0;
            for (; c + GROUP <= present; c += GROUP) {
                scatter(block, from + c, p.data, to + c * plane, plane, rest);
            }
            for (; c < present; c++) {
                for (int j = 0; j < rest; j++) {
                    p.data[to + c * plane + j] = block[from + c + j * LANES];
                }
            }
        }
    }

    private static void scatter(float[] block, int from, float[] y, int at, int plane, int n) {
        int b = at + plane;
        int c = b + plane;
        int d = c + plane;
        for (int j = 0; j < n; j++) {
            y[at + j] = block[from + j * LANES];
            y[b + j] = block[from + j * LANES + 1];
            y[c + j] = block[from + j * LANES + 2];
            y[d + j] = block[from + j * LANES + 3];
        }
    }
}
