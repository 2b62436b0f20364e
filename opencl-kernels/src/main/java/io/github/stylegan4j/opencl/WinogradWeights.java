package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;

/**
 * Launches the weight gradient of a convolution with a 3 x 3 kernel, stride 1 and padding 1 by
 * minimal filtering: {@code winograd_weights.cl}. How sums are cut depends on nothing but extents.
 */
final class WinogradWeights {
    /** Columns of a register tile; that of the kernel file. */
    private static final int WIDE = 16;

    /** Elements of a chunk that all work-groups transform before they multiply it. */
    private static final int CHUNK = 10 << 20;

    /** Elements of u up to which every work-group sums by itself. */
    private static final int SMALL = 1 << 20;

    /** Elements of all sums of work-groups together, and most of these. */
    private static final int SUMS = 5 << 19;

    private static final int MAX_PARTS = 16;

    /** Rows of a task of a stage; that of the kernel file. */
    private static final int ROWS = 96;

    /** Rows of a block whose sums stay in the cache; that of the kernel file. */
    private static final int SOME_ROWS = 48;

    /** Columns of such a block; that of the kernel file. */
    private static final int SOME_COLUMNS = 64;

    /** Tiles of a vector; that of the kernel file. */
    private static final int LONG = 8;

    /** Most tiles of a task that transforms, and of a stretch; that of the kernel file. */
    private static final int RUN = 64;

    private final Device device;
    private final MapKernels maps;

    WinogradWeights(Device device, MapKernels maps) {
        this.device = device;
        this.maps = maps;
    }

    /** What all launches of one gradient share. */
    private record Job(
            String what,
            int tile,
            int tall,
            Resizing resizing,
            Contiguous x,
            Contiguous y,
            Shape xs,
            int outs,
            double factor,
            View dw) {
        int ins() {
            return xs.dim(1);
        }

        int columns() {
            return ceil(outs, WIDE) * WIDE;
        }

        int rows() {
            return ceil(ins(), tall) * tall;
        }

        /** Transforms that are summed over tiles. */
        int sums() {
            return resizing.weights(tile);
        }

        /** Elements of one sum. */
        int sum() {
            return sums() * rows() * columns();
        }

        /** Elements of the transforms of one tile. */
        int spread() {
            return resizing.pixels(tile) * rows() + resizing.gradients(tile) * columns();
        }

        /**
         * The same whatever the register tile: how sums are cut, and so their bits, depend on it.
         */
        int size() {
            return sums() * ins() * columns();
        }

        int tiles() {
            return xs.dim(0) * ceil(xs.dim(2), tile) * ceil(xs.dim(3), tile);
        }

        /** Most tiles whose transforms have at most so many elements, a multiple of RUN. */
        int length(int elements) {
            int fits = elements / spread() / RUN * RUN;
            return Math.max(RUN, Math.min(fits, ceil(tiles(), RUN) * RUN));
        }

        /** Tiles of a stretch. */
        int stretch() {
            return Math.min(RUN, ceil(tiles(), LONG) * LONG);
        }

        long vLength(int length) {
            return resizing.pixels(tile) * ((long) length * rows() + WIDE);
        }

        long dLength(int length) {
            return resizing.gradients(tile) * ((long) length * columns() + WIDE);
        }
    }

    /**
     * Weights' gradient, contiguous [out, in, 3, 3], from images and gradients of results, times a
     * factor.
     */
    void run(String what, int tile, View images, View gradients, double factor, View dw) {
        run(what, tile, Resizing.NONE, images, gradients, factor, dw);
    }

    /** That of a convolution that halves the size: gradients have half the images' extents. */
    void halved(String what, View images, View gradients, double factor, View dw) {
        run(what, Resizing.HALVING.tile(), Resizing.HALVING, images, gradients, factor, dw);
    }

    private void run(
            String what, int tile, Resizing r, View images, View g, double factor, View dw) {
        try (Contiguous x = Contiguous.planes(device, maps, what, images);
                Contiguous y = Contiguous.planes(device, maps, what, g)) {
            int outs = g.shape().dim(1);
            int tall = device.tall();
            Job job = new Job(what, tile, tall, r, x, y, images.shape(), outs, factor, dw);
            if (job.size() <= SMALL) {
                inParts(job);
            } else {
                inChunks(job);
            }
        }
    }

