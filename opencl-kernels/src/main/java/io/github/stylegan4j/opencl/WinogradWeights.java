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
    private static final int CHUNK = 10 << 20;

    /** Elements of u up to which every work-group sums by itself. */
    private static final int SMALL = 1 << 20;

    /** Elements of all sums of work-groups together, and most of these. */
    private static final int SUMS = 5 << 19;

    private static final int MAX_PARTS = 8;

    /** Rows of a task of a stage; that of the kernel file. */
    private static final int ROWS = 96;

    /** Most tiles of a task that transforms, and of a stretch; that of the kernel file. */
    private static final int RUN = 64;

    /** Fewest tiles of a stretch. */
    private static final int STRETCH = 16;

    /** Elements of sums and of a stretch's transforms that a processor's cache should hold. */
    private static final int CACHED = 1 << 18;

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
            return ceil(outs, WIDE) * WIDE;
        }

        int rows() {
            return ceil(ins(), TALL) * TALL;
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

        /** Most tiles whose transforms have at most so many elements, a multiple of RUN. */
        int length(int elements) {
            int fits = elements / (positions() * (rows() + columns())) / RUN * RUN;
            return Math.max(RUN, Math.min(fits, ceil(tiles(), RUN) * RUN));
        }

        /** Tiles of a stretch: sums and transforms stay in the cache together, if they can. */
        int stretch() {
            int fits = (CACHED - sum()) / (positions() * (rows() + columns()));
            int wanted = Math.max(STRETCH, Math.min(RUN, fits / STRETCH * STRETCH));
            return Math.min(wanted, ceil(tiles(), 8) * 8);
        }

        long vLength(int length) {
            return positions() * ((long) length * rows() + WIDE);
        }

        long dLength(int length) {
            return positions() * ((long) length * columns() + WIDE);
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
        int length = job.stretch();
        int parts = Math.min(Math.min(MAX_PARTS, SUMS / job.sum()), ceil(job.tiles(), length));
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
        int panels = job.columns() / WIDE + job.rows() / TALL;
        operands(kernel("spread", job), job)
                .with(first)
                .with(count)
                .with(length)
                .with(v)
                .with(d)
                .run(job.what(), ALONE, Math.min(ceil(count, RUN) * panels, device.pieces()));
        int tasks = job.positions() * ceil(job.rows(), ROWS);
        kernel("add", job)
                .with(job.columns())
                .with(job.rows())
                .with(count)
                .with(length)
                .with(first == 0 ? 1 : 0)
                .with(v)
                .with(d)
                .with(u)
                .run(job.what(), ALONE, Math.min(tasks, device.pieces()));
    }

    private void taps(Job job, int parts, ClBuffer u) {
        int tasks = job.columns() / WIDE * ceil(job.ins(), ROWS);
        kernel("taps", job)
                .with(job.ins())
                .with(job.outs())
                .with(job.columns())
                .with(job.rows())
                .with(parts)
                .with(u)
                .with(Device.buffer(job.dw()))
                .with(job.dw().offset())
                .run(job.what(), ALONE, Math.min(tasks, device.pieces()));
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
                        Device.STREAM + "#define TILE " + job.tile() + "\n");
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
