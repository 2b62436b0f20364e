package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The weight gradient of a convolution with a 3 x 3 kernel and stride 1 by minimal filtering, on
 * vectors of channels; {@link WinogradWeightGrad} has the formula.
 *
 * <p>The tiles of the batch are divided into slices, by the shape alone. Each slice is summed in
 * ascending order by one thread, and the slices are added up last. Where the sums of one slice are
 * large there is only one, and the threads share blocks of kernels instead: all positions of a
 * block are summed side by side, so that they stay in the cache until they are kernels again.
 */
final class VectorWinogradWeightGrad {
    private static final int TAPS = VectorFilter.TAPS * VectorFilter.TAPS;
    private static final int ROWS = VectorTiles.ROWS;
    private static final int COLUMNS = VectorTiles.COLUMNS;

    /**
     * Tiles per chunk: enough that to read and write the sums is little beside the products, few
     * enough that two columns of one operand stay in the first-level cache.
     */
    private static final int TILES = 128;

    /** Most tiles that are transformed before threads share blocks of kernels. */
    private static final int SHARED_TILES = 256;

    /** Elements that these should not exceed, transformed. */
    private static final int SHARED = 1 << 23;

    /** Result channels of a block of kernels: its sums fit into half of a second-level cache. */
    private static final int RESULTS = 64;

    /** Fewer blocks than this are made smaller. */
    private static final int MIN_BLOCKS = 8;

    /** Elements that the sums of all slices together should not exceed. */
    private static final int SUMS = 1 << 22;

    private static final int MAX_SLICES = 8;

    private static final float[] NONE = {};

    private final BlockedProduct engine;

    VectorWinogradWeightGrad(BlockedProduct engine) {
        this.engine = engine;
    }

    private record Plan(
            VectorGradientFilter filter,
            WinogradTiles tiles,
            VectorPixels.Planes x,
            VectorPixels.Planes dy,
            int ci,
            int co,
            float[] dw,
            int dwAt,
            float scale) {
        /** Blocks of source channels; an even number, because sums are two vectors wide. */
        int sourceBlocks() {
            return BlockedProduct.roundUp(ci, COLUMNS) / LANES;
        }

        int resultBlocks() {
            return BlockedProduct.ceil(co, LANES);
        }

        int sourceStep(int tiles) {
            return sourceBlocks() * tiles * LANES + LANES;
        }

        int resultStep(int tiles) {
            return resultBlocks() * tiles * LANES + LANES;
        }

        /** Elements between rows of sums. */
        int row() {
            return sourceBlocks() * LANES;
        }

        /** Elements between positions of sums. */
        int sumStep() {
            return BlockedProduct.roundUp(co, ROWS) * row() + LANES;
        }

        int sums() {
            return filter.tapVectors() * sumStep();
        }
    }

    /**
     * Computes the gradient {@code dw} with respect to the weights.
     *
     * @param x images that the convolution reads
     * @param dy gradients of its results
     * @param scale what the sums are multiplied by
     */
    void run(
            VectorGradientFilter f,
            WinogradTiles tiles,
            VectorPixels.Planes x,
            VectorPixels.Planes dy,
            float[] dw,
            int dwAt,
            float scale) {
        Plan p = new Plan(f, tiles, x, dy, x.channels(), dy.channels(), dw, dwAt, scale);
        int rows = Math.max(1, Math.min(p.tiles.allRows(), TILES / p.tiles.columns()));
        int chunks = BlockedProduct.ceil(p.tiles.allRows(), rows);
        int slices = Math.min(Math.min(chunks / 2, MAX_SLICES), SUMS / p.sums());
        if (slices > 1) {
            inSlices(p, rows, chunks, slices);
        } else {
            inBlocks(p);
        }
    }

    private void inSlices(Plan p, int rows, int chunks, int slices) {
        float[] sums = engine.workspaces().bulk(slices * p.sums());
        engine.threads()
                .each(
                        slices,
                        i -> {
                            int first = i * chunks / slices;
                            int last = (i + 1) * chunks / slices;
                            slice(p, rows, first, last, sums, i * p.sums());
                        });
        finish(p, sums, slices);
        engine.workspaces().give(sums);
    }

    private static VectorStrips strips(Plan p, int row, int rows) {
        return new VectorStrips(p.filter, p.tiles, row, Math.min(rows, p.tiles.allRows() - row));
    }

    /** Elements between positions of two blocks of source channels. */
    private static int pairStep(int tiles) {
        return tiles * COLUMNS + LANES;
    }

