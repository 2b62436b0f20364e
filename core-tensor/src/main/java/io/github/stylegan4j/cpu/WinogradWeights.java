package io.github.stylegan4j.cpu;

import java.util.Arrays;

/**
 * Transformed 3 x 3 kernels, {@code G g G^T} with {@code G = [1 0 0; 1/2 1/2 1/2; 1/2 -1/2 1/2; 0 0
 * 1]}: for each position a matrix of result by source channels, padded with zeros to the steps of
 * the panel kernel.
 */
final class WinogradWeights implements AutoCloseable {
    private final BlockedProduct engine;
    private final int out;
    private final int in;
    private final int paddedOut;
    private final int paddedIn;
    private final float[] data;

    /** Room for kernels from {@code in} to {@code out} channels, taken from scratch memory. */
    WinogradWeights(BlockedProduct engine, int out, int in) {
        this.engine = engine;
        this.out = out;
        this.in = in;
        paddedOut = BlockedProduct.roundUp(out, engine.kernel().rowStep());
        paddedIn = BlockedProduct.roundUp(in, engine.kernel().depthStep());
        data = engine.workspaces().bulk(WinogradConv.POSITIONS * paddedOut * paddedIn);
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
     * @param turned whether result channels are the convolution's input channels and the kernels
     *     are turned by half a revolution, as its input gradient needs them
     */
    void transform(float[] w, int wAt, boolean turned) {
        engine.threads()
                .ranges(
                        paddedOut,
                        Math.max(1, 1024 / paddedIn),
                        (from, to) -> {
                            try (Workspace ws = engine.workspaces().take()) {
                                float[][] s = ws.sums(9 + 12 + 4, paddedIn);
                                for (int r = from; r < to; r++) {
                                    gather(w, wAt, r, turned, s);
                                    row(s, r);
                                }
                            }
                        });
    }

    /** The nine taps of a row of kernels, one array per tap. */
    private void gather(float[] w, int wAt, int row, boolean turned, float[][] s) {
        for (int i = 0; i < 9; i++) {
            Arrays.fill(s[i], row < out ? in : 0, paddedIn, 0f);
        }
        for (int c = 0; c < (row < out ? in : 0); c++) {
            int kernel = wAt + 9 * (turned ? c * out + row : row * in + c);
            for (int i = 0; i < 9; i++) {
                s[i][c] = w[kernel + (turned ? 8 - i : i)];
            }
        }
    }

    private void row(float[][] s, int row) {
        for (int j = 0; j < 3; j++) {
            expand(s[j], s[3 + j], s[6 + j], s[9 + j], s[12 + j], s[15 + j], s[18 + j], paddedIn);
        }
        for (int r = 0; r < 4; r++) {
            int t = 9 + 3 * r;
            expand(s[t], s[t + 1], s[t + 2], s[21], s[22], s[23], s[24], paddedIn);
            for (int column = 0; column < 4; column++) {
                System.arraycopy(s[21 + column], 0, data, row(4 * r + column, row), paddedIn);
            }
        }
    }

    /** One dimension of the transform. */
    private static void expand(
            float[] g0,
            float[] g1,
            float[] g2,
            float[] u0,
            float[] u1,
            float[] u2,
            float[] u3,
            int n) {
        for (int i = 0; i < n; i++) {
            float a = g0[i];
            float c = g2[i];
            float outer = 0.5f * (a + c);
            float inner = 0.5f * g1[i];
            u0[i] = a;
            u1[i] = outer + inner;
            u2[i] = outer - inner;
            u3[i] = c;
        }
    }

    @Override
    public void close() {
        engine.workspaces().give(data);
    }
}
