package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;

/**
 * Launches convolutions with a 3 x 3 kernel, stride 1 and padding 1 by minimal filtering: {@code
 * winograd.cl}.
 */
final class Winograd {
    /** Columns that a panel of weights has side by side; that of the kernel file. */
    private static final int LONG = 8;

    /** Transformed weights of a position that a task keeps to itself; that of the kernel file. */
    private static final int FEW = 3072;

    /** Rows of such a task: the fewer there are, the more often transformed images are read. */
    private static final int FEW_ROWS = 48;

    /** The same where so many tiles' products would not stay in the cache beside the weights. */
    private static final int FEWER_ROWS = 24;

    /** Tiles up to which the larger number of rows is taken. */
    private static final int MANY_TILES = 64;

    /** Most tiles for which each task transforms the weights it needs, unless they are kept. */
    private static final int FEW_TILES = 128;

    /** Fewest tiles for which reading transformed weights from memory is faster than that. */
    private static final int KEPT_TILES = 48;

    /**
     * Most tiles for which weights are kept: beside more, transforming them takes next to nothing.
     */
    private static final int MOST_KEPT_TILES = 1024;

    /** Runs of chunks per compute unit: with more of them all end at about the same time. */
    private static final int RUNS = 16;

    /** Tiles of a panel; that of the kernel file. */
    private static final int WIDE = 16;

    /** Elements of a chunk between the transforms; two threads may share a processor's cache. */
    private static final int CACHED = 96 << 10;

    private static final int MAX_CHUNK = 128;

    /** Weights that a tile of a chunk must be worth: all of them are read for each chunk. */
    private static final int WEIGHTS_PER_TILE = 1 << 10;

    /** Chunks per compute unit below which the work is shared out in stages. */
    private static final int CHUNKS = 4;

    /** Most tiles whose transforms may all be in memory at once. */
    private static final int MAX_STAGED = 1024;

    /** Tiles that pass through the stages at once, so that the last cache holds them. */
    private static final int PASS = 128;

    /** Source channels of a task of a stage; that of the kernel file. */
    private static final int BLOCK = 32;

    /** Rows of a task of a stage; that of the kernel file. */
    private static final int ROWS = 96;

    /** Columns of a panel that are transformed at once; that of the kernel file. */
    private static final int DEPTH = 256;

    /** Convolutions that doubling and blurring make of one. */
    private static final int PHASES = 4;

    private final Device device;
    private final MapKernels maps;

    Winograd(Device device, MapKernels maps) {
        this.device = device;
        this.maps = maps;
    }

    /**
     * Where weights [out, in, k, k] lie, seen from the convolution that uses them.
     *
     * @param w their memory
     * @param offset of the first one
     * @param outs result channels
     * @param ins source channels
     * @param strides distances of result channels, source channels, rows and columns
     */
    record Weights(View w, int offset, int outs, int ins, int[] strides) {
        /** Weights of a convolution [out, in, k, k]. */
        static Weights forward(View w) {
            return new Weights(w, w.offset(), w.shape().dim(0), w.shape().dim(1), w.strides());
        }

        /** The same weights for the input gradient: channels exchanged, taps turned around. */
        static Weights turned(View w) {
            int[] s = w.strides();
            int last = (w.shape().dim(2) - 1) * s[2] + (w.shape().dim(3) - 1) * s[3];
            int[] back = {s[1], s[0], -s[2], -s[3]};
            return new Weights(w, w.offset() + last, w.shape().dim(1), w.shape().dim(0), back);
        }

        /** Hands a kernel what its macro WEIGHTS declares. */
        ClKernel with(ClKernel kernel) {
            kernel.with(Device.buffer(w)).with(offset);
            return kernel.with(strides[0]).with(strides[1]).with(strides[2]).with(strides[3]);
        }
    }

