package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.opencl.OffsetTables.Table;

/**
 * Launches batched matrix products of operands that lie in memory as tables of offsets say: {@code
 * product_coarse.cl} and {@code product_tiled.cl}.
 */
final class Product {
    private static final int TALL = 6;
    private static final int TALL_PANELS = 256;
    private static final int COARSE_COLUMNS = 64;
    private static final int COARSE_DEPTH = 256;
    private static final int SIDE = 64;
    private static final int LEAST_SLICE = 1024;

    /** How many tasks are enough; not the number of compute units, which would change bits. */
    private static final int COARSE_TASKS = 8;

    private static final int TILED_TASKS = 256;
    private static final long[] ALONE = {1};
    private static final long[] TILE = {16, 16, 1};

    private final Device device;
    private final ReduceKernels reductions;

    Product(Device device, ReduceKernels reductions) {
        this.device = device;
        this.reductions = reductions;
    }

    /**
     * Extents of a product.
     *
     * @param batches how many products
     * @param m rows of the first factor and of the result
     * @param k what is summed over
     * @param n columns of the second factor and of the result
     * @param samples how many samples of a minibatch these columns belong to; 1 if to none
     */
    record Extents(int batches, int m, int k, int n, int samples) {
        Extents(int batches, int m, int k, int n) {
            this(batches, m, k, n, 1);
        }
    }

    /**
     * Where a factor lies.
     *
     * @param buffer its memory
     * @param batch where each batch begins
     * @param rows offsets of rows
     * @param columns offsets of columns
     */
    record Factor(ClBuffer buffer, Table batch, Table rows, Table columns) {}

    /**
     * Where the result goes, relative to its first element.
     *
     * @param batch where each batch begins
     * @param rowStride distance of rows
     * @param columns offsets of columns, ascending
     */
    record Target(Table batch, int rowStride, Table columns) {}

    /** Computes into a contiguous view; y is [N, O, H, W] where the epilogue is not plain. */
    void run(String what, Extents e, Factor a, Factor b, Target target, View y, Epilogue epilogue) {
        // Sums of slices are added up for all of y at once.
        boolean whole = (long) e.batches() * e.m() * e.n() == y.size();
        int slices = whole ? slices(e) : 1;
        if (slices == 1) {
            launch(what, e, 1, a, b, target, Device.buffer(y), y.offset(), 0, y, epilogue);
            return;
        }
        Epilogue plain = Epilogue.times(epilogue.factor());
        ClBuffer parts = device.scratch(y.dtype(), (long) slices * y.size());
        try {
            launch(what, e, slices, a, b, target, parts, 0, y.size(), y, plain);
            View all = View.contiguous(parts, Shape.of(slices, y.size()));
            reductions.run(what, ReduceFunction.SUM, new int[] {0}, new View[] {all}, y);
            epilogue.apply(what, y);
        } finally {
            device.memory().release(parts);
        }
    }

    private static long coarseTasks(int m, int n) {
        long tall = ceil(m, TALL);
        return (long) ceil(n, COARSE_COLUMNS) * ((tall + TALL_PANELS - 1) / TALL_PANELS);
    }

    private static long tiledTasks(int m, int n) {
        return (long) ceil(n, SIDE) * ceil(m, SIDE);
    }

    /**
     * How often k is cut, so that no compute unit idles. The extents of one sample decide, so that
     * its bits do not depend on the others of its minibatch.
     */
    private int slices(Extents e) {
        int columns = e.n() / Math.max(1, e.samples());
        long tasks = device.coarse() ? coarseTasks(e.m(), columns) : tiledTasks(e.m(), columns);
        int wanted = device.coarse() ? COARSE_TASKS : TILED_TASKS;
        long useful = wanted / Math.max(1, e.batches() * tasks);
        int slices = (int) Math.max(1, Math.min(e.k() / LEAST_SLICE, useful));
        return ceil(e.k(), depth(e.k(), slices));
    }

