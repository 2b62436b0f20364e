package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.ArrayTooLongException;
import java.util.Arrays;

/** Copies images so that the channels of one pixel lie side by side, with a border of zeros. */
final class ChannelsLast {
    private static final int TILE = 16;

    private ChannelsLast() {}

    /**
     * Source rows {@code [image, row]} to pixels: from planes {@code [n, c, h, w]} to {@code [n,
     * rows, w + 2 pad, c]}, where destination row r holds source row {@code firstRow + r} and rows
     * or columns outside of the image are zero.
     *
     * @param n images
     * @param c channels
     * @param h height of a plane
     * @param w width of a plane
     * @param firstRow source row of the first destination row; may be negative
     * @param rows destination rows per image
     * @param pad zero columns on each side
     */
    record Layout(int n, int c, int h, int w, int firstRow, int rows, int pad) {
        int width() {
            return w + 2 * pad;
        }

        int length() {
            long length = (long) n * rows * width() * c;
            if (length > Integer.MAX_VALUE) {
                throw new ArrayTooLongException(
                        "A convolution needs scratch memory of "
                                + length
                                + " elements, longer than a Java array can be; compute fewer"
                                + " images at once");
            }
            return (int) length;
        }
    }

    /** Copies the images from {@code x}, the first one beginning at {@code xAt}, to {@code to}. */
    static void copy(CpuThreads threads, Layout l, float[] x, int xAt, float[] to) {
        int line = l.width() * l.c;
        threads.ranges(
                l.n * l.rows,
                Math.max(1, 32768 / line),
                (from, end) -> {
                    for (int i = from; i < end; i++) {
                        int image = i / l.rows;
                        int row = l.firstRow + i % l.rows;
                        int at = i * line;
                        if (row < 0 || row >= l.h) {
                            Arrays.fill(to, at, at + line, 0f);
                            continue;
                        }
                        Arrays.fill(to, at, at + l.pad * l.c, 0f);
                        Arrays.fill(to, at + line - l.pad * l.c, at + line, 0f);
                        int source = xAt + (image * l.c * l.h + row) * l.w;
                        transpose(x, source, l.h * l.w, l.c, l.w, to, at + l.pad * l.c);
                    }
                });
    }

    private static void transpose(
            float[] x, int xAt, int plane, int channels, int width, float[] to, int at) {
        for (int c0 = 0; c0 < channels; c0 += TILE) {
            int c1 = Math.min(channels, c0 + TILE);
            for (int j0 = 0; j0 < width; j0 += TILE) {
                int j1 = Math.min(width, j0 + TILE);
                for (int j = j0; j < j1; j++) {
                    int out = at + j * channels;
                    int in = xAt + j + c0 * plane;
                    for (int c = c0; c < c1; c++, in += plane) {
                        to[out + c] = x[in];
                    }
                }
            }
        }
    }
}
