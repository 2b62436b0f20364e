package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import java.util.Arrays;

/**
 * Convolution with a 3 x 3 kernel and stride 1 by minimal filtering, on vectors of channels; {@link
 * WinogradConv} has the formula.
 *
 * <p>A chunk of tiles is transformed, multiplied and transformed back by one thread, a block of
 * channels at a time, so that what lies between stays in its second-level cache. Where there are
 * too few chunks for that, or the transformed kernels would be read from memory again for each, the
 * chunks are large and the threads share the blocks of channels of one. Which way it goes changes
 * no result.
 */
final class VectorWinograd {
    /** Elements of a chunk's transformed pixels: half of a usual second-level cache. */
    private static final int FUSED = 1 << 16;

    /** The same when the threads share a chunk. */
    private static final int SHARED = 1 << 21;

    /** Transformed kernels larger than this are not read once per small chunk. */
    private static final int LARGE_KERNELS = 1 << 20;

    /** Rows of transformed kernels that stay in the first-level cache. */
    private static final int DEPTH = 128;

    private static final int MIN_TILES = 16;
    private static final int MIN_SHARED_TILES = 64;
    private static final int MIN_CHUNKS = 4;

    private static final int COLUMNS = VectorTiles.COLUMNS;

    private final BlockedProduct engine;

    VectorWinograd(BlockedProduct engine) {
        this.engine = engine;
    }

