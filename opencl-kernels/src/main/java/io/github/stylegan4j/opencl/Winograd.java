package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;

/**
 * Launches convolutions with a 3 x 3 kernel, stride 1 and padding 1 by minimal filtering: {@code
 * winograd.cl}.
 */
final class Winograd {
    /** Rows of a register tile; that of the kernel file. */
    private static final int TALL = 6;

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

    /** Most tiles for which each task transforms the weights it needs. */
    private static final int FEW_TILES = 128;

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

    /** Source channels of a task of a stage; that of the kernel file. */
    private static final int BLOCK = 32;

    /** Rows of a task of a stage; that of the kernel file. */
    private static final int ROWS = 96;

    /** Columns of a panel that are transformed at once; that of the kernel file. */
    private static final int DEPTH = 256;

    /** Convolutions that doubling and blurring make of one. */
    private static final int PHASES = 4;

    private static final long[] ALONE = {1};

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
     * @param phases 4 if y has twice the images' extents, as {@code winograd_phases.cl} says, or 1
     */
    private record Job(
            String what,
            int tile,
            int phases,
            Contiguous x,
            Weights w,
            Shape images,
            View y,
            Epilogue epilogue) {
        int positions() {
            return (tile + 2) * (tile + 2);
        }

        int rows() {
            return ceil(w.outs() * phases, TALL) * TALL;
        }

        int tiles() {
            return images.dim(0) * ceil(images.dim(2), tile) * ceil(images.dim(3), tile);
        }

        /** Room for all tiles in whole panels. */
        int room() {
            return ceil(tiles(), WIDE) * WIDE;
        }

        /** Elements of transformed weights. */
        long weights() {
            return positions() * ((long) rows() * ceil(w.ins(), LONG) * LONG + WIDE);
        }

        /** Tiles of a chunk, a multiple of 16. */
        int chunk() {
            int fits = CACHED / (positions() * (w.ins() + rows()));
            int worth = Math.max(fits, w.ins() * rows() / WEIGHTS_PER_TILE);
            return Math.max(WIDE, Math.min(worth, MAX_CHUNK) / WIDE * WIDE);
        }

        /** Elements between the stages, for so many tiles and channels. */
        long length(int room, int channels) {
            return positions() * ((long) room * channels + WIDE);
        }

        ClKernel extents(ClKernel kernel, int room) {
            Shape s = images;
            kernel.with(s.dim(0)).with(s.dim(2)).with(s.dim(3)).with(w.ins()).with(w.outs());
            return kernel.with(rows()).with(room);
        }
    }

    /**
     * Convolves images [N, in, H, W] into the contiguous y [N, out, H, W], in tiles of an edge.
     * However the work is shared out, an element is summed over channels in ascending order, so
     * that bits do not depend on it.
     */
    void run(String what, int tile, View images, Weights w, View y, Epilogue epilogue) {
        try (Contiguous x = Contiguous.planes(device, maps, what, images)) {
            Job job = new Job(what, tile, 1, x, w, images.shape(), y, epilogue);
            int wanted = device.session().traits().computeUnits() * CHUNKS;
            if (ceil(job.tiles(), job.chunk()) >= wanted || job.tiles() > MAX_STAGED) {
                inChunks(job);
            } else if (job.tiles() <= FEW_TILES) {
                byRows(job);
            } else {
                inStages(job);
            }
        }
    }

    /**
     * Doubles images [N, in, H, W] by repetition, convolves and blurs them into the contiguous y
     * [N, out, 2 H, 2 W], but for what {@code up_conv_border.cl} sets right.
     *
     * @param x the images with rows and columns merged
     */
    void phases(String what, int tile, Contiguous x, Shape images, Weights w, View y) {
        inChunks(new Job(what, tile, PHASES, x, w, images, y, Epilogue.NONE));
    }

