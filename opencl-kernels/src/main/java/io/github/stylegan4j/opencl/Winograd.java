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

    /** Tasks per compute unit below which result channels are shared out, too. */
    private static final int TASKS = 4;

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

    /** Convolves images [N, in, H, W] into the contiguous y [N, out, H, W], in tiles of an edge. */
    void run(String what, int tile, View images, Weights w, View y, Epilogue epilogue) {
        int edge = tile + 2;
        int rows = ceil(w.outs(), TALL) * TALL;
        int columns = ceil(w.ins(), 8) * 8;
        ClBuffer u = device.scratch(DType.FLOAT32, (long) edge * edge * rows * columns);
        try (Contiguous x = Contiguous.planes(device, maps, what, images)) {
            transform(what, tile, w, rows, columns, u);
            convolve(what, tile, x, w, rows, columns, u, y, epilogue);
        } finally {
            device.memory().release(u);
        }
    }

    private void transform(String what, int tile, Weights w, int rows, int columns, ClBuffer u) {
        int[] s = w.strides();
        ClKernel kernel = kernel("weights", tile, Epilogue.NONE);
        kernel.with(w.outs()).with(w.ins()).with(rows).with(columns);
        kernel.with(Device.buffer(w.w())).with(w.offset());
        kernel.with(s[0]).with(s[1]).with(s[2]).with(s[3]).with(u);
        kernel.run(what, ALONE, rows);
    }

    private void convolve(
            String what,
            int tile,
            Contiguous x,
            Weights w,
            int rows,
            int columns,
            ClBuffer u,
            View y,
            Epilogue epilogue) {
        Shape s = y.shape();
        int edge = tile + 2;
        int tiles = s.dim(0) * ceil(s.dim(2), tile) * ceil(s.dim(3), tile);
        int chunk = chunk(edge * edge, w.ins() + rows, tiles);
        int chunks = ceil(tiles, chunk);
        int block = block(rows, chunks);
        int groups = Math.min(chunks * ceil(rows, block), device.pieces() / 2);
        int stride = edge * edge * (chunk * (w.ins() + block) + 2 * WIDE);
        ClBuffer scratch = device.scratch(DType.FLOAT32, (long) groups * stride);
        try {
            ClKernel kernel = kernel("convolve", tile, epilogue);
            kernel.with(s.dim(0)).with(s.dim(2)).with(s.dim(3)).with(w.ins()).with(w.outs());
            kernel.with(chunk).with(block);
            x.with(kernel).with(u).with(rows).with(columns);
            kernel.with(Device.buffer(y)).with(y.offset()).with(scratch).with(stride);
            epilogue.with(kernel, DType.FLOAT32, s);
            kernel.run(what, ALONE, groups);
        } finally {
            device.memory().release(scratch);
        }
    }

    private static int chunk(int positions, int channels, int tiles) {
        int fits = CACHED / (positions * channels) / WIDE * WIDE;
        return Math.max(WIDE, Math.min(Math.min(fits, MAX_CHUNK), ceil(tiles, WIDE) * WIDE));
    }

    /** Result channels of a task: all of them, unless that leaves compute units without work. */
    private int block(int rows, int chunks) {
        int wanted = ceil(device.session().traits().computeUnits() * TASKS, chunks);
        int panels = ceil(rows, TALL);
        return ceil(panels, Math.max(1, Math.min(wanted, panels))) * TALL;
    }

    private ClKernel kernel(String name, int tile, Epilogue epilogue) {
        String defines = "#define TILE " + tile + "\n" + epilogue.defines();
        return device.programs().kernel("winograd.cl", name, DType.FLOAT32, defines);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
