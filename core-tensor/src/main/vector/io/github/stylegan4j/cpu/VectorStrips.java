package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

/**
 * Walks some rows of tiles, which may belong to several images, one block of channels at a time:
 * between the pixels of an image and what each tile reads or writes of them.
 *
 * @param filter the size of the tiles
 * @param tiles all tiles
 * @param row first row of tiles
 * @param rows how many
 */
record VectorStrips(VectorFilter filter, WinogradTiles tiles, int row, int rows) {
    /** Transforms one tile of a block of pixels. */
    @FunctionalInterface
    interface TileBody {
        /**
         * Handles a tile.
         *
         * @param tile its number, counted from the first row on
         * @param at where its first pixel lies in the block
         * @param rowStep elements between rows of the block
         */
        void tile(int tile, int at, int rowStep);
    }

    /** Number of tiles. */
    int count() {
        return rows * tiles.columns();
    }

    /** Elements of a block of pixels that the tiles read. */
    int sourceSize() {
        int most = Math.min(rows, tiles.rows());
        return (most * filter.stride() + VectorFilter.OVERLAP) * sourceWidth() * LANES;
    }

    /** Elements of a block of pixels that belong to the tiles' results. */
    int resultSize() {
        return Math.min(rows, tiles.rows()) * filter.tile() * resultWidth() * LANES;
    }

    private int sourceWidth() {
        return tiles.columns() * filter.stride() + VectorFilter.OVERLAP;
    }

    private int resultWidth() {
        return tiles.columns() * filter.tile();
    }

    /** Reads what the tiles read, and hands each of them out. */
    void source(VectorPixels.Planes x, int channel, float[] block, TileBody body) {
        int size = filter.stride();
        for (int r = row; r < row + rows; ) {
            int top = r % tiles.rows();
            int part = Math.min(tiles.rows() - top, row + rows - r);
            VectorPixels.read(
                    x,
                    r / tiles.rows(),
                    channel,
                    top * size - tiles.pad(),
                    -tiles.pad(),
                    part * size + VectorFilter.OVERLAP,
                    sourceWidth(),
                    block);
            each(r, part, size, sourceWidth(), body);
            r += part;
        }
    }

    /** Reads the results' own pixels, and hands each tile out. */
    void result(VectorPixels.Planes y, int channel, float[] block, TileBody body) {
        int size = filter.tile();
        for (int r = row; r < row + rows; ) {
            int top = r % tiles.rows();
            int part = Math.min(tiles.rows() - top, row + rows - r);
            VectorPixels.read(
                    y, r / tiles.rows(), channel, top * size, 0, part * size, resultWidth(), block);
            each(r, part, size, resultWidth(), body);
            r += part;
        }
    }

    /** Hands each tile out to be filled, and writes the results' pixels. */
    void store(VectorPixels.Planes y, int channel, float[] block, TileBody body) {
        int size = filter.tile();
        for (int r = row; r < row + rows; ) {
            int top = r % tiles.rows();
            int part = Math.min(tiles.rows() - top, row + rows - r);
            each(r, part, size, resultWidth(), body);
            VectorPixels.write(
                    block,
                    resultWidth(),
                    y,
                    r / tiles.rows(),
                    channel,
                    new VectorPixels.Lines(top * size, 1, part * size, 0));
            r += part;
        }
    }

    private void each(int first, int part, int size, int width, TileBody body) {
        int columns = tiles.columns();
        int rowStep = width * LANES;
        int tile = (first - row) * columns;
        for (int i = 0; i < part; i++) {
            for (int j = 0; j < columns; j++) {
                body.tile(tile++, i * size * rowStep + j * size * LANES, rowStep);
            }
        }
    }
}
