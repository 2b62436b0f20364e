package io.github.stylegan4j.cpu;

import java.util.Arrays;

/**
 * Transformed 3 x 3 kernels: for each position a matrix of result by source channels, padded with
 * zeros to the steps of the panel kernel.
 */
final class WinogradWeights implements AutoCloseable {
    private final BlockedProduct engine;
    private final WinogradFilter filter;
    private final int out;
    private final int in;
    private final int paddedOut;
    private final int paddedIn;
    private final float[] data;

    /** Room for kernels from {@code in} to {@code out} channels, taken from scratch memory. */
    WinogradWeights(BlockedProduct engine, WinogradFilter filter, int out, int in) {
        this.engine = engine;
        this.filter = filter;
        this.out = out;
        this.in = in;
        paddedOut = BlockedProduct.roundUp(out, engine.kernel().rowStep());
        paddedIn = BlockedProduct.roundUp(in, engine.kernel().depthStep());
        data = engine.workspaces().bulk(filter.positions() * paddedOut * paddedIn);
    }

    int out() {
        return out;
    }

    int in() {
        return in;
    }

    int paddedOut() {
        return paddedOut;
    }

    int paddedIn() {
        return paddedIn;
    }

    float[] data() {
        return data;
    }

    /** Where a row of one position's matrix begins. */
    int row(int position, int row) {
        return (position * paddedOut + row) * paddedIn;
    }

    /**
     * Transforms all kernels.
     *
     * @param w kernels by output and input channel of the convolution
     * @param wAt where they begin
     * @param factor what they are multiplied by
     * @param turned whether result channels are the convolution's input channels and the kernels
     *     are turned by half a revolution, as its input gradient needs them
     */
    void transform(float[] w, int wAt, float factor, boolean turned) {
        int taps = WinogradFilter.TAPS;
        int scratch = taps * taps + filter.span() * taps + filter.span();
        engine.threads()
                .ranges(
                        paddedOut,
                        Math.max(1, 1024 / paddedIn),
                        (from, to) -> {
                            try (Workspace ws = engine.workspaces().take()) {
                                float[][] s = ws.sums(scratch, paddedIn);
                                for (int r = from; r < to; r++) {
                                    gather(w, wAt, factor, r, turned, s);
                                    row(s, r);
                                }
                            }
                        });
    }

    /** The nine taps of a row of kernels, one array per tap. */
    private void gather(float[] w, int wAt, float factor, int row, boolean turned, float[][] s) {
        for (int i = 0; i < 9; i++) {
            Arrays.fill(s[i], row < out ? in : 0, paddedIn, 0f);
        }
        for (int c = 0; c < (row < out ? in : 0); c++) {
            int kernel = wAt + 9 * (turned ? c * out + row : row * in + c);
            for (int i = 0; i < 9; i++) {
                s[i][c] = factor * w[kernel + (turned ? 8 - i : i)];
            }
        }
    }

    private void row(float[][] s, int row) {
        int taps = WinogradFilter.TAPS;
        int span = filter.span();
        float[][] kernel = new float[taps][];
        float[][] column = new float[span][];
        for (int c = 0; c < taps; c++) {
            for (int r = 0; r < taps; r++) {
                kernel[r] = s[r * taps + c];
            }
            for (int r = 0; r < span; r++) {
                column[r] = s[taps * taps + r * taps + c];
            }
            filter.kernel(kernel, column, paddedIn);
        }
        int last = taps * taps + span * taps;
        float[][] result = Arrays.copyOfRange(s, last, last + span);
        for (int r = 0; r < span; r++) {
            int at = taps * taps + r * taps;
            filter.kernel(Arrays.copyOfRange(s, at, at + taps), result, paddedIn);
            for (int c = 0; c < span; c++) {
                System.arraycopy(result[c], 0, data, row(span * r + c, row), paddedIn);
            }
        }
    }

    @Override
    public void close() {
        engine.workspaces().give(data);
    }
}
