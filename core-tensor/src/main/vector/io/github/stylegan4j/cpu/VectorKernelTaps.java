package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import java.util.Arrays;

/**
 * The 3 x 3 kernels of a convolution, transformed in panels: for each of the transformed taps, a
 * block of {@link VectorTiles#COLUMNS} result channels and a range of source channels a matrix with
 * a row per source channel.
 *
 * @param filter how they are transformed
 * @param w kernels by output and input channel of the convolution
 * @param wAt where they begin
 * @param out result channels
 * @param in source channels
 * @param turned whether result channels are the convolution's input channels and the kernels are
 *     turned by half a revolution, as its input gradient needs them
 * @param scale what they are multiplied by
 */
record VectorKernelTaps(
        VectorFilter filter, float[] w, int wAt, int out, int in, boolean turned, float scale) {
    private static final int TAPS = VectorFilter.TAPS * VectorFilter.TAPS;
    private static final int COLUMNS = VectorTiles.COLUMNS;

    /** Source channels whose taps are brought together in the first-level cache. */
    private static final int GROUP = 32;

    /** Blocks of result channels. */
    int blocks() {
        return BlockedProduct.ceil(out, COLUMNS);
    }

    /**
     * Elements between the panels of neighbouring transformed taps; not a power of two, for the
     * sake of the cache's sets.
     *
     * @param channels source channels of a panel
     */
    static int step(int channels) {
        return channels * COLUMNS + LANES;
    }

    /** Elements of the panels of all transformed taps. */
    int size(int channels) {
        return filter.tapVectors() * step(channels);
    }

    /** Elements of the panels of all blocks, when each has all source channels. */
    long wholeSize() {
        return (long) blocks() * size(in);
    }

    /** Transforms all kernels to the panels of one block after the other. */
    void transform(BlockedProduct engine, float[] to) {
        int parts = BlockedProduct.ceil(in, GROUP);
        engine.threads()
                .each(
                        blocks() * parts,
                        i -> {
                            int block = i / parts;
                            int from = i % parts * GROUP;
                            int at = block * size(in) + from * COLUMNS;
                            try (Workspace ws = engine.workspaces().take()) {
                                group(block, from, Math.min(in, from + GROUP), to, at, in, ws);
                            }
                        });
    }

    /**
     * Transforms the kernels of some source channels to the panels of one block.
     *
     * @param from first source channel
     * @param end behind the last one
     */
    void transform(int block, int from, int end, float[] to, Workspace ws) {
        for (int c = from; c < end; c += GROUP) {
            int last = Math.min(end, c + GROUP);
            group(block, c, last, to, (c - from) * COLUMNS, end - from, ws);
        }
    }

    private void group(
            int block, int from, int end, float[] to, int at, int channels, Workspace ws) {
        float[][] rows = ws.panel(2, Math.max(filter.scratch(), GROUP * TAPS * LANES));
        float[] taps = rows[0];
        for (int half = 0; half < COLUMNS; half += LANES) {
            int first = block * COLUMNS + half;
            int present = Math.max(0, Math.min(LANES, out - first));
            if (present < LANES) {
                Arrays.fill(taps, 0, (end - from) * TAPS * LANES, 0f);
            }
            if (turned) {
                turn(first, present, from, end, taps);
            } else {
                collect(first, present, from, end, taps);
            }
            if (scale != 1f) {
                multiply(taps, (end - from) * TAPS * LANES);
            }
            for (int c = from; c < end; c++) {
                int tap = (c - from) * TAPS * LANES;
                int panel = at + half + (c - from) * COLUMNS;
                filter.kernelTile(taps, tap, rows[1], to, panel, step(channels));
            }
        }
    }

    private void multiply(float[] taps, int count) {
        for (int i = 0; i < count; i++) {
            taps[i] *= scale;
        }
    }

    /** Taps of a range of source channels, which lie side by side for each result channel. */
    private void collect(int first, int present, int from, int end, float[] taps) {
        int row = in * TAPS;
        int at = wAt + first * row + from * TAPS;
        int count = (end - from) * TAPS;
        int i = 0;
        for (; i + VectorPixels.GROUP <= present; i += VectorPixels.GROUP) {
            VectorPixels.gather(w, at + i * row, row, taps, i, count);
        }
        for (; i < present; i++) {
            VectorPixels.single(w, at + i * row, taps, i, count);
        }
    }

    /** Taps of a block of result channels, which lie side by side for each source channel. */
    private void turn(int first, int present, int from, int end, float[] taps) {
        for (int c = from; c < end; c++) {
            int at = wAt + (c * out + first) * TAPS;
            int to = (c - from) * TAPS * LANES + (TAPS - 1) * LANES;
            for (int i = 0; i < present; i++) {
                reverse(w, at + i * TAPS, taps, to + i);
            }
        }
    }

    private static void reverse(float[] w, int at, float[] taps, int to) {
        for (int t = 0; t < TAPS; t++) {
            taps[to - t * LANES] = w[at + t];
        }
    }
}