    private static int depth(int k, int slices) {
        return ceil(ceil(k, slices), COARSE_DEPTH) * COARSE_DEPTH;
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    private void launch(
            String what,
            Extents e,
            int slices,
            Factor a,
            Factor b,
            Target target,
            ClBuffer y,
            int yOffset,
            int sliceStride,
            View result,
            Epilogue epilogue) {
        Launch l =
                new Launch(
                        what, e, slices, a, b, target, y, yOffset, sliceStride, result, epilogue);
        if (device.coarse()) {
            coarse(l);
        } else {
            tiled(l);
        }
    }

    private record Launch(
            String what,
            Extents e,
            int slices,
            Factor a,
            Factor b,
            Target target,
            ClBuffer y,
            int yOffset,
            int sliceStride,
            View result,
            Epilogue epilogue) {
        int sliceDepth() {
            return depth(e.k(), slices);
        }

        DType dtype() {
            return y.dtype();
        }
    }

    private void coarse(Launch l) {
        Extents e = l.e();
        int tall = ceil(e.m(), TALL);
        long panels = (long) e.batches() * tall;
        long tasks = coarseTasks(e.m(), e.n()) * e.batches() * l.slices();
        int groups = (int) Math.min(tasks, device.pieces() / 2);
        int scratchStride =
                COARSE_DEPTH * COARSE_COLUMNS + Math.min(tall, TALL_PANELS) * TALL * COARSE_COLUMNS;
        ClBuffer packed = device.scratch(l.dtype(), panels * e.k() * TALL);
        ClBuffer scratch = null;
        try {
            scratch = device.scratch(l.dtype(), (long) groups * scratchStride);
            ClKernel pack = kernel("product_coarse.cl", "pack", l);
            pack.with(e.m()).with(e.k()).with(tall);
            factor(pack, l.a()).with(packed).run(l.what(), ALONE, panels);
            ClKernel kernel = kernel("product_coarse.cl", "product", l);
            kernel.with(e.m()).with(e.n()).with(e.k()).with(e.batches()).with(l.slices());
            kernel.with(l.sliceDepth()).with(l.b().columns().run()).with(packed);
            target(factor(kernel, l.b()), l).with(scratch).with(scratchStride);
            epilogue(kernel, l);
            kernel.run(l.what(), ALONE, groups);
        } finally {
            device.memory().release(packed);
            if (scratch != null) {
                device.memory().release(scratch);
            }
        }
    }

    private void tiled(Launch l) {
        Extents e = l.e();
        ClKernel kernel = kernel("product_tiled.cl", "product", l);
        kernel.with(e.m()).with(e.n()).with(e.k()).with(e.batches()).with(l.slices());
        boolean alongRows = l.b().rows().run() > l.b().columns().run();
        kernel.with(l.sliceDepth()).with(alongRows ? 1 : 0);
        target(factor(factor(kernel, l.a()), l.b()), l);
        epilogue(kernel, l);
        kernel.run(
                l.what(),
                TILE,
                ceil(e.n(), SIDE),
                ceil(e.m(), SIDE),
                (long) e.batches() * l.slices());
    }

    private ClKernel kernel(String file, String name, Launch l) {
        return device.programs().kernel(file, name, l.dtype(), "");
    }

    private static void epilogue(ClKernel kernel, Launch l) {
        Shape s = l.result().shape();
        boolean plain = l.epilogue().isPlain();
        kernel.with(plain ? l.e().n() : s.dim(2) * s.dim(3));
        l.epilogue().with(kernel, l.y(), s);
    }

    private static ClKernel factor(ClKernel kernel, Factor f) {
        return kernel.with(f.buffer())
                .with(f.batch().memory())
                .with(f.rows().memory())
                .with(f.columns().memory());
    }

    private static ClKernel target(ClKernel kernel, Launch l) {
        Target t = l.target();
        return kernel.with(l.y())
                .with(l.yOffset())
                .with(t.batch().memory())
                .with(t.rowStride())
                .with(t.columns().memory())
                .with(l.sliceStride());
    }
}
