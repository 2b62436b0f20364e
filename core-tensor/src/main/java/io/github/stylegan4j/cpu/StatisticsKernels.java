package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.AllFinite;
import io.github.stylegan4j.tensor.fused.PixelNorm;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** Pixel normalisation, and the test for bad numbers. */
final class StatisticsKernels {
    private static final int PIECE = 1024;

    private final CpuThreads threads;
    private final Workspace.Pool workspaces;
    private final CopyKernels copies;

    StatisticsKernels(CpuThreads threads, Workspace.Pool workspaces) {
        this.threads = threads;
        this.workspaces = workspaces;
        this.copies = new CopyKernels(threads);
    }

    void pixelNorm(PixelNorm op, View[] in, View[] out) {
        Planes p = Planes.of(out[0].shape());
        int at = out[0].offset();
        float[] y = DenseInputs.floats(out[0]);
        int pieces = BlockedProduct.ceil(p.size(), PIECE);
        try (DenseInputs inputs = new DenseInputs(copies, workspaces, at, in)) {
            float[] x = inputs.get(0);
            threads.ranges(
                    p.n() * pieces,
                    Math.max(1, (1 << 14) / (p.c() * Math.min(p.size(), PIECE))),
                    (f, t) -> {
                        for (int i = f; i < t; i++) {
                            int start = at + i / pieces * p.c() * p.size();
                            int begin = i % pieces * PIECE;
                            int n = Math.min(PIECE, p.size() - begin);
                            if (p.size() == 1) {
                                vector(x, y, start, p.c(), op.epsilon());
                            } else {
                                positions(x, y, start + begin, p, n, op.epsilon());
                            }
                        }
                    });
        }
    }

    private static void vector(float[] x, float[] y, int at, int n, double epsilon) {
        float s = (float) (1 / Math.sqrt(Sums.squares(x, at, n, 0) / n + epsilon));
        for (int i = at; i < at + n; i++) {
            y[i] = x[i] * s;
        }
    }

    /** Some neighbouring positions of one sample, all channels. */
    private void positions(float[] x, float[] y, int at, Planes p, int n, double epsilon) {
        try (Workspace w = workspaces.take()) {
            float[][] rows = w.sums(2, PIECE);
            float[] factor = rows[0];
            Arrays.fill(factor, 0, n, 0f);
            for (int c = 0; c < p.c(); c++) {
                System.arraycopy(x, at + c * p.size(), rows[1], 0, n);
                addSquares(factor, rows[1], n);
            }
            for (int i = 0; i < n; i++) {
                factor[i] = (float) (1 / Math.sqrt((double) factor[i] / p.c() + epsilon));
            }
            for (int c = 0; c < p.c(); c++) {
                System.arraycopy(x, at + c * p.size(), rows[1], 0, n);
                multiply(rows[1], factor, n);
                System.arraycopy(rows[1], 0, y, at + c * p.size(), n);
            }
        }
    }

    private static void addSquares(float[] sum, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] = Math.fma(x[i], x[i], sum[i]);
        }
    }

    private static void multiply(float[] x, float[] factor, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= factor[i];
        }
    }

    void allFinite(AllFinite op, View[] in, View[] out) {
        AtomicBoolean bad = new AtomicBoolean();
        for (View v : in) {
            try (DenseInputs inputs =
                    new DenseInputs(copies, workspaces, v.isContiguous() ? v.offset() : 0, v)) {
                float[] x = inputs.get(0);
                int at = v.isContiguous() ? v.offset() : 0;
                threads.ranges(
                        v.size(),
                        1 << 15,
                        (f, t) -> {
                            if (!bad.get() && !finite(x, at + f, t - f)) {
                                bad.set(true);
                            }
                        });
            }
        }
        DenseInputs.floats(out[0])[out[0].offset()] = bad.get() ? 0 : 1;
    }

    /** Zero times a number is zero unless the number is infinite or not one. */
    private boolean finite(float[] x, int at, int count) {
        try (Workspace w = workspaces.take()) {
            float[][] rows = w.sums(2, PIECE);
            int n = Math.min(PIECE, count);
            Arrays.fill(rows[0], 0, n, 0f);
            for (int i = 0; i < count; i += PIECE) {
                int m = Math.min(PIECE, count - i);
                System.arraycopy(x, at + i, rows[1], 0, m);
                addZeroTimes(rows[0], rows[1], m);
            }
            for (int i = 0; i < n; i++) {
                if (rows[0][i] != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private static void addZeroTimes(float[] sum, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += x[i] * 0f;
        }
    }
}
