package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import java.util.Arrays;

/**
 * Transformed 3 x 3 kernels: for each position and block of {@link VectorTiles#COLUMNS} result
 * channels a matrix with a row per source channel.
 */
final class VectorKernelTaps implements AutoCloseable {
    private static final int TAPS = VectorFilter.TAPS * VectorFilter.TAPS;
    private static final int COLUMNS = VectorTiles.COLUMNS;
    private static final int GRAIN = 128;

    private final BlockedProduct engine;
    private final VectorFilter filter;
    private final int out;
    private final int in;
    private final int blockStep;
    private final int positionStep;
    private final float[] data;

    /** Room for kernels from {@code in} to {@code out} channels, taken from scratch memory. */
    VectorKernelTaps(BlockedProduct engine, VectorFilter filter, int out, int in) {
        this.engine = engine;
        this.filter = filter;
        this.out = out;
        this.in = in;
        blockStep = in * COLUMNS;
        // One vector more than the matrices: a power of two would put all positions into one set
        // of the cache.
        positionStep = blocks() * blockStep + LANES;
        data = engine.workspaces().bulk(size(filter, out, in));
    }

    /** Elements that transformed kernels take. */
    static int size(VectorFilter filter, int out, int in) {
        int blocks = BlockedProduct.ceil(out, COLUMNS);
        return filter.positions() * (blocks * in * COLUMNS + LANES);
    }

    int out() {
        return out;
    }

    int in() {
        return in;
    }

    /** Blocks of result channels. */
    int blocks() {
        return BlockedProduct.ceil(out, COLUMNS);
    }

    float[] data() {
        return data;
    }

    /** Where the matrix of a position and a block begins. */
    int at(int position, int block) {
        return position * positionStep + block * blockStep;
    }

    /**
     * Transforms all kernels.
     *
     * @param w kernels by output and input channel of the convolution
     * @param wAt where they begin
     * @param turned whether result channels are the convolution's input channels and the kernels
     *     are turned by half a revolution, as its input gradient needs them
     */
    void transform(float[] w, int wAt, boolean turned) {
        engine.threads()
                .ranges(
                        blocks() * in,
                        GRAIN,
                        (from, to) -> {
                            try (Workspace ws = engine.workspaces().take()) {
                                float[] scratch = ws.coefficients(TAPS * LANES + filter.scratch());
                                for (int i = from; i < to; i++) {
                                    pair(w, wAt, turned, i / in, i % in, scratch);
                                }
                            }
                        });
    }

    private void pair(float[] w, int wAt, boolean turned, int block, int channel, float[] scratch) {
        for (int half = 0; half < COLUMNS; half += LANES) {
            int first = block * COLUMNS + half;
            int taps = filter.scratch();
            int present = Math.max(0, Math.min(LANES, out - first));
            int step = turned ? TAPS : in * TAPS;
            int from = wAt + (turned ? channel * out + first : first * in + channel) * TAPS;
            if (present < LANES) {
                Arrays.fill(scratch, taps, taps + TAPS * LANES, 0f);
            }
            for (int i = 0; i < present; i++) {
                for (int t = 0; t < TAPS; t++) {
                    scratch[taps + t * LANES + i] = w[from + i * step + (turned ? 8 - t : t)];
                }
            }
            int to = at(0, block) + channel * COLUMNS + half;
            filter.kernelTile(scratch, taps, scratch, data, to, positionStep);
        }
    }

    @Override
    public void close() {
        engine.workspaces().give(data);
    }
}