    /**
     * What all launches of one convolution share.
     *
     * @param tall rows of a register tile
     * @param phases 4 if y has twice the images' extents, as {@code winograd_phases.cl} says, or 1
     * @param resizing what it does to the size otherwise
     */
    private record Job(
            String what,
            int tile,
            int phases,
            int tall,
            Resizing resizing,
            Contiguous x,
            Weights w,
            Shape images,
            View y,
            Epilogue epilogue) {
        int positions() {
            return resizing.products(tile);
        }

        /** Transformed weights of a kernel. */
        int uPositions() {
            return resizing.weights(tile);
        }

        /** Transformed pixels of a tile. */
        int vPositions() {
            return resizing.pixels(tile);
        }

        int rows() {
            return ceil(w.outs() * phases, tall) * tall;
        }

        int tiles() {
            return images.dim(0) * ceil(images.dim(2), tile) * ceil(images.dim(3), tile);
        }

        /** Room for all tiles in whole panels. */
        int room() {
            return ceil(tiles(), WIDE) * WIDE;
        }

        KeptWeights.Key key() {
            return new KeptWeights.Key(
                    Device.buffer(w.w()),
                    w.offset(),
                    w.outs(),
                    w.ins(),
                    w.strides()[0],
                    w.strides()[1],
                    w.strides()[2],
                    w.strides()[3],
                    new KeptWeights.Transform(tile, phases, resizing));
        }

        /** Elements of transformed weights. */
        long weights() {
            return uPositions() * ((long) rows() * ceil(w.ins(), LONG) * LONG + WIDE);
        }

        /** Tiles of a chunk, a multiple of 16. */
        int chunk() {
            int fits = CACHED / (vPositions() * w.ins() + positions() * rows());
            int worth = Math.max(fits, w.ins() * rows() / WEIGHTS_PER_TILE);
            return Math.max(WIDE, Math.min(worth, MAX_CHUNK) / WIDE * WIDE);
        }

        /** Elements of so many tiles' transformed pixels. */
        long vLength(int room) {
            return vPositions() * ((long) room * w.ins() + WIDE);
        }

        /** Elements of so many tiles' products with so many rows. */
        long mLength(int room, int rows) {
            return positions() * ((long) room * rows + WIDE);
        }
    }

    /**
     * Convolves images [N, in, H, W] into the contiguous y [N, out, H, W], in tiles of an edge.
     * However the work is shared out, an element is summed over channels in ascending order, so
     * that bits do not depend on it.
     */
    void run(String what, int tile, View images, Weights w, View y, Epilogue epilogue) {
        try (Contiguous x = Contiguous.planes(device, maps, what, images)) {
            Resizing none = Resizing.NONE;
            Shape s = images.shape();
            shareOut(new Job(what, tile, 1, device.tall(), none, x, w, s, y, epilogue));
        }
    }

    /**
     * Convolves images [N, in, H, W] to twice or half the extents, as {@code winograd_resize.cl}
     * says, into the contiguous y.
     */
    void resize(String what, Resizing r, View images, Weights w, View y, Epilogue epilogue) {
        try (Contiguous x = Contiguous.planes(device, maps, what, images)) {
            int tall = device.tall();
            Shape s = images.shape();
            shareOut(new Job(what, r.tile(), 1, tall, r, x, w, s, y, epilogue));
        }
    }

    private void shareOut(Job job) {
        int wanted = device.session().traits().computeUnits() * CHUNKS;
        int tiles = job.tiles();
        if (ceil(tiles, job.chunk()) >= wanted || tiles > MAX_STAGED) {
            inChunks(job);
        } else if (tiles < KEPT_TILES) {
            byRows(job);
        } else {
            boolean keep = keeps(job);
            if (keep || tiles > FEW_TILES) {
                inStages(job, keep);
            } else {
                byRows(job);
            }
        }
    }

    /**
     * Doubles images [N, in, H, W] by repetition, convolves and blurs them into the contiguous y
     * [N, out, 2 H, 2 W], but for what {@code up_conv_border.cl} sets right.
     *
     * @param x the images with rows and columns merged
     * @param times what results are multiplied by
     */
    void phases(
            String what, int tile, Contiguous x, Shape images, Weights w, View y, Epilogue times) {
        int tall = device.tall();
        inChunks(new Job(what, tile, PHASES, tall, Resizing.NONE, x, w, images, y, times));
    }

    private boolean keeps(Job job) {
        return job.tiles() <= MOST_KEPT_TILES && device.kept().keeps(job.key(), job.weights());
    }

    /** Transformed weights, kept for the next use or not. */
    private KeptWeights.Use transformed(Job job, boolean keep) {
        return device.kept().take(job.key(), job.weights(), keep, device, u -> transform(job, u));
    }

    /** What a launch is, in the order in which the kernel numbers them. */
    private enum Stage {
        WEIGHTS,
        CONVOLVE,
        SPREAD,
        MULTIPLY,
        FINISH,
        CONVOLVE_ROWS
    }

    /**
     * Where a launch has what lies between the stages; what it does not use is any memory.
     *
     * @param u transformed weights
     * @param v transformed images
     * @param m products, or memory of the work-groups
     * @param stride elements that each work-group has to itself of that, if any
     */
    private record Memory(ClBuffer u, ClBuffer v, ClBuffer m, long stride) {}

    private void transform(Job job, ClBuffer u) {
        int tasks = job.rows() / job.tall();
        int groups = device.dealer().groups(tasks);
        long stride = job.uPositions() * (long) (DEPTH * job.tall() + WIDE);
        try (Scratch part = Scratch.floats(device, groups * stride)) {
            Memory memory = new Memory(u, u, part.buffer(), stride);
            launch(Stage.WEIGHTS, job, tasks, WIDE, 0, FEW_ROWS, memory);
        }
    }

