package io.github.stylegan4j.cpu;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Computes products of {@link Operands} in blocks that fit into the caches, on all threads.
 *
 * <p>A task owns a block of the result: some rows times one panel of columns. It packs the right
 * operand {@link #DEPTH} rows at a time and adds each block to its sums. How the result is cut into
 * tasks depends on the number of threads but not the value of any element, because each is summed
 * in ascending order of the common index. Only the division of a long common index into slices
 * changes the value, and that depends on the shape alone.
 */
final class BlockedProduct {
    /** Rows of the right operand per block, a multiple of every kernel's depth step. */
    static final int DEPTH = 96;

    /** Most columns per panel: four sums and three operand rows must stay in a 32 KiB cache. */
    static final int MAX_COLUMNS = 640;

    private static final int MIN_COLUMNS = 256;
    private static final int MAX_ROWS = 512;
    private static final int MIN_ROWS = 32;
    private static final int TASKS_PER_THREAD = 3;

    /** Fewer multiply-adds than this are not worth waking another thread for. */
    private static final double SMALL = 60_000;

    private final CpuThreads threads;
    private final Workspace.Pool workspaces;
    private final PanelKernel kernel;

    BlockedProduct(CpuThreads threads, Workspace.Pool workspaces, PanelKernel kernel) {
        this.threads = threads;
        this.workspaces = workspaces;
        this.kernel = kernel;
    }

    /** The threads it runs on. */
    CpuThreads threads() {
        return threads;
    }

    /** The innermost loops. */
    PanelKernel kernel() {
        return kernel;
    }

    /** Where it takes scratch memory from. */
    Workspace.Pool workspaces() {
        return workspaces;
    }

    /**
     * Extents of products computed together.
     *
     * @param count how many
     * @param m rows of the left operand
     * @param n columns of the right operand
     * @param k common extent
     * @param factor what every element is multiplied by
     */
    record Extent(int count, int m, int n, int k, float factor) {
        /**
         * How many slices a long common index is divided into, so that small results with long sums
         * still keep many threads busy.
         */
        int slices() {
            long tiles = (long) count * ceil(m, 64) * ceil(n, MAX_COLUMNS);
            int wanted = (int) (16 / Math.min(tiles, 16));
            return Math.max(1, Math.min(wanted, k / (8 * DEPTH)));
        }
    }

    /** Computes products, each element as one sum in ascending order. */
    void run(Extent e, IntFunction<Operands> operands, RowSink sink) {
        if (e.count > 0 && e.m > 0 && e.n > 0) {
            run(
                    e,
                    1,
                    operands,
                    (product, slice, row, column, n, sums) ->
                            sink.put(product, row, column, n, sums));
        }
    }

    /** Computes products whose common index may be divided into slices that are added up last. */
    void runSliced(Extent e, IntFunction<Operands> operands, RowSink sink) {
        int slices = e.count > 0 && e.m > 0 && e.n > 0 ? e.slices() : 1;
        if (slices == 1) {
            run(e, operands, sink);
            return;
        }
        float[] scratch = workspaces.bulk(e.count * slices * e.m * e.n);
        SlicedSums sums = new SlicedSums(scratch, slices, e.m, e.n);
        run(e, slices, operands, sums::store);
        sums.finish(threads, workspaces, e.count, sink);
        workspaces.give(scratch);
    }

    @FunctionalInterface
    private interface SliceSink {
        void put(int product, int slice, int row, int column, int columns, float[] sums);
    }

    private void run(Extent e, int slices, IntFunction<Operands> operands, SliceSink sink) {
        int sliceDepth = roundUp(ceil(Math.max(e.k, 1), slices), DEPTH);
        Cut cut = Cut.of(e.count * slices, e.m, e.n, threads.size());
        int perSlice = cut.panels * cut.blocks;
        CpuThreads.Body task =
                t -> {
                    int product = t / (slices * perSlice);
                    int slice = t / perSlice % slices;
                    int column = t % perSlice / cut.blocks * cut.columns;
                    int row = t % cut.blocks * cut.rows;
                    Block block =
                            new Block(
                                    product,
                                    slice,
                                    row,
                                    Math.min(cut.rows, e.m - row),
                                    column,
                                    Math.min(cut.columns, e.n - column),
                                    (int) Math.min(e.k, (long) slice * sliceDepth),
                                    (int) Math.min(e.k, (slice + 1L) * sliceDepth));
                    compute(block, e.factor, operands.apply(product), sink);
                };
        int tasks = e.count * slices * perSlice;
        if ((double) e.count * e.m * e.n * e.k < SMALL) {
            for (int t = 0; t < tasks; t++) {
                task.run(t);
            }
        } else {
            threads.each(tasks, task);
        }
    }

    private void compute(Block block, float factor, Operands operands, SliceSink sink) {
        int n = block.columns;
        int m = roundUp(block.rows, kernel.rowStep());
        try (Workspace w = workspaces.take()) {
            float[][] sums = w.sums(m, n);
            for (int i = 0; i < m; i++) {
                Arrays.fill(sums[i], 0, n, 0f);
            }
            float[][] panel = w.panel(DEPTH, n);
            float[] a = w.coefficients(m * DEPTH);
            Arrays.fill(a, block.rows * DEPTH, m * DEPTH, 0f);
            operands.beginPanel(w, block.column, n);
            for (int k = block.from; k < block.to; k += DEPTH) {
                int depth = Math.min(DEPTH, block.to - k);
                operands.packB(w, k, depth, block.column, n, panel);
                operands.packA(w, block.row, block.rows, k, depth, a, DEPTH);
                int padded = roundUp(depth, kernel.depthStep());
                for (int j = depth; j < padded; j++) {
                    clear(panel[j], n, a, m, j);
                }
                kernel.accumulate(a, 0, DEPTH, m, padded, panel, 0, sums, 0, n);
            }
            for (int i = 0; i < block.rows; i++) {
                scale(sums[i], n, factor);
                sink.put(block.product, block.slice, block.row + i, block.column, n, sums[i]);
            }
        }
    }

    private static void scale(float[] row, int n, float factor) {
        if (factor != 1) {
            for (int j = 0; j < n; j++) {
                row[j] *= factor;
            }
        }
    }

    private static void clear(float[] row, int n, float[] a, int m, int k) {
        Arrays.fill(row, 0, n, 0f);
        for (int i = 0; i < m; i++) {
            a[i * DEPTH + k] = 0f;
        }
    }

    static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    static int roundUp(int a, int step) {
        return ceil(a, step) * step;
    }

    /** One task: a block of the result and a range of the common index. */
    private record Block(
            int product, int slice, int row, int rows, int column, int columns, int from, int to) {}

    /** How a result is cut: panels of columns times blocks of rows. */
    private record Cut(int columns, int panels, int rows, int blocks) {
        static Cut of(int count, int m, int n, int threads) {
            int panels = ceil(n, MAX_COLUMNS);
            int blocks = ceil(m, MAX_ROWS);
            if (threads > 1) {
                int wanted = ceil(TASKS_PER_THREAD * threads, count);
                if (panels * blocks < wanted) {
                    panels = Math.max(panels, Math.min(wanted, n / MIN_COLUMNS));
                }
                if (panels * blocks < wanted) {
                    blocks = Math.max(blocks, Math.min(ceil(wanted, panels), m / MIN_ROWS));
                }
            }
            int columns = roundUp(ceil(n, panels), 16);
            int rows = roundUp(ceil(m, blocks), 4);
            return new Cut(columns, ceil(n, columns), rows, ceil(m, rows));
        }
    }
}