    /**
     * Sums a slice. Two blocks of source channels at a time, always in the same memory: it stays in
     * the second-level cache.
     */
    private void slice(Plan p, int rows, int first, int last, float[] sums, int at) {
        Arrays.fill(sums, at, at + p.sums(), 0f);
        Workspace.Pool pool = engine.workspaces();
        int most = Math.min(p.tiles.allRows(), rows) * p.tiles.columns();
        float[] v = pool.bulk(p.filter.pixelVectors() * pairStep(most));
        float[] g = pool.bulk(p.filter.sumVectors() * p.resultStep(most));
        try (Workspace w = pool.take()) {
            for (int c = first; c < last; c++) {
                VectorStrips strips = strips(p, c * rows, rows);
                int step = pairStep(strips.count());
                for (int block = 0; block < p.resultBlocks(); block++) {
                    result(p, strips, block, g, w);
                }
                for (int block = 0; block < p.sourceBlocks(); block += 2) {
                    source(p, strips, block, v, 0, step, w);
                    source(p, strips, block + 1, v, strips.count() * LANES, step, w);
                    for (int position = 0; position < p.filter.positions(); position++) {
                        multiply(p, strips.count(), position, block * LANES, v, g, sums, at);
                    }
                }
            }
        }
        pool.give(v);
        pool.give(g);
    }

    /** How kernels are divided into blocks of some result and {@link #COLUMNS} source channels. */
    private record Blocks(Plan p, int results) {
        static Blocks of(Plan p) {
            int columns = p.row() / COLUMNS;
            boolean many = columns * BlockedProduct.ceil(p.co, RESULTS) >= MIN_BLOCKS;
            return new Blocks(p, many ? BlockedProduct.roundUp(RESULTS, LANES) : LANES);
        }

        int rows() {
            return BlockedProduct.ceil(p.co, results);
        }

        int count() {
            return p.row() / COLUMNS * rows();
        }

        int firstResult(int block) {
            return block % rows() * results;
        }

        int lastResult(int block) {
            return Math.min(p.co, firstResult(block) + results);
        }

        int firstSource(int block) {
            return block / rows() * COLUMNS;
        }

        /** Elements between positions of sums. */
        int step() {
            return results * COLUMNS + LANES;
        }

        int sums() {
            return p.filter.tapVectors() * step();
        }
    }

    private void inBlocks(Plan p) {
        Workspace.Pool pool = engine.workspaces();
        Blocks blocks = Blocks.of(p);
        int perTile =
                p.filter.pixelVectors() * p.row()
                        + p.filter.sumVectors() * p.resultBlocks() * LANES;
        int most = Math.min(SHARED_TILES, SHARED / perTile);
        int all = p.tiles.allRows();
        int chunks = BlockedProduct.ceil(all, Math.max(1, most / p.tiles.columns()));
        int rows = BlockedProduct.ceil(all, chunks);
        boolean whole = rows >= all;
        float[] sums = whole ? NONE : pool.bulk(blocks.count() * blocks.sums());
        for (int r = 0; r < all; r += rows) {
            VectorStrips strips = strips(p, r, rows);
            float[] v = pool.bulk(p.filter.pixelVectors() * p.sourceStep(strips.count()));
            float[] g = pool.bulk(p.filter.sumVectors() * p.resultStep(strips.count()));
            transform(p, strips, v, g);
            boolean first = r == 0;
            boolean last = r + rows >= all;
            engine.threads()
                    .each(
                            blocks.count(),
                            i -> {
                                try (Workspace w = pool.take()) {
                                    float[] s = whole ? w.coefficients(blocks.sums()) : sums;
                                    int at = whole ? 0 : i * blocks.sums();
                                    if (first) {
                                        Arrays.fill(s, at, at + blocks.sums(), 0f);
                                    }
                                    multiply(blocks, i, strips.count(), v, g, s, at);
                                    if (last) {
                                        finish(blocks, i, s, at, w);
                                    }
                                }
                            });
            pool.give(v);
            pool.give(g);
        }
        if (!whole) {
            pool.give(sums);
        }
    }

    private void transform(Plan p, VectorStrips strips, float[] v, float[] g) {
        Workspace.Pool pool = engine.workspaces();
        engine.threads()
                .each(
                        p.sourceBlocks() + p.resultBlocks(),
                        i -> {
                            try (Workspace w = pool.take()) {
                                if (i < p.sourceBlocks()) {
                                    int count = strips.count();
                                    int to = i * count * LANES;
                                    source(p, strips, i, v, to, p.sourceStep(count), w);
                                } else {
                                    result(p, strips, i - p.sourceBlocks(), g, w);
                                }
                            }
                        });
    }

    private static void source(
            Plan p, VectorStrips strips, int block, float[] v, int to, int step, Workspace w) {
        VectorGradientFilter f = p.filter;
        int count = strips.count();
        if (block * LANES >= p.ci) {
            for (int i = 0; i < f.pixelVectors(); i++) {
                int from = i * step + to;
                Arrays.fill(v, from, from + count * LANES, 0f);
            }
            return;
        }
        float[][] rows = w.sums(2, Math.max(f.scratch(), strips.sourceSize()));
        strips.source(
                p.x,
                block * LANES,
                rows[0],
                (tile, at, rowStep) ->
                        f.pixelTile(rows[0], at, rowStep, rows[1], v, to + tile * LANES, step));
    }

