package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tuning.Tuning;

/**
 * What kernels are launched with: programs, memory and the ways of cutting work into pieces.
 *
 * @param session the open device
 * @param memory its buffers
 * @param programs its kernels
 * @param tuning what kernels with a choice are chosen by
 * @param dealer hands out tasks to work-groups
 * @param kept weights that were transformed earlier
 */
record Device(
        Session session,
        DeviceMemory memory,
        Programs programs,
        Tuning tuning,
        Dealer dealer,
        KeptWeights kept) {
    private static final long[] ALONE = {1};
    private static final long[] GROUP = {256};

    /** Elements of the vectors that coarse kernels store. */
    static final int VECTOR = 8;

    /** The line that lets coarse kernels store past the caches. */
    static final String STREAM = "#define STREAM\n";

    /** Bytes of a result that is as large as the last cache of most processors. */
    private static final long LARGE = 16L << 20;

    /** Elements of the registers that the larger register tile needs. */
    private static final int LARGE_VECTOR = 16;

    /** Rows of that tile; all blocks of rows are multiples of this and of the other. */
    private static final int LARGE_TALL = 8;

    private static final int TALL = 6;

    /** Pieces per compute unit, so that a slow one does not keep the others waiting. */
    private static final int PIECES = 8;

    /** Rows of the register tile of {@code panels.cl}. */
    int tall() {
        return largeVectors() ? LARGE_TALL : TALL;
    }

    private boolean largeVectors() {
        return session.traits().vector() >= LARGE_VECTOR;
    }

    /** What {@code panels.cl} is compiled for. */
    String panelDefines() {
        String large = largeVectors() ? "#define LARGE_VECTORS\n" : "";
        return "#define TALL " + tall() + "\n" + large;
    }

    boolean coarse() {
        return session.variant() == Variant.COARSE;
    }

    /** The buffer behind a view. */
    static ClBuffer buffer(View v) {
        return (ClBuffer) v.buffer();
    }

    /**
     * A buffer for the inner use of an operation; released after the launches that use it, it is
     * reused only by later ones.
     */
    ClBuffer scratch(DType dtype, long length) {
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "An operation needs "
                            + length
                            + " elements of scratch memory, more than one buffer holds; use a"
                            + " smaller minibatch or resolution");
        }
        return memory.allocate(dtype, (int) length);
    }

    /**
     * Whether coarse kernels had better store a result past the caches: it is so large that nobody
     * finds it there again.
     */
    boolean streams(View y) {
        return coarse() && (long) y.size() * y.dtype().bytes() >= LARGE && y.offset() % VECTOR == 0;
    }

    /** How many pieces to cut work into for coarse kernels. */
    int pieces() {
        return session.traits().computeUnits() * PIECES;
    }

    /** How many units of work each piece gets, at least {@code least}, a multiple of 64. */
    int chunk(long units, int least) {
        long even = (units + pieces() - 1) / pieces();
        return (int) Math.min(1 << 30, (Math.max(least, even) + 63) / 64 * 64);
    }

    /** Launches a kernel whose work-items each do {@code chunk} of the units. */
    void runCoarse(ClKernel kernel, String what, long units, int chunk) {
        kernel.run(what, ALONE, (units + chunk - 1) / chunk);
    }

    /** Launches a kernel whose work-items each do one unit. */
    void runFine(ClKernel kernel, String what, long units) {
        kernel.run(what, GROUP, (units + GROUP[0] - 1) / GROUP[0]);
    }
}
