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

    /** What a launch is, in the order in which the kernel numbers them. */
    private enum Stage {
        PART,
        SPREAD,
        ADD,
        TAPS,
        MULTIPLY_BLOCKS
    }

    /**
     * Where a launch has what lies between the stages; what it does not use is any memory.
     *
     * @param v transformed images
     * @param d transformed gradients
     * @param u sums
     * @param stride elements that each work-group has to itself of v, as which it has both
     *     transforms, or of u
     */
    private record Memory(ClBuffer v, ClBuffer d, ClBuffer u, long stride) {}

    private void inParts(Job job) {
        int length = job.stretch();
        int parts = Math.min(Math.min(MAX_PARTS, SUMS / job.size()), ceil(job.tiles(), length));
        int groups = device.dealer().groups(parts);
        long stride = job.vLength(length) + job.dLength(length);
        try (Scratch sums = Scratch.floats(device, (long) parts * job.sum());
                Scratch scratch = Scratch.floats(device, groups * stride)) {
            ClBuffer u = sums.buffer();
            Memory memory = new Memory(scratch.buffer(), u, u, stride);
            launch(Stage.PART, job, parts, 0, 0, length, parts, memory);
            taps(job, parts, length, memory);
        }
    }

    private void inChunks(Job job) {
        int length = job.length(CHUNK);
        try (Scratch v = Scratch.floats(device, job.vLength(length));
                Scratch d = Scratch.floats(device, job.dLength(length))) {
            if (job.tiles() <= length) {
                spread(job, 0, length, new Memory(v.buffer(), d.buffer(), d.buffer(), 0));
                inBlocks(job, length, v.buffer(), d.buffer());
                return;
            }
            try (Scratch u = Scratch.floats(device, job.sum())) {
                Memory memory = new Memory(v.buffer(), d.buffer(), u.buffer(), 0);
                int tasks = job.sums() * ceil(job.rows(), ROWS);
                for (int first = 0; first < job.tiles(); first += length) {
                    spread(job, first, length, memory);
                    int count = Math.min(length, job.tiles() - first);
                    launch(Stage.ADD, job, tasks, first, count, length, 1, memory);
                }
                taps(job, 1, length, memory);
            }
        }
    }

    private void inBlocks(Job job, int length, ClBuffer v, ClBuffer d) {
        int tasks = ceil(job.columns(), SOME_COLUMNS) * ceil(job.rows(), SOME_ROWS);
        long sums = (long) job.sums() * SOME_ROWS * SOME_COLUMNS;
        try (Scratch scratch = Scratch.floats(device, device.dealer().groups(tasks) * sums)) {
            int deep = ceil(job.tiles(), LONG) * LONG;
            Memory memory = new Memory(v, d, scratch.buffer(), sums);
            launch(Stage.MULTIPLY_BLOCKS, job, tasks, 0, deep, length, 1, memory);
        }
    }

    private void spread(Job job, int first, int length, Memory memory) {
        int count = Math.min(length, job.tiles() - first);
        int tasks = ceil(count, RUN) * (job.columns() / WIDE + job.rows() / job.tall());
        launch(Stage.SPREAD, job, tasks, first, count, length, 1, memory);
    }

    private void taps(Job job, int parts, int length, Memory memory) {
        int tasks = job.columns() / WIDE * ceil(job.ins(), ROWS);
        launch(Stage.TAPS, job, tasks, 0, 0, length, parts, memory);
    }

    /**
     * Launches a stage.
     *
     * @param first the first tile
     * @param count how many tiles from there on
     * @param length tiles that there is room for
     * @param parts sums to be added up
     */
    private void launch(
            Stage stage,
            Job job,
            int tasks,
            int first,
            int count,
            int length,
            int parts,
            Memory memory) {
        Dealer dealer = device.dealer();
        Shape s = job.xs();
        View x = job.x().view();
        View y = job.y().view();
        int[] numbers = {
            stage.ordinal(),
            dealer.start(),
            tasks,
            s.dim(0),
            s.dim(2),
            s.dim(3),
            job.ins(),
            job.outs(),
            job.columns(),
            job.rows(),
            x.offset(),
            x.stride(0),
            x.stride(1),
            y.offset(),
            y.stride(0),
            y.stride(1),
            first,
            count,
            length,
            parts,
            job.dw().offset(),
            (int) memory.stride()
        };
        ClKernel kernel = kernel(job).with(numbers).with(job.factor(), DType.FLOAT32);
        kernel.with(dealer.counter()).with(Device.buffer(x)).with(Device.buffer(y));
        kernel.with(memory.v()).with(memory.d()).with(memory.u());
        kernel.with(Device.buffer(job.dw()));
        dealer.run(kernel, job.what(), tasks);
    }

    private ClKernel kernel(Job job) {
        String defines = "#define TILE " + job.tile() + "\n" + job.resizing().define();
        return device.programs()
                .kernel(
                        "winograd_weights.cl",
                        "gradient",
                        DType.FLOAT32,
                        Device.STREAM + device.panelDefines() + defines);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
