package io.github.stylegan4j.cpu;

import java.util.Arrays;

/**
 * Convolutions in which every channel has its own kernel and nothing is summed over channels: one
 * result row at a time, one kernel position after the other.
 */
final class DepthwiseConv {
    private final CpuThreads threads;
    private final Workspace.Pool workspaces;

    DepthwiseConv(CpuThreads threads, Workspace.Pool workspaces) {
        this.threads = threads;
        this.workspaces = workspaces;
    }

    /** Copies what tap {@code (kh, kw)} reads for result row {@code oy}; false when all zeros. */
    private static boolean line(
            ConvShape s, float[] x, int plane, int oy, int kh, int kw, float[] to) {
        int y = oy * s.stride() + kh - s.pad();
        if (y < 0 || y >= s.h()) {
            return false;
        }
        int dx = kw - s.pad();
        int lo = Math.min(s.ow(), BlockedProduct.ceil(Math.max(0, -dx), s.stride()));
        int hi = Math.min(s.ow(), Math.floorDiv(s.w() - 1 - dx, s.stride()) + 1);
        if (lo >= hi) {
            return false;
        }
        Arrays.fill(to, 0, lo, 0f);
        Arrays.fill(to, hi, s.ow(), 0f);
        int from = plane + y * s.w() + dx;
        if (s.stride() == 1) {
            System.arraycopy(x, from + lo, to, lo, hi - lo);
        } else {
            for (int j = lo; j < hi; j++) {
                to[j] = x[from + j * s.stride()];
            }
        }
        return true;
    }

    private static void multiplyAdd(float[] sum, float[] x, float a, int n) {
        for (int j = 0; j < n; j++) {
            sum[j] = Math.fma(a, x[j], sum[j]);
        }
    }

    private static void multiplyAdd(float[] sum, float[] x, float[] y, int n) {
        for (int j = 0; j < n; j++) {
            sum[j] = Math.fma(x[j], y[j], sum[j]);
        }
    }

    private int grain(int perPlane) {
        return Math.max(1, 16384 / Math.max(1, perPlane));
    }

    void forward(ConvShape s, float[] x, int xAt, float[] w, int wAt, float[] y, int yAt) {
        int outPlane = s.oh() * s.ow();
        threads.ranges(
                s.n() * s.ci(),
                grain(outPlane * s.taps()),
                (from, to) -> {
                    try (Workspace ws = workspaces.take()) {
                        float[][] rows = ws.sums(2, s.ow());
                        for (int p = from; p < to; p++) {
                            int kernel = wAt + p % s.ci() * s.taps();
                            int plane = xAt + p * s.h() * s.w();
                            for (int oy = 0; oy < s.oh(); oy++) {
                                row(s, x, plane, w, kernel, oy, rows[0], rows[1]);
                                int at = yAt + p * outPlane + oy * s.ow();
                                System.arraycopy(rows[0], 0, y, at, s.ow());
                            }
                        }
                    }
                });
    }

    private static void row(
            ConvShape s,
            float[] x,
            int plane,
            float[] w,
            int kernel,
            int oy,
            float[] sum,
            float[] line) {
        Arrays.fill(sum, 0, s.ow(), 0f);
        for (int t = 0; t < s.taps(); t++) {
            if (line(s, x, plane, oy, t / s.kw(), t % s.kw(), line)) {
                multiplyAdd(sum, line, s.factor() * w[kernel + t], s.ow());
            }
        }
    }

    void inputGrad(ConvShape s, float[] dy, int dyAt, float[] w, int wAt, float[] dx, int dxAt) {
        int outPlane = s.oh() * s.ow();
        int plane = s.h() * s.w();
        threads.ranges(
                s.n() * s.ci(),
                grain(outPlane * s.taps()),
                (from, to) -> {
                    for (int p = from; p < to; p++) {
                        int at = dxAt + p * plane;
                        Arrays.fill(dx, at, at + plane, 0f);
                        scatter(s, dy, dyAt + p * outPlane, w, wAt + p % s.ci() * s.taps(), dx, at);
                    }
                });
    }

    private static void scatter(
            ConvShape s, float[] dy, int dyAt, float[] w, int kernel, float[] dx, int dxAt) {
        for (int t = 0; t < s.taps(); t++) {
            float a = s.factor() * w[kernel + t];
            int ky = t / s.kw() - s.pad();
            int kx = t % s.kw() - s.pad();
            int lo = BlockedProduct.ceil(Math.max(0, -kx), s.stride());
            int hi = Math.min(s.ow(), Math.floorDiv(s.w() - 1 - kx, s.stride()) + 1);
            for (int oy = 0; oy < s.oh(); oy++) {
                int y = oy * s.stride() + ky;
                if (y >= 0 && y < s.h()) {
                    int to = dxAt + y * s.w() + kx;
                    for (int j = lo; j < hi; j++) {
                        int i = to + j * s.stride();
                        dx[i] = Math.fma(a, dy[dyAt + oy * s.ow() + j], dx[i]);
                    }
                }
            }
        }
    }

    void weightGrad(ConvShape s, float[] x, int xAt, float[] dy, int dyAt, float[] dw, int dwAt) {
        int outPlane = s.oh() * s.ow();
        threads.each(
                s.ci(),
                c -> {
                    try (Workspace ws = workspaces.take()) {
                        float[][] rows = ws.sums(s.taps() + 2, s.ow());
                        for (int t = 0; t < s.taps(); t++) {
                            Arrays.fill(rows[t], 0, s.ow(), 0f);
                        }
                        for (int n = 0; n < s.n(); n++) {
                            int p = n * s.ci() + c;
                            addPlane(s, x, xAt + p * s.h() * s.w(), dy, dyAt + p * outPlane, rows);
                        }
                        for (int t = 0; t < s.taps(); t++) {
                            dw[dwAt + c * s.taps() + t] = s.factor() * total(rows[t], s.ow());
                        }
                    }
                });
    }

    private static void addPlane(
            ConvShape s, float[] x, int plane, float[] dy, int dyAt, float[][] rows) {
        float[] line = rows[s.taps()];
        float[] g = rows[s.taps() + 1];
        for (int oy = 0; oy < s.oh(); oy++) {
            System.arraycopy(dy, dyAt + oy * s.ow(), g, 0, s.ow());
            for (int t = 0; t < s.taps(); t++) {
                if (line(s, x, plane, oy, t / s.kw(), t % s.kw(), line)) {
                    multiplyAdd(rows[t], line, g, s.ow());
                }
            }
        }
    }

    private static float total(float[] x, int n) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += x[j];
        }
        return (float) sum;
    }
}