    private void inParts(Job job) {
        int length = job.stretch();
        int parts = Math.min(Math.min(MAX_PARTS, SUMS / job.size()), ceil(job.tiles(), length));
        int groups = device.dealer().groups(parts);
        long stride = job.vLength(length) + job.dLength(length);
        try (Scratch u = Scratch.floats(device, (long) parts * job.sum());
                Scratch scratch = Scratch.floats(device, groups * stride)) {
            ClKernel part = operands(dealt("part", job, parts), job);
            part.with(length).with(u.buffer()).with(scratch.buffer()).with((int) stride);
            device.dealer().run(part, job.what(), parts);
            taps(job, parts, u.buffer());
        }
    }

    private void inChunks(Job job) {
        int length = job.length(CHUNK);
        try (Scratch v = Scratch.floats(device, job.vLength(length));
                Scratch d = Scratch.floats(device, job.dLength(length))) {
            if (job.tiles() <= length) {
                spread(job, 0, length, v.buffer(), d.buffer());
                inBlocks(job, length, v.buffer(), d.buffer());
                return;
            }
            try (Scratch u = Scratch.floats(device, job.sum())) {
                for (int first = 0; first < job.tiles(); first += length) {
                    spread(job, first, length, v.buffer(), d.buffer());
                    add(job, first, length, v.buffer(), d.buffer(), u.buffer());
                }
                taps(job, 1, u.buffer());
            }
        }
    }

    private void inBlocks(Job job, int length, ClBuffer v, ClBuffer d) {
        int tasks = ceil(job.columns(), SOME_COLUMNS) * ceil(job.rows(), SOME_ROWS);
        long sums = (long) job.sums() * SOME_ROWS * SOME_COLUMNS;
        try (Scratch scratch = Scratch.floats(device, device.dealer().groups(tasks) * sums)) {
            ClKernel kernel = dealt("multiplyBlocks", job, tasks);
            kernel.with(job.ins()).with(job.outs()).with(job.columns()).with(job.rows());
            kernel.with(ceil(job.tiles(), LONG) * LONG).with(length);
            kernel.with(job.factor(), DType.FLOAT32).with(v).with(d);
            kernel.with(Device.buffer(job.dw())).with(job.dw().offset()).with(scratch.buffer());
            device.dealer().run(kernel, job.what(), tasks);
        }
    }

    private void spread(Job job, int first, int length, ClBuffer v, ClBuffer d) {
        int count = Math.min(length, job.tiles() - first);
        int tasks = ceil(count, RUN) * (job.columns() / WIDE + job.rows() / job.tall());
        ClKernel spread = operands(dealt("spread", job, tasks), job);
        spread.with(first).with(count).with(length).with(v).with(d);
        device.dealer().run(spread, job.what(), tasks);
    }

    private void add(Job job, int first, int length, ClBuffer v, ClBuffer d, ClBuffer u) {
        int count = Math.min(length, job.tiles() - first);
        int tasks = job.sums() * ceil(job.rows(), ROWS);
        ClKernel add = dealt("add", job, tasks).with(job.columns()).with(job.rows());
        add.with(count).with(length).with(first == 0 ? 1 : 0).with(v).with(d).with(u);
        device.dealer().run(add, job.what(), tasks);
    }

    private void taps(Job job, int parts, ClBuffer u) {
        int tasks = job.columns() / WIDE * ceil(job.ins(), ROWS);
        ClKernel taps = dealt("taps", job, tasks);
        taps.with(job.ins()).with(job.outs()).with(job.columns()).with(job.rows());
        taps.with(parts).with(job.factor(), DType.FLOAT32).with(u);
        taps.with(Device.buffer(job.dw())).with(job.dw().offset());
        device.dealer().run(taps, job.what(), tasks);
    }

    /** A kernel with its first arguments, which say what tasks it has. */
    private ClKernel dealt(String name, Job job, int tasks) {
        return device.dealer().deal(kernel(name, job), tasks);
    }

    private static ClKernel operands(ClKernel kernel, Job job) {
        Shape s = job.xs();
        kernel.with(s.dim(0)).with(s.dim(2)).with(s.dim(3)).with(job.ins()).with(job.outs());
        kernel.with(job.columns()).with(job.rows());
        return job.y().with(job.x().with(kernel));
    }

    private ClKernel kernel(String name, Job job) {
        String defines = "#define TILE " + job.tile() + "\n" + job.resizing().define();
        return device.programs()
                .kernel(
                        "winograd_weights.cl",
                        name,
                        DType.FLOAT32,
                        Device.STREAM + device.panelDefines() + defines);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
