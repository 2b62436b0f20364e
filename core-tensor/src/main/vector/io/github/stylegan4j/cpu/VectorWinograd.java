package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import java.util.Arrays;

/**
 * Convolution with a 3 x 3 kernel and stride 1 by minimal filtering, on vectors of channels; {@link
 * WinogradConv} has the formula.
 *
 * <p>There are three ways. A chunk of tiles is transformed, multiplied and transformed back by one
 * thread, a block of channels at a time, so that what lies between stays in its second-level cache.
 * Where there are too few chunks for that, or the transformed kernels would be read from memory
 * again for each, the chunks are large and the threads share the blocks of channels of one. Where
 * there are so few tiles that reading transformed kernels would take as long as multiplying them,
 * they are transformed in the cache, used and forgotten. Which way it goes changes no result: every
 * sum takes its channels in ascending order, and of positions that share it {@link #DEPTH} channels
 * of each in turn.
 */
final class VectorWinograd {
    /** Elements of a chunk's transformed pixels: half of a usual second-level cache. */
    private static final int FUSED = 1 << 16;

    /** The same when the threads share a chunk. */
    private static final int SHARED = 1 << 21;

    /** Transformed kernels larger than this are not read once per small chunk. */
    private static final int LARGE_KERNELS = 1 << 20;

    /** Most tiles for which kernels are transformed again for each chunk. */
    private static final int FEW_TILES = 256;

    /** Most tiles of such a chunk: its products and some kernels stay in the cache. */
    private static final int PASSING_TILES = 128;

    /** Source channels per product. */
    private static final int DEPTH = VectorTiles.ROW;

    private static final int MIN_TILES = 16;
    private static final int MIN_SHARED_TILES = 64;
    private static final int MIN_CHUNKS = 4;

    private static final int COLUMNS = VectorTiles.COLUMNS;

    private static final float[] NONE = {};

    private final BlockedProduct engine;

    VectorWinograd(BlockedProduct engine) {
        this.engine = engine;
    }

