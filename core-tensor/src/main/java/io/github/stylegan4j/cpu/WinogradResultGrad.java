package io.github.stylegan4j.cpu;

import java.util.Arrays;

/**
 * The transform {@code A dy A^T} of the gradient of a result, for every tile of a chunk at once.
 */
final class WinogradResultGrad {
    private final WinogradFour filter;
    private final WinogradTiles tiles;
    private final int channels;
    private final float[] dy;
    private final int dyAt;

    WinogradResultGrad(
            WinogradFour filter, WinogradTiles tiles, int channels, float[] dy, int dyAt) {
        this.filter = filter;
        this.tiles = tiles;
        this.channels = channels;
        this.dy = dy;
        this.dyAt = dyAt;
    }

    /**
     * Transforms some rows of tiles.
     *
     * @param m the result: row {@code position * channels + channel}, an element per tile
     */
    void transform(BlockedProduct engine, int firstRow, int rows, float[][] m) {
        int count = rows * tiles.columns();
        int arrays = filter.tile() * filter.span();
        engine.threads()
                .ranges(
                        channels,
                        Math.max(1, 2048 / count),
                        (from, to) -> {
                            try (Workspace w = engine.workspaces().take()) {
                                float[][] s = w.sums(2 * arrays, count);
                                int width = tiles.columns() * filter.tile();
                                float[] padded = new float[width + filter.span()];
                                for (int c = from; c < to; c++) {
                                    apart(s, c, firstRow, rows, padded);
                                    combine(s, c, count, m);
                                }
                            }
                        });
    }

    /** Takes pixels apart: row r of each tile, column c, goes to s[r * span + c]. */
    private void apart(float[][] s, int channel, int firstRow, int rows, float[] padded) {
        int n = tiles.columns();
        for (int i = 0; i < rows; i++) {
            int image = (firstRow + i) / tiles.rows();
            int top = (firstRow + i) % tiles.rows() * filter.tile();
            int plane = dyAt + (image * channels + channel) * tiles.oh() * tiles.ow();
            for (int r = 0; r < filter.tile(); r++) {
                if (top + r < tiles.oh()) {
                    int from = plane + (top + r) * tiles.ow();
                    System.arraycopy(dy, from, padded, 0, tiles.ow());
                    filter.apart(padded, n, s, r * filter.span(), i * n);
                } else {
                    for (int c = 0; c < filter.tile(); c++) {
                        Arrays.fill(s[r * filter.span() + c], i * n, (i + 1) * n, 0f);
                    }
                }
            }
        }
    }

    private void combine(float[][] s, int channel, int count, float[][] m) {
        int span = filter.span();
        int tile = filter.tile();
        int first = tile * span;
        for (int r = 0; r < tile; r++) {
            filter.gradients(
                    Arrays.copyOfRange(s, r * span, r * span + tile),
                    Arrays.copyOfRange(s, first + r * span, first + (r + 1) * span),
                    count);
        }
        float[][] column = new float[tile][];
        float[][] result = new float[span][];
        for (int c = 0; c < span; c++) {
            for (int r = 0; r < tile; r++) {
                column[r] = s[first + r * span + c];
            }
            for (int r = 0; r < span; r++) {
                result[r] = m[(span * r + c) * channels + channel];
            }
            filter.gradients(column, result, count);
        }
    }
}