    private void inChunks(Job job) {
        int chunk = job.chunk();
        int tasks =
                Math.min(ceil(job.tiles(), chunk), device.session().traits().computeUnits() * RUNS);
        int groups = device.dealer().groups(tasks);
        long stride = job.vLength(chunk) + job.mLength(chunk, job.rows());
        boolean keep = keeps(job);
        try (KeptWeights.Use u = transformed(job, keep);
                Scratch scratch = Scratch.floats(device, groups * stride)) {
            Memory memory = new Memory(u.buffer(), u.buffer(), scratch.buffer(), stride);
            launch(Stage.CONVOLVE, job, tasks, chunk, 0, FEW_ROWS, memory);
        }
    }

    private void inStages(Job job, boolean keep) {
        int room = Math.min(job.room(), PASS);
        try (KeptWeights.Use u = transformed(job, keep);
                Scratch v = Scratch.floats(device, job.vLength(room));
                Scratch m = Scratch.floats(device, job.mLength(room, job.rows()))) {
            Memory memory = new Memory(u.buffer(), v.buffer(), m.buffer(), 0);
            for (int begin = 0; begin < job.tiles(); begin += room) {
                int some = Math.min(room, job.room() - begin);
                spread(job, begin, some, memory);
                int blocks = ceil(job.rows(), ROWS);
                int products = job.positions() * blocks;
                launch(Stage.MULTIPLY, job, products, some, begin, FEW_ROWS, memory);
                launch(Stage.FINISH, job, some / WIDE * blocks, some, begin, FEW_ROWS, memory);
            }
        }
    }

    private void byRows(Job job) {
        int room = job.room();
        int few = room <= MANY_TILES ? FEW_ROWS : FEWER_ROWS;
        int tasks = ceil(job.rows(), few);
        long stride = (long) job.uPositions() * (FEW + WIDE) + job.mLength(room, few);
        int groups = device.dealer().groups(tasks);
        try (Scratch v = Scratch.floats(device, job.vLength(room));
                Scratch scratch = Scratch.floats(device, groups * stride)) {
            Memory memory = new Memory(v.buffer(), v.buffer(), scratch.buffer(), stride);
            spread(job, 0, room, memory);
            launch(Stage.CONVOLVE_ROWS, job, tasks, room, 0, few, memory);
        }
    }

    /** Transforms images: so many tiles of all channels. */
    private void spread(Job job, int begin, int room, Memory memory) {
        int tasks = room / WIDE * ceil(job.w().ins(), BLOCK);
        launch(Stage.SPREAD, job, tasks, room, begin, FEW_ROWS, memory);
    }

    /**
     * Launches a stage.
     *
     * @param room tiles that there is room for
     * @param begin the first tile
     * @param few rows of a task of {@link Stage#CONVOLVE_ROWS}
     */
    private void launch(
            Stage stage, Job job, int tasks, int room, int begin, int few, Memory memory) {
        View y = job.y();
        // Rows of pixels must begin at whole vectors for that.
        boolean past =
                stage == Stage.CONVOLVE
                        && device.streams(y)
                        && y.shape().dim(3) % Device.VECTOR == 0;
        Dealer dealer = device.dealer();
        View x = job.x().view();
        Weights w = job.w();
        Shape s = job.images();
        int[] of = w.strides();
        int[] numbers = {
            stage.ordinal(),
            dealer.start(),
            tasks,
            s.dim(0),
            s.dim(2),
            s.dim(3),
            w.ins(),
            w.outs(),
            job.rows(),
            room,
            begin,
            few,
            x.offset(),
            x.stride(0),
            x.stride(1),
            w.offset(),
            of[0],
            of[1],
            of[2],
            of[3],
            y.offset(),
            past ? 1 : 0,
            (int) memory.stride()
        };
        ClKernel kernel = kernel(job).with(numbers).with(dealer.counter());
        kernel.with(Device.buffer(x)).with(Device.buffer(w.w()));
        kernel.with(memory.u()).with(memory.v()).with(memory.m()).with(Device.buffer(y));
        job.epilogue().with(kernel, Device.buffer(y), y.shape());
        dealer.run(kernel, job.what(), tasks);
    }

    private ClKernel kernel(Job job) {
        String phases = job.phases() == 1 ? "" : "#define PHASES " + job.phases() + "\n";
        String tile = "#define TILE " + job.tile() + "\n" + job.resizing().define();
        String defines = tile + phases + device.panelDefines() + Device.STREAM;
        return device.programs().kernel("winograd.cl", "winograd", DType.FLOAT32, defines);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
