package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import io.github.stylegan4j.tuning.ConvAlgorithm;
import java.util.Arrays;

/**
 * Doubling by repetition, convolution with a 3 x 3 kernel and the [1, 2, 1] blur in one, by minimal
 * filtering of the small images: all four phases of the result's pixels share the transformed ones.
 *
 * <p>A thread takes a rectangle of tiles, transforms it for all channels, multiplies it for two
 * phases of a vector of result channels at a time and transforms these back, so that what lies
 * between stays in its second-level cache. {@link VectorWinograd} takes whole rows of tiles, of
 * which few would fit if they are long.
 */
final class VectorPhasedConv implements PhasedConv {
    /** Rows of tiles of a rectangle. */
    private static final int ROWS = 1;

    /** Elements of its transformed pixels. */
    private static final int ELEMENTS = 1 << 18;

    private static final int MIN_TILES = 32;
    private static final int MAX_TILES = 128;

    private static final int COLUMNS = VectorTiles.COLUMNS;

    /** Source channels of a product. */
    private static final int DEPTH = VectorTiles.ROW;

    private final BlockedProduct engine;
    private final VectorPhaseBorder border;

    VectorPhasedConv(BlockedProduct engine) {
        this.engine = engine;
        this.border = new VectorPhaseBorder(engine);
    }

    /** What stays the same for all rectangles of one convolution. */
    private record Plan(
            VectorPlainFilter filter,
            WinogradTiles tiles,
            VectorPhaseTaps u,
            VectorPixels.Planes x,
            VectorPixels.Planes y,
            int columns) {
        /** Elements between the transformed pixels of one product's channels and the next one's. */
        int passStep(int count) {
            return padded(count) * DEPTH;
        }

        /** Elements between positions; not a power of two, for the sake of the cache's sets. */
        int positionStep(int count) {
            return BlockedProduct.ceil(u.in(), DEPTH) * passStep(count) + LANES;
        }

        /** Elements between positions of the products of a pair. */
        int productStep(int count) {
            return padded(count) * COLUMNS + LANES;
        }

        private static int padded(int count) {
            return BlockedProduct.roundUp(count, VectorTiles.ROWS);
        }
    }

    /** A rectangle of tiles of one image. */
    private record Part(int image, int row, int rows, int column, int columns) {
        int count() {
            return rows * columns;
        }
    }

    @Override
    public void doubled(
            ConvAlgorithm algorithm,
            ConvShape s,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt) {
        VectorPlainFilter f = VectorFilteredConv.filter(algorithm);
        WinogradTiles tiles = new WinogradTiles(s.n(), s.h(), s.w(), 1, f.tile());
        int fits = ELEMENTS / (f.positions() * BlockedProduct.roundUp(s.ci(), LANES));
        int count = Math.max(MIN_TILES, Math.min(MAX_TILES, fits));
        int across = BlockedProduct.ceil(tiles.columns() * ROWS, count);
        int columns = BlockedProduct.ceil(tiles.columns(), across);
        int down = BlockedProduct.ceil(tiles.rows(), ROWS);
        VectorPixels.Planes from = new VectorPixels.Planes(x, xAt, s.ci(), s.h(), s.w());
        VectorPixels.Planes to = new VectorPixels.Planes(y, yAt, s.co(), 2 * s.h(), 2 * s.w());
        try (VectorPhaseTaps u = new VectorPhaseTaps(engine, f, s, w, wAt)) {
            Plan p = new Plan(f, tiles, u, from, to, columns);
            engine.threads().each(s.n() * down * across, i -> part(p, i, down, across));
        }
        border.correct(s, x, xAt, w, wAt, y, yAt);
    }

    private void part(Plan p, int index, int down, int across) {
        int row = index / across % down * ROWS;
        int column = index % across * p.columns;
        Part part =
                new Part(
                        index / across / down,
                        row,
                        Math.min(ROWS, p.tiles.rows() - row),
                        column,
                        Math.min(p.columns, p.tiles.columns() - column));
        if (part.columns <= 0) {
            return;
        }
        try (Workspace w = engine.workspaces().take()) {
            float[] v = w.coefficients(p.filter.positions() * p.positionStep(part.count()));
            for (int channel = 0; channel < p.u.in(); channel += LANES) {
                read(p, part, channel, v, w);
            }
            for (int pair = 0; pair < p.u.pairs(); pair++) {
                write(p, part, pair, v, w);
            }
        }
    }

    /** Transforms one vector of source channels. */
    private static void read(Plan p, Part part, int channel, float[] v, Workspace w) {
        VectorPlainFilter f = p.filter;
        int size = f.tile();
        int overlap = VectorFilter.OVERLAP;
        int height = part.rows * size + overlap;
        int width = part.columns * size + overlap;
        float[][] rows = w.sums(2, Math.max(f.scratch(), height * width * LANES));
        float[] pixels = rows[0];
        int top = part.row * size - 1;
        int left = part.column * size - 1;
        VectorPixels.read(p.x, part.image, channel, top, left, height, width, pixels);
        int step = p.positionStep(part.count());
        int line = width * LANES;
        int to = channel / DEPTH * p.passStep(part.count()) + channel % DEPTH;
        for (int i = 0; i < part.rows; i++) {
            for (int j = 0; j < part.columns; j++) {
                int at = i * size * line + j * size * LANES;
                f.pixelTile(pixels, at, line, rows[1], v, to, step);
                to += DEPTH;
            }
        }
    }

    /** Multiplies two phases of a vector of result channels and transforms them back. */
    private static void write(Plan p, Part part, int pair, float[] v, Workspace w) {
        VectorPlainFilter f = p.filter;
        int size = f.tile();
        int width = 2 * part.columns * size;
        int most = Math.max(part.rows * size * width * LANES, f.scratch());
        int step = p.productStep(part.count());
        float[][] rows = w.sums(2, Math.max(f.positions() * step, most));
        float[] m = rows[0];
        float[] pixels = rows[1];
        float[] scratch = w.panel(1, f.scratch())[0];
        multiply(p, part.count(), pair, v, m);
        for (int phase = 0; phase < 2; phase++) {
            int from = phase * LANES;
            for (int i = 0; i < part.rows; i++) {
                for (int j = 0; j < part.columns; j++) {
                    int to = (i * size * width + 2 * j * size + phase) * LANES;
                    f.productTile(m, from, step, scratch, pixels, to, width * LANES, 2 * LANES);
                    from += COLUMNS;
                }
            }
        }
        VectorPixels.write(
                pixels,
                width,
                p.y,
                part.image,
                pair / 2 * LANES,
                new VectorPixels.Lines(
                        2 * part.row * size + pair % 2,
                        2,
                        part.rows * size,
                        2 * part.column * size));
    }

    private static void multiply(Plan p, int count, int pair, float[] v, float[] m) {
        int in = p.u.in();
        int positions = p.filter.positions();
        Arrays.fill(m, 0, positions * p.productStep(count), 0f);
        for (int position = 0; position < positions; position++) {
            int to = position * p.productStep(count);
            for (int k = 0; k < in; k += DEPTH) {
                int depth = Math.min(DEPTH, in - k);
                int from = position * p.positionStep(count) + k / DEPTH * p.passStep(count);
                int b = p.u.at(position, pair) + k * COLUMNS;
                for (int t = 0; t < count; t += VectorTiles.ROWS) {
                    VectorTiles.addProduct(
                            v, from + t * DEPTH, p.u.data(), b, depth, m, to + t * COLUMNS);
                }
            }
        }
    }
}
