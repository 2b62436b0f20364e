package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.Reduce;

/**
 * Launches reductions: {@code reduce.cl}. A result of many elements is cut into slices, whose
 * results are reduced in turn, so that it does not depend on timing.
 */
final class ReduceKernels {
    private static final String FILE = "reduce.cl";

    /** Slices of a sum that has to keep all of a CPU busy. */
    private static final int COARSE_SLICES = 16;

    /** Slices of a sum that has to keep all of a GPU busy. */
    private static final int TILED_SLICES = 1024;

    /** Elements of a slice, at least: enough to be worth a second pass. */
    private static final int LEAST_SLICE = 1 << 13;

    /** Results that the kernel for columns takes at a time. */
    private static final int COLUMNS = 64;

    private static final int GROUP = 256;
    private static final long[] ALONE = {1, 1};
    private static final long[] GROUPS = {GROUP, 1};

    private final Device device;
    private final MapKernels maps;

    ReduceKernels(Device device, MapKernels maps) {
        this.device = device;
        this.maps = maps;
    }

    void run(Reduce op, View[] in, View[] out) {
        run(op.name(), ReduceFunction.of(op.kind()), op.axes(), in, out[0]);
    }

    /**
     * Reduces.
     *
     * @param what the operation, for messages
     * @param axes which axes of the inputs
     * @param in as many views of one shape as the function has inputs
     * @param y contiguous, one element per kept index
     */
    void run(String what, ReduceFunction f, int[] axes, View[] in, View y) {
        if (in[0].size() == 0) {
            maps.fill(what, f.ofNone(), y);
            return;
        }
        Axes kept = part(in, axes, false);
        Axes reduced = part(in, axes, true);
        int results = y.size();
        int elements = in[0].size() / results;
        int slices = slices(results, elements);
        if (slices == 1) {
            launch(what, f, in, kept, reduced, elements, 1, y);
            return;
        }
        ClBuffer parts = device.scratch(y.dtype(), (long) slices * results);
        try {
            View partial = View.contiguous(parts, Shape.of(slices, results));
            launch(what, f, in, kept, reduced, elements, slices, partial);
            run(what, f.ofParts(), new int[] {0}, new View[] {partial}, y);
        } finally {
            device.memory().release(parts);
        }
    }

    /** How often a sum is cut, so that no compute unit idles; the extents alone decide. */
    private int slices(int results, int elements) {
        int wanted = device.coarse() ? COARSE_SLICES : TILED_SLICES;
        int useful = Math.max(1, elements / LEAST_SLICE);
        int slices = Math.max(1, Math.min(useful, wanted / Math.max(1, results)));
        int depth = (elements + slices - 1) / slices;
        return (elements + depth - 1) / depth;
    }

    /** The axes that are either reduced or kept. */
    private static Axes part(View[] in, int[] axes, boolean reduced) {
        int[] dims = in[0].shape().dims();
        boolean[] isReduced = new boolean[dims.length];
        for (int a : axes) {
            isReduced[a] = true;
        }
        for (int i = 0; i < dims.length; i++) {
            if (isReduced[i] != reduced) {
                dims[i] = 1;
            }
        }
        int[][] strides = new int[in.length][];
        for (int i = 0; i < in.length; i++) {
            strides[i] = in[i].strides();
        }
        return new Axes(dims, strides);
    }

    private void launch(
            String what,
            ReduceFunction f,
            View[] in,
            Axes kept,
            Axes reduced,
            int elements,
            int slices,
            View y) {
        int results = y.size() / slices;
        int depth = (elements + slices - 1) / slices;
        boolean coarse = device.coarse();
        boolean columns = coarse && byColumns(f, kept, reduced, results);
        boolean groups = !coarse && depth >= GROUP && !sideBySide(f, kept);
        String name = coarse ? columns ? "columns" : "rows" : groups ? "groups" : "items";
        long work = (long) results * depth;
        int least = (int) Math.max(1, Math.min(results, 8192L * results / Math.max(1, work)));
        int chunk = columns ? columnChunk(results) : rowChunk(results, least);
        ClKernel kernel = device.programs().kernel(FILE, name, y.dtype(), f.defines());
        kernel.with(results).with(elements).with(depth).with(chunk);
        kernel.with(kept.dims()).with(reduced.dims());
        for (int i = 0; i < f.inputs(); i++) {
            kernel.with(Device.buffer(in[i])).with(in[i].offset());
            kernel.with(kept.strides(i)).with(reduced.strides(i));
        }
        kernel.with(Device.buffer(y)).with(y.offset());
        if (coarse) {
            kernel.run(what, ALONE, (results + chunk - 1) / chunk, slices);
        } else {
            long across = groups ? results : (results + GROUP - 1) / GROUP;
            kernel.run(what, GROUPS, across, slices);
        }
    }

    private int rowChunk(int results, int least) {
        return Math.max(least, (results + device.pieces() - 1) / device.pieces());
    }

    private int columnChunk(int results) {
        int even = (results + device.pieces() - 1) / device.pieces();
        return (even + COLUMNS - 1) / COLUMNS * COLUMNS;
    }

    private static boolean byColumns(ReduceFunction f, Axes kept, Axes reduced, int results) {
        boolean runs = kept.last() % COLUMNS == 0 && results % COLUMNS == 0;
        boolean near = false;
        for (int i = 0; i < f.inputs(); i++) {
            runs &= kept.lastStride(i) == 1;
            near |= reduced.lastStride(i) == 1;
        }
        return runs && !near;
    }

    private static boolean sideBySide(ReduceFunction f, Axes kept) {
        boolean near = kept.last() >= 32;
        for (int i = 0; i < f.inputs(); i++) {
            near &= kept.lastStride(i) == 1;
        }
        return near;
    }
}
