package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import io.github.stylegan4j.tuning.ConvAlgorithm;

/**
 * Convolution with a 3 x 3 kernel, stride 1 and padding 1 by minimal filtering, of images with many
 * more tiles than channels; between doubling and blur, if wanted.
 *
 * <p>A thread takes a rectangle of tiles, transforms it for all channels, multiplies it for two
 * vectors of result channels at a time and transforms these back, so that what lies between stays
 * in its second-level cache. {@link VectorWinograd} takes whole rows of tiles, of which few would
 * fit if they are long.
 */
final class VectorWideConv implements PhasedConv {
    /** Rows of tiles of a rectangle. */
    private static final int ROWS = 2;

    /** Elements of its transformed pixels. */
    private static final int ELEMENTS = 1 << 17;

    private static final int MIN_TILES = 32;
    private static final int MAX_TILES = 64;

    /** Rows of transformed kernels that stay in the first-level cache. */
    private static final int DEPTH = 128;

    private static final int COLUMNS = VectorTiles.COLUMNS;

    private final BlockedProduct engine;
    private final VectorPhaseBorder border;

    VectorWideConv(BlockedProduct engine) {
        this.engine = engine;
        this.border = new VectorPhaseBorder(engine);
    }

    /** What stays the same for all rectangles of one convolution. */
    private record Plan(
            VectorFilter filter,
            WinogradTiles tiles,
            VectorWideTaps u,
            VectorPixels.Planes x,
            VectorPixels.Planes y,
            int columns) {
        /** Elements between the transformed pixels of neighbouring tiles. */
        int tileStep() {
            return BlockedProduct.roundUp(u.in(), LANES);
        }

        /** Elements between positions; not a power of two, for the sake of the cache's sets. */
        int positionStep(int count) {
            return padded(count) * tileStep() + LANES;
        }

        /** Elements between positions of the products of a pair. */
        int productStep(int count) {
            return padded(count) * COLUMNS + LANES;
        }

        private static int padded(int count) {
            return BlockedProduct.roundUp(count, VectorTiles.NARROW_ROWS);
        }

        /** Columns of result pixels per column of source pixels, and rows likewise. */
        int scale() {
            return u.phases() == 1 ? 1 : 2;
        }
    }

    /** A rectangle of tiles of one image. */
    private record Part(int image, int row, int rows, int column, int columns) {
        int count() {
            return rows * columns;
        }
    }

    /** The result {@code y} of convolving {@code x} with {@code w}. */
    void forward(
            VectorFilter f,
            ConvShape s,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt) {
        run(f, s, 1, x, xAt, w, wAt, new VectorPixels.Planes(y, yAt, s.co(), s.h(), s.w()));
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
        VectorPixels.Planes large = new VectorPixels.Planes(y, yAt, s.co(), 2 * s.h(), 2 * s.w());
        VectorFilter f = VectorFilteredConv.filter(algorithm);
        run(f, s, VectorWideTaps.PHASES, x, xAt, w, wAt, large);
        border.correct(s, x, xAt, w, wAt, y, yAt);
    }

