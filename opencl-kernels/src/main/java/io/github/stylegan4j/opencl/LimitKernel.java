package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;

/** Launches what measures the multiply-add limit: {@code limit.cl}. */
final class LimitKernel {
    /**
     * Operations of a work-item's round: ten vectors of eight, a multiplication and an addition.
     */
    private static final int ROUND = 10 * 8 * 2;

    private static final long[] ALONE = {1};
    private static final long[] GROUP = {256};

    /** Work-groups per compute unit, so that a slow one does not keep the others waiting. */
    private static final int GROUPS = 8;

    private LimitKernel() {}

    /** Queues about so many operations for each compute unit; returns how many altogether. */
    static double run(Device device, long operations) {
        int groups = device.session().traits().computeUnits() * GROUPS;
        long[] local = device.coarse() ? ALONE : GROUP;
        long rounds = Math.max(1, operations / (GROUPS * local[0] * ROUND));
        long items = groups * local[0];
        try (Scratch y = Scratch.floats(device, items)) {
            device.programs()
                    .kernel("limit.cl", "multiply_adds", DType.FLOAT32, "")
                    .with((int) Math.min(rounds, Integer.MAX_VALUE))
                    .with(0.5, DType.FLOAT32)
                    .with(0.25, DType.FLOAT32)
                    .with(y.buffer())
                    .run("multiplyAdds", local, groups);
        }
        return (double) Math.min(rounds, Integer.MAX_VALUE) * ROUND * items;
    }
}