    /**
     * What stays the same for all chunks of one convolution.
     *
     * @param panels the transformed kernels; empty where they are transformed when they are needed
     */
    private record Plan(
            WinogradTiles tiles,
            VectorKernelTaps u,
            VectorPixels.Planes x,
            VectorPixels.Planes y,
            float[] panels) {
        VectorFilter filter() {
            return u.filter();
        }

        int sourceBlocks() {
            return BlockedProduct.ceil(u.in(), LANES);
        }

        int passes() {
            return BlockedProduct.ceil(u.in(), DEPTH);
        }

        /** Elements between positions; not a power of two, for the sake of the cache's sets. */
        int positionStep(int tiles) {
            return passes() * passStep(tiles) + LANES;
        }

        /** Elements between the source channels of one product and of the next. */
        int passStep(int tiles) {
            return padded(tiles) * DEPTH;
        }

        private static int padded(int tiles) {
            return BlockedProduct.roundUp(tiles, VectorTiles.ROWS);
        }

        int transformedSize(int tiles) {
            return filter().pixelVectors() * positionStep(tiles);
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
        run(
                new WinogradTiles(s.n(), s.h(), s.w(), s.pad(), f.tile()),
                new VectorKernelTaps(f, w, wAt, s.co(), s.ci(), false, s.factor()),
                new VectorPixels.Planes(x, xAt, s.ci(), s.h(), s.w()),
                new VectorPixels.Planes(y, yAt, s.co(), s.oh(), s.ow()));
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
        run(
                new WinogradTiles(s.n(), s.oh(), s.ow(), 2 - s.pad(), f.tile()),
                new VectorKernelTaps(f, w, wAt, s.ci(), s.co(), true, s.factor()),
                new VectorPixels.Planes(dy, dyAt, s.co(), s.oh(), s.ow()),
                new VectorPixels.Planes(dx, dxAt, s.ci(), s.h(), s.w()));
    }

    void run(
            WinogradTiles tiles, VectorKernelTaps u, VectorPixels.Planes x, VectorPixels.Planes y) {
        int all = tiles.allRows();
        if (all == 0) {
            return;
        }
        int rows = chunkRows(tiles, u, FUSED, MIN_TILES);
        boolean fused =
                u.wholeSize() <= LARGE_KERNELS && BlockedProduct.ceil(all, rows) >= MIN_CHUNKS;
        if (!fused && all * tiles.columns() <= FEW_TILES) {
            Plan p = new Plan(tiles, u, x, y, NONE);
            inTurn(p, Math.max(1, PASSING_TILES / tiles.columns()));
            return;
        }
        float[] panels = engine.workspaces().bulk((int) u.wholeSize());
        u.transform(engine, panels);
        Plan p = new Plan(tiles, u, x, y, panels);
        if (fused) {
            engine.threads().each(BlockedProduct.ceil(all, rows), c -> fused(p, c * rows, rows));
        } else {
            inTurn(p, chunkRows(tiles, u, SHARED, MIN_SHARED_TILES));
        }
        engine.workspaces().give(panels);
    }

    /** Rows of tiles per chunk. */
    private static int chunkRows(WinogradTiles tiles, VectorKernelTaps u, int elements, int least) {
        int perTile = u.filter().pixelVectors() * BlockedProduct.roundUp(u.in(), LANES);
        int count = Math.max(least, elements / perTile);
        return Math.max(1, Math.min(tiles.allRows(), count / tiles.columns()));
    }

    /** One chunk after the other, each of about the same size and shared by the threads. */
    private void inTurn(Plan p, int most) {
        int all = p.tiles.allRows();
        int rows = BlockedProduct.ceil(all, BlockedProduct.ceil(all, most));
        for (int r = 0; r < all; r += rows) {
            shared(p, r, rows);
        }
    }

    private static VectorStrips strips(Plan p, int row, int rows) {
        return new VectorStrips(p.filter(), p.tiles, row, Math.min(rows, p.tiles.allRows() - row));
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
        VectorFilter f = p.filter();
        float[][] rows = w.sums(2, Math.max(f.scratch(), strips.sourceSize()));
        float[] pixels = rows[0];
        float[] scratch = rows[1];
        int step = p.positionStep(strips.count());
        int channel = block * LANES;
        int to = channel / DEPTH * p.passStep(strips.count()) + channel % DEPTH;
        strips.source(
                p.x,
                block * LANES,
                pixels,
                (tile, at, rowStep) ->
                        f.pixelTile(pixels, at, rowStep, scratch, v, to + tile * DEPTH, step));
    }

    /** Multiplies one block of result channels and transforms it back. */
    private static void write(Plan p, VectorStrips strips, int block, float[] v, Workspace w) {
        VectorFilter f = p.filter();
        int tiles = strips.count();
        int productStep = p.productStep(tiles);
        int most = Math.max(f.sumVectors() * productStep, strips.resultSize());
        float[][] rows = w.sums(2, Math.max(f.scratch(), most));
        float[] m = rows[0];
        float[] pixels = rows[1];
        multiply(p, tiles, block, v, m, w);
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

    private static void multiply(Plan p, int tiles, int block, float[] v, float[] m, Workspace w) {
        VectorKernelTaps u = p.u;
        VectorFilter f = p.filter();
        Arrays.fill(m, 0, f.sumVectors() * p.productStep(tiles), 0f);
        if (p.panels.length > 0) {
            int step = VectorKernelTaps.step(u.in());
            int positions = f.positions();
            // In the cache a sum stays where it is for all its passes, unless positions share it:
            // then they take turns in the order of the other way.
            boolean shared = f.sumVectors() < positions;
            for (int i = 0; i < positions * p.passes(); i++) {
                int position = shared ? i % positions : i / p.passes();
                int pass = shared ? i / positions : i % p.passes();
                int at = block * u.size(u.in()) + f.tapAt(position) * step + pass * DEPTH * COLUMNS;
                product(p, tiles, position, pass, v, p.panels, at, m);
            }
            return;
        }
        float[] panels = w.coefficients(u.size(DEPTH));
        for (int pass = 0; pass < p.passes(); pass++) {
            int from = pass * DEPTH;
            int end = Math.min(u.in(), from + DEPTH);
            u.transform(block, from, end, panels, w);
            int step = VectorKernelTaps.step(end - from);
            for (int position = 0; position < f.positions(); position++) {
                product(p, tiles, position, pass, v, panels, f.tapAt(position) * step, m);
            }
        }
    }

    /** Adds what some source channels give to the products of one position. */
    private static void product(
            Plan p, int tiles, int position, int pass, float[] v, float[] u, int uAt, float[] m) {
        int depth = Math.min(DEPTH, p.u.in() - pass * DEPTH);
        VectorFilter f = p.filter();
        int from = f.pixelAt(position) * p.positionStep(tiles) + pass * p.passStep(tiles);
        int to = f.sumAt(position) * p.productStep(tiles);
        for (int t = 0; t < tiles; t += VectorTiles.ROWS) {
            VectorTiles.addProduct(v, from + t * DEPTH, u, uAt, depth, m, to + t * COLUMNS);
        }
    }
}
