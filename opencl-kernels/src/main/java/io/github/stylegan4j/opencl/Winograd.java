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

    /** Rows of a task of a stage; that of the kernel file. */
    private static final int BLOCK = 48;

    private static final long[] ALONE = {1};

    private final Device device;
    private final MapKernels maps;

    Winograd(Device device, MapKernels maps) {
        this.device = device;
        this.maps = maps;
    }

    /**
     * Where weights [out, in, 3, 3] lie, seen from the convolution that uses them.
     *
     * @param w their memory
     * @param offset of the first one
     * @param outs result channels
     * @param ins source channels
     * @param strides distances of result channels, source channels, rows and columns
     */
    record Weights(View w, int offset, int outs, int ins, int[] strides) {
        /** Weights of a convolution [out, in, 3, 3]. */
        static Weights forward(View w) {
            return new Weights(w, w.offset(), w.shape().dim(0), w.shape().dim(1), w.strides());
        }

        /** The same weights for the input gradient: channels exchanged, taps turned around. */
        static Weights turned(View w) {
            int[] s = w.strides();
            int last = 2 * s[2] + 2 * s[3];
            int[] back = {s[1], s[0], -s[2], -s[3]};
            return new Weights(w, w.offset() + last, w.shape().dim(1), w.shape().dim(0), back);
        }
    }

    /** What all launches of one convolution share. */
    private record Job(
            String what, int tile, Contiguous x, Weights w, ClBuffer u, View y, Epilogue epilogue) {
        int positions() {
            return (tile + 2) * (tile + 2);
        }

        int rows() {
            return ceil(w.outs(), TALL) * TALL;
        }

        int columns() {
            return ceil(w.ins(), 8) * 8;
        }

        int tiles() {
            Shape s = y.shape();
            return s.dim(0) * ceil(s.dim(2), tile) * ceil(s.dim(3), tile);
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
            Shape s = y.shape();
            kernel.with(s.dim(0)).with(s.dim(2)).with(s.dim(3)).with(w.ins()).with(w.outs());
            return kernel.with(rows()).with(room);
        }
    }

    /** Convolves images [N, in, H, W] into the contiguous y [N, out, H, W], in tiles of an edge. */
    void run(String what, int tile, View images, Weights w, View y, Epilogue epilogue) {
        int edge = tile + 2;
        int rows = ceil(w.outs(), TALL) * TALL;
        int columns = ceil(w.ins(), 8) * 8;
        ClBuffer u = device.scratch(DType.FLOAT32, (long) edge * edge * rows * columns);
        try (Contiguous x = Contiguous.planes(device, maps, what, images)) {
            Job job = new Job(what, tile, x, w, u, y, epilogue);
            transform(job);
            int wanted = device.session().traits().computeUnits() * CHUNKS;
            if (ceil(job.tiles(), job.chunk()) < wanted && job.tiles() <= MAX_STAGED) {
                inStages(job);
            } else {
                inChunks(job);
            }
        } finally {
            device.memory().release(u);
        }
    }

    private void transform(Job job) {
        Weights w = job.w();
        int[] s = w.strides();
        ClKernel kernel = kernel("weights", job, Epilogue.NONE);
        kernel.with(w.outs()).with(w.ins()).with(job.rows()).with(job.columns());
        kernel.with(Device.buffer(w.w())).with(w.offset());
        kernel.with(s[0]).with(s[1]).with(s[2]).with(s[3]).with(job.u());
        kernel.run(job.what(), ALONE, job.rows());
    }

    private void inChunks(Job job) {
        int chunk = job.chunk();
        int groups = Math.min(ceil(job.tiles(), chunk), device.pieces() / 2);
        long stride = job.length(chunk, job.w().ins()) + job.length(chunk, job.rows());
        ClBuffer scratch = device.scratch(DType.FLOAT32, groups * stride);
        try {
            ClKernel kernel = job.extents(kernel("convolve", job, job.epilogue()), chunk);
            job.x().with(kernel).with(job.u()).with(job.columns());
            kernel.with(Device.buffer(job.y())).with(job.y().offset());
            kernel.with(scratch).with((int) stride);
            job.epilogue().with(kernel, DType.FLOAT32, job.y().shape());
            kernel.run(job.what(), ALONE, groups);
        } finally {
            device.memory().release(scratch);
        }
    }

    private void inStages(Job job) {
        int room = ceil(job.tiles(), WIDE) * WIDE;
        int most = device.pieces();
        ClBuffer v = device.scratch(DType.FLOAT32, job.length(room, job.w().ins()));
        ClBuffer m = null;
        try {
            m = device.scratch(DType.FLOAT32, job.length(room, job.rows()));
            ClKernel spread = job.extents(kernel("spreadAll", job, Epilogue.NONE), room);
            job.x().with(spread).with(v);
            spread.run(job.what(), ALONE, Math.min(job.w().ins(), most));
            ClKernel multiply = job.extents(kernel("multiplyAll", job, Epilogue.NONE), room);
            multiply.with(job.u()).with(job.columns()).with(v).with(m);
            int tasks = job.positions() * ceil(job.rows(), BLOCK);
            multiply.run(job.what(), ALONE, Math.min(tasks, most));
            ClKernel finish = job.extents(kernel("finishAll", job, job.epilogue()), room);
            finish.with(m).with(Device.buffer(job.y())).with(job.y().offset());
            job.epilogue().with(finish, DType.FLOAT32, job.y().shape());
            finish.run(job.what(), ALONE, Math.min(job.w().outs(), most));
        } finally {
            device.memory().release(v);
            if (m != null) {
                device.memory().release(m);
            }
        }
    }

    private ClKernel kernel(String name, Job job, Epilogue epilogue) {
        String defines = "#define TILE " + job.tile() + "\n" + epilogue.defines();
        return device.programs().kernel("winograd.cl", name, DType.FLOAT32, defines);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