    /** Transformed weights. */
    private Scratch transformed(Job job) {
        Scratch u = Scratch.floats(device, job.weights());
        try {
            int groups = Math.min(job.rows() / TALL, device.pieces());
            int stride = job.positions() * (DEPTH * TALL + WIDE);
            try (Scratch part = Scratch.floats(device, (long) groups * stride)) {
                ClKernel kernel = kernel("weights", job);
                kernel.with(job.w().outs()).with(job.w().ins()).with(job.rows());
                job.w().with(kernel).with(u.buffer()).with(part.buffer()).with(stride);
                kernel.run(job.what(), ALONE, groups);
            }
            return u;
        } catch (RuntimeException | Error e) {
            u.close();
            throw e;
        }
    }

    private void inChunks(Job job) {
        int chunk = job.chunk();
        int groups = Math.min(ceil(job.tiles(), chunk), device.pieces() / 2);
        long stride = job.length(chunk, job.w().ins()) + job.length(chunk, job.rows());
        try (Scratch u = transformed(job);
                Scratch scratch = Scratch.floats(device, groups * stride)) {
            View y = job.y();
            // Rows of pixels must begin at whole vectors for that.
            boolean streams = device.streams(y) && y.shape().dim(3) % Device.VECTOR == 0;
            ClKernel kernel = job.extents(kernel("convolve", job), chunk);
            job.x().with(kernel).with(u.buffer());
            kernel.with(Device.buffer(y)).with(y.offset()).with(streams ? 1 : 0);
            kernel.with(scratch.buffer()).with((int) stride);
            job.epilogue().with(kernel, Device.buffer(job.y()), job.y().shape());
            kernel.run(job.what(), ALONE, groups);
        }
    }

    private void inStages(Job job) {
        int room = job.room();
        int tasks = job.positions() * ceil(job.rows(), ROWS);
        try (Scratch v = spread(job);
                Scratch m = Scratch.floats(device, job.length(room, job.rows()))) {
            try (Scratch u = transformed(job)) {
                job.extents(kernel("multiplyAll", job), room)
                        .with(u.buffer())
                        .with(v.buffer())
                        .with(m.buffer())
                        .run(job.what(), ALONE, Math.min(tasks, device.pieces()));
            }
            ClKernel finish = job.extents(kernel("finishAll", job), room);
            finish.with(m.buffer()).with(Device.buffer(job.y())).with(job.y().offset());
            job.epilogue().with(finish, Device.buffer(job.y()), job.y().shape());
            int panels = room / WIDE * ceil(job.rows(), ROWS);
            finish.run(job.what(), ALONE, Math.min(panels, device.pieces()));
        }
    }

    private void byRows(Job job) {
        int room = job.room();
        int few = room <= MANY_TILES ? FEW_ROWS : FEWER_ROWS;
        int groups = Math.min(ceil(job.rows(), few), device.pieces());
        long stride = (long) job.positions() * (FEW + WIDE) + job.length(room, few);
        try (Scratch v = spread(job);
                Scratch scratch = Scratch.floats(device, groups * stride)) {
            ClKernel kernel = job.extents(kernel("convolveRows", job), room);
            kernel.with(few).with(FEW / few / LONG * LONG);
            job.w().with(kernel.with(v.buffer()));
            kernel.with(Device.buffer(job.y())).with(job.y().offset());
            kernel.with(scratch.buffer()).with((int) stride);
            job.epilogue().with(kernel, Device.buffer(job.y()), job.y().shape());
            kernel.run(job.what(), ALONE, groups);
        }
    }

    /** Transformed images: all tiles of all channels. */
    private Scratch spread(Job job) {
        int tasks = job.room() / WIDE * ceil(job.w().ins(), BLOCK);
        Scratch v = Scratch.floats(device, job.length(job.room(), job.w().ins()));
        try {
            ClKernel spread = job.extents(kernel("spreadAll", job), job.room());
            job.x().with(spread).with(v.buffer());
            spread.run(job.what(), ALONE, Math.min(tasks, device.pieces()));
            return v;
        } catch (RuntimeException | Error e) {
            v.close();
            throw e;
        }
    }

    private ClKernel kernel(String name, Job job) {
        String phases = job.phases() == 1 ? "" : "#define PHASES " + job.phases() + "\n";
        String defines = "#define TILE " + job.tile() + "\n" + phases + Device.STREAM;
        return device.programs().kernel("winograd.cl", name, DType.FLOAT32, defines);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
