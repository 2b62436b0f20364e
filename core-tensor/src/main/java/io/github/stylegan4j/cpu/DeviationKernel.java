package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.MinibatchStd;
import java.util.Arrays;

/**
 * The channel of the minibatch's deviation. The features go through the cache once: each piece of
 * them is copied to the result and measured on the way, all samples of a group side by side.
 */
final class DeviationKernel {
    private static final int PIECE = 1024;

    /** Elements that are worth waking another thread for. */
    private static final int GRAIN = 1 << 14;

    private final CpuThreads threads;
    private final Workspace.Pool workspaces;
    private final CopyKernels copies;

    DeviationKernel(CpuThreads threads, Workspace.Pool workspaces) {
        this.threads = threads;
        this.workspaces = workspaces;
        this.copies = new CopyKernels(threads);
    }

    /**
     * How samples are grouped: sample s of group g is number {@code s * groups + g} of the batch.
     *
     * @param samples samples of a group
     * @param groups how many groups
     * @param length features of a sample
     * @param size elements of the channel that is added
     */
    private record Groups(int samples, int groups, int length, int size) {
        int pieces() {
            return BlockedProduct.ceil(length, PIECE);
        }

        int sample(int group, int s) {
            return s * groups + group;
        }

        /** Elements of a sample of the result. */
        int step() {
            return length + size;
        }
    }

    void run(MinibatchStd op, View[] in, View[] out) {
        Planes p = Planes.of(in[0].shape());
        int samples = op.samplesPerGroup(p.n());
        Groups all = new Groups(samples, p.n() / samples, p.c() * p.size(), p.size());
        float[] y = DenseInputs.floats(out[0]);
        int at = out[0].offset();
        double[] parts = new double[all.groups * all.pieces()];
        try (DenseInputs inputs = new DenseInputs(copies, workspaces, 0, in)) {
            float[] x = inputs.get(0);
            threads.ranges(
                    parts.length,
                    Math.max(1, GRAIN / (samples * PIECE)),
                    (from, to) -> {
                        try (Workspace w = workspaces.take()) {
                            for (int i = from; i < to; i++) {
                                int group = i / all.pieces();
                                int start = i % all.pieces() * PIECE;
                                parts[i] = piece(all, group, start, x, y, at, w);
                            }
                        }
                    });
        }
        for (int group = 0; group < all.groups; group++) {
            double sum = 0;
            for (int i = 0; i < all.pieces(); i++) {
                sum += parts[group * all.pieces() + i];
            }
            for (int s = 0; s < samples; s++) {
                int to = at + all.sample(group, s) * all.step() + all.length;
                Arrays.fill(y, to, to + all.size, (float) (sum / all.length));
            }
        }
    }

    /** Copies some features of a group's samples and adds up their deviations. */
    private static double piece(
            Groups all, int group, int start, float[] x, float[] y, int at, Workspace w) {
        int n = Math.min(PIECE, all.length - start);
        float[][] rows = w.sums(all.samples + 2, PIECE);
        float[] mean = rows[all.samples];
        float[] squares = rows[all.samples + 1];
        Arrays.fill(mean, 0, n, 0f);
        Arrays.fill(squares, 0, n, 0f);
        for (int s = 0; s < all.samples; s++) {
            int sample = all.sample(group, s);
            System.arraycopy(x, sample * all.length + start, rows[s], 0, n);
            System.arraycopy(rows[s], 0, y, at + sample * all.step() + start, n);
            add(mean, rows[s], n);
        }
        scale(mean, 1f / all.samples, n);
        for (int s = 0; s < all.samples; s++) {
            addSquares(squares, rows[s], mean, n);
        }
        roots(squares, 1f / all.samples, (float) MinibatchStd.EPSILON, n);
        return Sums.sum(squares, 0, n);
    }

    private static void add(float[] sum, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += x[i];
        }
    }

    private static void scale(float[] x, float factor, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= factor;
        }
    }

    private static void addSquares(float[] sum, float[] x, float[] mean, int n) {
        for (int i = 0; i < n; i++) {
            float d = x[i] - mean[i];
            sum[i] = Math.fma(d, d, sum[i]);
        }
    }

    private static void roots(float[] x, float factor, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.sqrt(Math.fma(x[i], factor, epsilon));
        }
    }
}