    /** What stays the same for all chunks of one convolution. */
    private record Plan(
            VectorFilter filter,
            WinogradTiles tiles,
            VectorKernelTaps u,
            VectorPixels.Planes x,
            VectorPixels.Planes y) {
        int sourceBlocks() {
            return BlockedProduct.ceil(u.in(), LANES);
        }

        /** Elements between the transformed pixels of neighbouring tiles. */
        int tileStep() {
            return sourceBlocks() * LANES;
        }

        /** Elements between positions; not a power of two, for the sake of the cache's sets. */
        int positionStep(int tiles) {
            return padded(tiles) * tileStep() + LANES;
        }

        private static int padded(int tiles) {
            return BlockedProduct.roundUp(tiles, VectorTiles.ROWS);
        }

        int transformedSize(int tiles) {
            return filter.positions() * positionStep(tiles);
        }

        /** Elements between positions of one block of products. */
        int productStep(int tiles) {
            return padded(tiles) * COLUMNS + LANES;
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
        WinogradTiles tiles = new WinogradTiles(s.n(), s.h(), s.w(), s.pad(), f.tile());
        try (VectorKernelTaps u = new VectorKernelTaps(engine, f, s.co(), s.ci())) {
            u.transform(w, wAt, false);
            run(
                    new Plan(
                            f,
                            tiles,
                            u,
                            new VectorPixels.Planes(x, xAt, s.ci(), s.h(), s.w()),
                            new VectorPixels.Planes(y, yAt, s.co(), s.oh(), s.ow())));
        }
    }

    /** The input gradient: a convolution with the channels exchanged and the kernel turned. */
    void inputGrad(
            VectorFilter f,
            ConvShape s,
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            float[] dx,
            int dxAt) {
        WinogradTiles tiles = new WinogradTiles(s.n(), s.oh(), s.ow(), 2 - s.pad(), f.tile());
        try (VectorKernelTaps u = new VectorKernelTaps(engine, f, s.ci(), s.co())) {
            u.transform(w, wAt, true);
            run(
                    new Plan(
                            f,
                            tiles,
                            u,
                            new VectorPixels.Planes(dy, dyAt, s.co(), s.oh(), s.ow()),
                            new VectorPixels.Planes(dx, dxAt, s.ci(), s.h(), s.w())));
        }
    }

    private void run(Plan p) {
        int all = p.tiles.allRows();
        int rows = chunkRows(p, FUSED, MIN_TILES);
        boolean small = VectorKernelTaps.size(p.filter, p.u.out(), p.u.in()) <= LARGE_KERNELS;
        if (small && BlockedProduct.ceil(all, rows) >= MIN_CHUNKS) {
            engine.threads().each(BlockedProduct.ceil(all, rows), c -> fused(p, c * rows, rows));
            return;
        }
        int more = chunkRows(p, SHARED, MIN_SHARED_TILES);
        for (int r = 0; r < all; r += more) {
            shared(p, r, more);
        }
    }

    /** Rows of tiles per chunk. */
    private static int chunkRows(Plan p, int elements, int least) {
        int count = Math.max(least, elements / (p.filter.positions() * p.tileStep()));
        return Math.max(1, Math.min(p.tiles.allRows(), count / p.tiles.columns()));
    }

    private static VectorStrips strips(Plan p, int row, int rows) {
        return new VectorStrips(p.filter, p.tiles, row, Math.min(rows, p.tiles.allRows() - row));
    }

    private void fused(Plan p, int row, int rows) {
        VectorStrips strips = strips(p, row, rows);
        try (Workspace w = engine.workspaces().take()) {
            float[] v = w.coefficients(p.transformedSize(strips.count()));
            for (int block = 0; block < p.sourceBlocks(); block++) {
                read(p, strips, block, v, w);
            }
            for (int block = 0; block < p.u.blocks(); block++) {
                write(p, strips, block, v, w);
            }
        }
    }

    private void shared(Plan p, int row, int rows) {
        VectorStrips strips = strips(p, row, rows);
        float[] v = engine.workspaces().bulk(p.transformedSize(strips.count()));
        engine.threads()
                .each(
                        p.sourceBlocks(),
                        block -> {
                            try (Workspace w = engine.workspaces().take()) {
                                read(p, strips, block, v, w);
                            }
                        });
        engine.threads()
                .each(
                        p.u.blocks(),
                        block -> {
                            try (Workspace w = engine.workspaces().take()) {
                                write(p, strips, block, v, w);
                            }
                        });
        engine.workspaces().give(v);
    }

    /** Transforms one block of source channels. */
    private static void read(Plan p, VectorStrips strips, int block, float[] v, Workspace w) {
        VectorFilter f = p.filter;
        float[][] rows = w.sums(2, Math.max(f.scratch(), strips.sourceSize()));
        float[] pixels = rows[0];
        float[] scratch = rows[1];
        int step = p.positionStep(strips.count());
        int tileStep = p.tileStep();
        int to = block * LANES;
        strips.source(
                p.x,
                block * LANES,
                pixels,
                (tile, at, rowStep) ->
                        f.pixelTile(pixels, at, rowStep, scratch, v, to + tile * tileStep, step));
    }

    /** Multiplies one block of result channels and transforms it back. */
    private static void write(Plan p, VectorStrips strips, int block, float[] v, Workspace w) {
        VectorFilter f = p.filter;
        int tiles = strips.count();
        int productStep = p.productStep(tiles);
        int most = Math.max(f.positions() * productStep, strips.resultSize());
        float[][] rows = w.sums(2, Math.max(f.scratch(), most));
        float[] m = rows[0];
        float[] pixels = rows[1];
        multiply(p, tiles, block, v, m);
        float[] scratch = w.panel(1, f.scratch())[0];
        for (int half = 0; half < COLUMNS; half += LANES) {
            int channel = block * COLUMNS + half;
            if (channel < p.u.out()) {
                int from = half;
                strips.store(
                        p.y,
                        channel,
                        pixels,
                        (tile, at, rowStep) ->
                                f.productTile(
                                        m,
                                        from + tile * COLUMNS,
                                        productStep,
                                        scratch,
                                        pixels,
                                        at,
                                        rowStep));
            }
        }
    }

    private static void multiply(Plan p, int tiles, int block, float[] v, float[] m) {
        int step = p.positionStep(tiles);
        int tileStep = p.tileStep();
        int productStep = p.productStep(tiles);
        Arrays.fill(m, 0, p.filter.positions() * productStep, 0f);
        for (int position = 0; position < p.filter.positions(); position++) {
            int u = p.u.at(position, block);
            for (int k = 0; k < p.u.in(); k += DEPTH) {
                int depth = Math.min(DEPTH, p.u.in() - k);
                for (int t = 0; t < tiles; t += VectorTiles.ROWS) {
                    VectorTiles.addProduct(
                            v,
                            position * step + t * tileStep + k,
                            tileStep,
                            p.u.data(),
                            u + k * COLUMNS,
                            depth,
                            m,
                            position * productStep + t * COLUMNS);
                }
            }
        }
    }
}
