package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;

/**
 * Launches the weight gradient of a convolution with a 3 x 3 kernel, stride 1 and padding 1 by
 * minimal filtering: {@code winograd_weights.cl}. How sums are cut depends on nothing but extents.
 */
final class WinogradWeights {
    /** Rows of a register tile; that of the kernel file. */
    private static final int TALL = 6;

    /** Columns of a register tile; that of the kernel file. */
    private static final int WIDE = 16;

    /** Elements of a chunk that all work-groups transform before they multiply it. */
    private static final int CHUNK = 4 << 20;

    /** Elements of a chunk that a work-group keeps to itself. */
    private static final int CACHED = 96 << 10;

    /** Elements of u up to which every work-group sums by itself. */
    private static final int SMALL = 200 << 10;

    private static final int MAX_PARTS = 8;
    private static final int ROWS = 48;

    /** Tiles of a task that transforms; that of the kernel file. */
    private static final int RUN = 64;

    private static final long[] ALONE = {1};

    private final Device device;
    private final MapKernels maps;

    WinogradWeights(Device device, MapKernels maps) {
        this.device = device;
        this.maps = maps;
    }

    /** What all launches of one gradient share. */
    private record Job(
            String what, int tile, Contiguous x, Contiguous y, Shape xs, int outs, View dw) {
        int ins() {
            return xs.dim(1);
        }

        int columns() {
            return ceil(ins(), WIDE) * WIDE;
        }

        int rows() {
            return ceil(outs, TALL) * TALL;
        }

        int positions() {
            return (tile + 2) * (tile + 2);
        }

        /** Elements of one sum. */
        int sum() {
            return positions() * rows() * columns();
        }

        int tiles() {
            return xs.dim(0) * ceil(xs.dim(2), tile) * ceil(xs.dim(3), tile);
        }

        /** Most tiles whose transforms have at most so many elements, a multiple of 16. */
        int length(int elements) {
            int fits = elements / (positions() * (rows() + columns())) / WIDE * WIDE;
            return Math.max(WIDE, Math.min(fits, ceil(tiles(), WIDE) * WIDE));
        }

        long vLength(int length) {
            return positions() * ((long) length * columns() + WIDE);
        }

        long dLength(int length) {
            return positions() * ((long) (length + WIDE) * rows() + WIDE);
        }
    }

    /** Weights' gradient, contiguous [out, in, 3, 3], from images and gradients of results. */
    void run(String what, int tile, View images, View gradients, View dw) {
        try (Contiguous x = Contiguous.planes(device, maps, what, images);
                Contiguous y = Contiguous.planes(device, maps, what, gradients)) {
            int outs = gradients.shape().dim(1);
            Job job = new Job(what, tile, x, y, images.shape(), outs, dw);
            if (job.sum() <= SMALL) {
                inParts(job);
            } else {
                inChunks(job);
            }
        }
    }

    private void inParts(Job job) {
        int length = job.length(CACHED);
        int parts = Math.min(MAX_PARTS, ceil(job.tiles(), length));
        int groups = Math.min(parts, device.pieces() / 2);
        long stride = job.vLength(length) + job.dLength(length);
        try (Scratch u = Scratch.floats(device, (long) parts * job.sum());
                Scratch scratch = Scratch.floats(device, groups * stride)) {
            operands(kernel("part", job), job)
                    .with(parts)
                    .with(length)
                    .with(u.buffer())
                    .with(scratch.buffer())
                    .with((int) stride)
                    .run(job.what(), ALONE, groups);
            taps(job, parts, u.buffer());
        }
    }

    private void inChunks(Job job) {
        int length = job.length(CHUNK);
        try (Scratch u = Scratch.floats(device, job.sum());
                Scratch v = Scratch.floats(device, job.vLength(length));
                Scratch d = Scratch.floats(device, job.dLength(length))) {
            for (int first = 0; first < job.tiles(); first += length) {
                chunk(job, first, length, v.buffer(), d.buffer(), u.buffer());
            }
            taps(job, 1, u.buffer());
        }
    }

    private void chunk(Job job, int first, int length, ClBuffer v, ClBuffer d, ClBuffer u) {
        int count = Math.min(length, job.tiles() - first);
        int blocks = job.columns() / WIDE + job.rows() / TALL;
        operands(kernel("spread", job), job)
                .with(first)
                .with(count)
                .with(length)
                .with(v)
                .with(d)
                .run(job.what(), ALONE, Math.min(ceil(count, RUN) * blocks, device.pieces()));
        int tasks = job.positions() * ceil(job.rows(), ROWS);
        kernel("add", job)
                .with(job.columns())
                .with(job.rows())
                .with(ROWS)
                .with(count)
                .with(length)
                .with(first == 0 ? 1 : 0)
                .with(v)
                .with(d)
                .with(u)
                .run(job.what(), ALONE, Math.min(tasks, device.pieces()));
    }

    private void taps(Job job, int parts, ClBuffer u) {
        kernel("taps", job)
                .with(job.ins())
                .with(job.columns())
                .with(job.rows())
                .with(parts)
                .with(u)
                .with(Device.buffer(job.dw()))
                .with(job.dw().offset())
                .run(job.what(), ALONE, job.outs());
    }

    private static ClKernel operands(ClKernel kernel, Job job) {
        Shape s = job.xs();
        kernel.with(s.dim(0)).with(s.dim(2)).with(s.dim(3)).with(job.ins()).with(job.outs());
        kernel.with(job.columns()).with(job.rows());
        return job.y().with(job.x().with(kernel));
    }

    private ClKernel kernel(String name, Job job) {
        return device.programs()
                .kernel(
                        "winograd_weights.cl",
                        name,
                        DType.FLOAT32,
                        "#define TILE " + job.tile() + "\n");
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
