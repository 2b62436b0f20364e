package io.github.stylegan4j.cpu;

import java.util.Arrays;

/**
 * The transform of the pixels of an image, for every tile of a chunk at once.
 *
 * <p>The rows of pixels are first taken apart into the columns that tiles see, one array per column
 * with an element per tile; from then on all arithmetic is between whole arrays. A tile reads as
 * many rows of pixels as it is high and two more, which are the first two of the tile below. An
 * image of n rows of tiles therefore takes n + 1 slots, and a shift by one slot brings the rows of
 * the tile below under those of each tile.
 */
final class WinogradInput {
    private static final int OVERLAP = WinogradFilter.TAPS - 1;

    private final WinogradFilter filter;
    private final WinogradTiles tiles;
    private final int channels;
    private final float[] x;
    private final int xAt;

    WinogradInput(WinogradFilter filter, WinogradTiles tiles, int channels, float[] x, int xAt) {
        this.filter = filter;
        this.tiles = tiles;
        this.channels = channels;
        this.x = x;
        this.xAt = xAt;
    }

    /**
     * Transforms some rows of tiles.
     *
     * @param v the result: row {@code position * lines + channel}, an element per tile
     */
    void transform(BlockedProduct engine, int firstRow, int rows, float[][] v, int lines) {
        int count = rows * tiles.columns();
        int images = (firstRow + rows - 1) / tiles.rows() - firstRow / tiles.rows() + 1;
        int slots = (rows + images) * tiles.columns();
        int paddedWidth = tiles.columns() * filter.tile() + OVERLAP;
        int pixelArrays = filter.tile() * filter.span();
        engine.threads()
                .ranges(
                        channels,
                        Math.max(1, 2048 / count),
                        (from, to) -> {
                            try (Workspace w = engine.workspaces().take()) {
                                int scratch = 2 * pixelArrays + OVERLAP + filter.span();
                                float[][] s = w.sums(scratch, slots);
                                float[] padded = new float[paddedWidth];
                                for (int c = from; c < to; c++) {
                                    apart(s, c, firstRow, rows, padded);
                                    combine(s, c, firstRow, rows, slots, v, lines);
                                }
                            }
                        });
    }

    /** Takes the rows of pixels apart: row r of each tile, column c, goes to s[r * span + c]. */
    private void apart(float[][] s, int channel, int firstRow, int rows, float[] padded) {
        int at = 0;
        for (int row = firstRow; row < firstRow + rows; ) {
            int image = row / tiles.rows();
            int top = row % tiles.rows();
            int part = Math.min(tiles.rows() - top, firstRow + rows - row);
            int plane = xAt + (image * channels + channel) * tiles.h() * tiles.w();
            for (int i = 0; i <= part; i++, at += tiles.columns()) {
                int below = i < part ? filter.tile() : OVERLAP;
                for (int r = 0; r < below; r++) {
                    pixels(plane, (top + i) * filter.tile() + r, at, s, r * filter.span(), padded);
                }
            }
            row += part;
        }
    }

    private void combine(
            float[][] s, int channel, int firstRow, int rows, int slots, float[][] v, int lines) {
        int span = filter.span();
        int tile = filter.tile();
        int rowWise = tile * span;
        for (int r = 0; r < tile; r++) {
            filter.pixels(
                    Arrays.copyOfRange(s, r * span, (r + 1) * span),
                    Arrays.copyOfRange(s, rowWise + r * span, rowWise + (r + 1) * span),
                    slots);
        }
        int shifted = slots - tiles.columns();
        float[][] below = Arrays.copyOfRange(s, 2 * rowWise, 2 * rowWise + OVERLAP);
        float[][] result =
                Arrays.copyOfRange(s, 2 * rowWise + OVERLAP, 2 * rowWise + OVERLAP + span);
        float[][] column = new float[span][];
        for (int c = 0; c < span; c++) {
            for (int r = 0; r < tile; r++) {
                column[r] = s[rowWise + r * span + c];
            }
            for (int r = 0; r < OVERLAP; r++) {
                System.arraycopy(column[r], tiles.columns(), below[r], 0, shifted);
                column[tile + r] = below[r];
            }
            filter.pixels(column, result, shifted);
            for (int r = 0; r < span; r++) {
                store(result[r], firstRow, rows, v[(span * r + c) * lines + channel]);
            }
        }
    }

    /** What column c of tile t reads in a row of padded pixels goes to {@code s[first + c][t]}. */
    private void pixels(int plane, int paddedRow, int at, float[][] s, int first, float[] padded) {
        int n = tiles.columns();
        int y = paddedRow - tiles.pad();
        if (y < 0 || y >= tiles.h()) {
            for (int c = first; c < first + filter.span(); c++) {
                Arrays.fill(s[c], at, at + n, 0f);
            }
            return;
        }
        // What lies around the row stays zero from the allocation on.
        System.arraycopy(x, plane + y * tiles.w(), padded, tiles.pad(), tiles.w());
        filter.apart(padded, n, s, first, at);
    }

    /** Copies the slots of whole tile rows, leaving out the last slot of each image. */
    private void store(float[] from, int firstRow, int rows, float[] v) {
        int n = tiles.columns();
        int to = 0;
        int at = 0;
        for (int row = firstRow; row < firstRow + rows; ) {
            int part = Math.min(tiles.rows() - row % tiles.rows(), firstRow + rows - row);
            System.arraycopy(from, at, v, to, part * n);
            to += part * n;
            at += (part + 1) * n;
            row += part;
        }
    }
}