    private static void result(Plan p, VectorStrips strips, int block, float[] g, Workspace w) {
        VectorGradientFilter f = p.filter;
        int step = p.resultStep(strips.count());
        int to = block * strips.count() * LANES;
        float[][] rows = w.sums(2, Math.max(f.scratch(), strips.resultSize()));
        strips.result(
                p.dy,
                block * LANES,
                rows[0],
                (tile, at, rowStep) ->
                        f.gradientTile(rows[0], at, rowStep, rows[1], g, to + tile * LANES, step));
    }

    /** Adds the products of one position and two blocks of source channels to its sums. */
    private static void multiply(
            Plan p,
            int count,
            int position,
            int channel,
            float[] v,
            float[] g,
            float[] sums,
            int at) {
        int gAt = p.filter.sumAt(position) * p.resultStep(count);
        int vAt = p.filter.pixelAt(position) * pairStep(count);
        int to = at + p.filter.tapAt(position) * p.sumStep() + channel;
        int block = count * LANES;
        for (int o = 0; o < p.co; o += ROWS) {
            VectorTiles.addOuter(
                    g,
                    gAt + o / LANES * block + o % LANES,
                    v,
                    vAt,
                    vAt + block,
                    count,
                    sums,
                    to + o * p.row(),
                    p.row());
        }
    }

    /** Adds the products of all positions to the sums of a block. */
    private static void multiply(
            Blocks blocks, int block, int count, float[] v, float[] g, float[] sums, int at) {
        Plan p = blocks.p;
        int step = count * LANES;
        int first = blocks.firstResult(block);
        int last = blocks.lastResult(block);
        for (int position = 0; position < p.filter.positions(); position++) {
            int gAt = p.filter.sumAt(position) * p.resultStep(count);
            int vAt =
                    p.filter.pixelAt(position) * p.sourceStep(count)
                            + blocks.firstSource(block) * count;
            int to = at + p.filter.tapAt(position) * blocks.step();
            for (int t = 0; t < count; t += TILES) {
                for (int o = first; o < last; o += ROWS) {
                    VectorTiles.addOuter(
                            g,
                            gAt + o / LANES * step + o % LANES + t * LANES,
                            v,
                            vAt + t * LANES,
                            vAt + step + t * LANES,
                            Math.min(TILES, count - t),
                            sums,
                            to + (o - first) * COLUMNS,
                            COLUMNS);
                }
            }
        }
    }

    /** Transforms the sums of a block to the nine taps of each kernel. */
    private static void finish(Blocks blocks, int block, float[] sums, int at, Workspace w) {
        Plan p = blocks.p;
        float[][] rows = w.sums(2, p.filter.scratch());
        int first = blocks.firstResult(block);
        for (int o = first; o < blocks.lastResult(block); o++) {
            for (int half = 0; half < COLUMNS; half += LANES) {
                int c = blocks.firstSource(block) + half;
                if (c < p.ci) {
                    int from = at + (o - first) * COLUMNS + half;
                    p.filter.tapTile(sums, from, blocks.step(), rows[0], rows[1], 0);
                    spread(p, rows[1], o, c);
                }
            }
        }
    }

    /** Adds up the slices and transforms them to the nine taps of each kernel. */
    private void finish(Plan p, float[] sums, int slices) {
        VectorGradientFilter f = p.filter;
        engine.threads()
                .ranges(
                        p.co,
                        Math.max(1, 512 / p.row()),
                        (from, to) -> {
                            try (Workspace w = engine.workspaces().take()) {
                                float[][] rows = w.sums(3, f.scratch());
                                for (int o = from; o < to; o++) {
                                    for (int c = 0; c < p.ci; c += LANES) {
                                        total(p, sums, slices, o * p.row() + c, rows[0]);
                                        f.tapTile(rows[0], 0, LANES, rows[1], rows[2], 0);
                                        spread(p, rows[2], o, c);
                                    }
                                }
                            }
                        });
    }

    private static void total(Plan p, float[] sums, int slices, int at, float[] to) {
        for (int i = 0; i < p.filter.tapVectors(); i++) {
            int from = at + i * p.sumStep();
            FloatVector sum = FloatVector.fromArray(VectorKernels.FLOATS, sums, from);
            for (int s = 1; s < slices; s++) {
                sum =
                        sum.add(
                                FloatVector.fromArray(
                                        VectorKernels.FLOATS, sums, from + s * p.sums()));
            }
            sum.intoArray(to, i * LANES);
        }
    }

    private static void spread(Plan p, float[] taps, int o, int c) {
        int at = p.dwAt + (o * p.ci + c) * TAPS;
        int n = Math.min(LANES, p.ci - c);
        for (int i = 0; i < n; i++) {
            for (int t = 0; t < TAPS; t++) {
                p.dw[at + i * TAPS + t] = p.scale * taps[t * LANES + i];
            }
        }
    }
}