    private void run(
            VectorFilter f,
            ConvShape s,
            int phases,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            VectorPixels.Planes y) {
        WinogradTiles tiles = new WinogradTiles(s.n(), s.h(), s.w(), 1, f.tile());
        int fits = ELEMENTS / (f.positions() * BlockedProduct.roundUp(s.ci(), LANES));
        int count = Math.max(MIN_TILES, Math.min(MAX_TILES, fits));
        int across = BlockedProduct.ceil(tiles.columns() * ROWS, count);
        int columns = BlockedProduct.ceil(tiles.columns(), across);
        int down = BlockedProduct.ceil(tiles.rows(), ROWS);
        VectorPixels.Planes from = new VectorPixels.Planes(x, xAt, s.ci(), s.h(), s.w());
        try (VectorWideTaps u = new VectorWideTaps(engine, f, s.co(), s.ci(), phases, w, wAt)) {
            Plan p = new Plan(f, tiles, u, from, y, columns);
            engine.threads().each(s.n() * down * across, i -> part(p, i, down, across));
        }
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
        VectorFilter f = p.filter;
        int size = f.tile();
        int overlap = VectorFilter.TAPS - 1;
        int height = part.rows * size + overlap;
        int width = part.columns * size + overlap;
        float[][] rows = w.sums(2, Math.max(f.scratch(), height * width * LANES));
        float[] pixels = rows[0];
        int top = part.row * size - 1;
        int left = part.column * size - 1;
        VectorPixels.read(p.x, part.image, channel, top, left, height, width, pixels);
        int step = p.positionStep(part.count());
        int line = width * LANES;
        int to = channel;
        for (int i = 0; i < part.rows; i++) {
            for (int j = 0; j < part.columns; j++) {
                int at = i * size * line + j * size * LANES;
                f.pixelTile(pixels, at, line, rows[1], v, to, step);
                to += p.tileStep();
            }
        }
    }

    /** Multiplies a pair of groups of result channels and transforms it back. */
    private static void write(Plan p, Part part, int pair, float[] v, Workspace w) {
        VectorFilter f = p.filter;
        int scale = p.scale();
        int size = f.tile();
        int width = part.columns * size * scale;
        int most = Math.max(part.rows * size * width * LANES, f.scratch());
        int step = p.productStep(part.count());
        float[][] rows = w.sums(2, Math.max(f.positions() * step, most));
        float[] m = rows[0];
        float[] pixels = rows[1];
        float[] scratch = w.panel(1, f.scratch())[0];
        boolean both = 2 * pair + 1 < p.u.groups();
        multiply(p, part.count(), pair, both, v, m);
        for (int half = 0; half < (both ? 2 : 1); half++) {
            int from = half * LANES;
            int first = scale == 1 ? 0 : half * LANES;
            for (int i = 0; i < part.rows; i++) {
                for (int j = 0; j < part.columns; j++) {
                    int to = first + (i * size * width + j * size * scale) * LANES;
                    f.productTile(m, from, step, scratch, pixels, to, width * LANES, scale * LANES);
                    from += COLUMNS;
                }
            }
            if (scale == 1) {
                store(p, part, 2 * pair + half, 0, pixels, width);
            }
        }
        if (scale == 2) {
            store(p, part, pair / 2, pair % 2, pixels, width);
        }
    }

    /** Stores result pixels of one vector of channels: all lines, or the even or the odd ones. */
    private static void store(Plan p, Part part, int group, int phase, float[] pixels, int width) {
        int size = p.filter.tile();
        int top = part.row * size * p.scale() + phase;
        int left = part.column * size * p.scale();
        VectorPixels.write(
                pixels,
                width,
                p.y,
                part.image,
                group * LANES,
                new VectorPixels.Lines(top, p.scale(), part.rows * size, left));
    }

    private static void multiply(Plan p, int count, int pair, boolean both, float[] v, float[] m) {
        int in = p.u.in();
        int rows = both ? VectorTiles.ROWS : VectorTiles.NARROW_ROWS;
        for (int position = 0; position < p.filter.positions(); position++) {
            int a = position * p.positionStep(count);
            int c = position * p.productStep(count);
            for (int k = 0; k < in; k += DEPTH) {
                int depth = Math.min(DEPTH, in - k);
                int b = p.u.at(position, pair) + k * COLUMNS;
                for (int t = 0; t < count; t += rows) {
                    int from = a + t * p.tileStep() + k;
                    int to = c + t * COLUMNS;
                    if (!both) {
                        VectorTiles.narrowProduct(
                                v, from, p.tileStep(), p.u.data(), b, depth, m, to, k == 0);
                    } else if (k == 0) {
                        VectorTiles.product(v, from, p.tileStep(), p.u.data(), b, depth, m, to);
                    } else {
                        VectorTiles.addProduct(v, from, p.tileStep(), p.u.data(), b, depth, m, to);
                    }
                }
            }
        }
    }
}
