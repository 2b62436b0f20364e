package io.github.stylegan4j.cpu;

import java.util.Arrays;

/** The transform of products back to pixels, for every tile of a chunk at once. */
final class WinogradOutput {
    private final WinogradFilter filter;
    private final WinogradTiles tiles;
    private final int channels;
    private final float[] y;
    private final int yAt;

    WinogradOutput(WinogradFilter filter, WinogradTiles tiles, int channels, float[] y, int yAt) {
        this.filter = filter;
        this.tiles = tiles;
        this.channels = channels;
        this.y = y;
        this.yAt = yAt;
    }

    /**
     * Transforms some rows of tiles.
     *
     * @param m the products: row {@code position * lines + channel}, an element per tile
     */
    void transform(BlockedProduct engine, int firstRow, int rows, float[][] m, int lines) {
        int count = rows * tiles.columns();
        int columnWise = filter.tile() * filter.span();
        engine.threads()
                .ranges(
                        channels,
                        Math.max(1, 2048 / count),
                        (from, to) -> {
                            try (Workspace w = engine.workspaces().take()) {
                                int scratch = columnWise + filter.tile() * filter.tile();
                                float[][] s = w.sums(scratch, count);
                                for (int c = from; c < to; c++) {
                                    combine(s, c, count, m, lines);
                                    store(s, columnWise, c, firstRow, rows);
                                }
                            }
                        });
    }

    /** Pixel (r, c) of each tile goes to {@code s[tile * span + r * tile + c]}. */
    private void combine(float[][] s, int channel, int count, float[][] m, int lines) {
        int span = filter.span();
        int tile = filter.tile();
        float[][] column = new float[span][];
        float[][] result = new float[tile][];
        for (int c = 0; c < span; c++) {
            for (int r = 0; r < span; r++) {
                column[r] = m[(span * r + c) * lines + channel];
            }
            for (int r = 0; r < tile; r++) {
                result[r] = s[r * span + c];
            }
            filter.products(column, result, count);
        }
        int first = tile * span;
        for (int r = 0; r < tile; r++) {
            filter.products(
                    Arrays.copyOfRange(s, r * span, (r + 1) * span),
                    Arrays.copyOfRange(s, first + r * tile, first + (r + 1) * tile),
                    count);
        }
    }

    private void store(float[][] s, int first, int channel, int firstRow, int rows) {
        int n = tiles.columns();
        int tile = filter.tile();
        for (int i = 0; i < rows; i++) {
            int image = (firstRow + i) / tiles.rows();
            int top = (firstRow + i) % tiles.rows() * tile;
            int plane = (image * channels + channel) * tiles.oh();
            for (int r = 0; r < Math.min(tile, tiles.oh() - top); r++) {
                int to = yAt + (plane + top + r) * tiles.ow();
                int whole = tiles.ow() / tile;
                filter.together(s, first + r * tile, i * n, whole, y, to);
                for (int c = whole * tile; c < tiles.ow(); c++) {
                    y[to + c] = s[first + r * tile + c % tile][i * n + whole];
                }
            }
        }
    }
}
