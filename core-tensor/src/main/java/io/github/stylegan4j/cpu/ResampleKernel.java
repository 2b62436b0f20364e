package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.Filter;
import io.github.stylegan4j.tensor.fused.Resample2d;

/**
 * Filters that enlarge, shrink or blur images, a plane at a time.
 *
 * <p>The three that networks are made of, with their transposes, have loops of their own: copying
 * every pixel to a block, summing blocks, and a separable filter of three taps. Any other one is
 * computed as its definition says.
 */
final class ResampleKernel {
    private final CpuThreads threads;
    private final Workspace.Pool workspaces;
    private final CopyKernels copies;
    private final PlaneLoops loops;

    ResampleKernel(CpuThreads threads, Workspace.Pool workspaces, PlaneLoops loops) {
        this.loops = loops;
        this.threads = threads;
        this.workspaces = workspaces;
        this.copies = new CopyKernels(threads);
    }

    /** Extents of the images read and written. */
    record Extents(int h, int w, int oh, int ow) {}

    void run(Resample2d op, View[] in, View[] out) {
        Shape s = in[0].shape();
        try (DenseInputs inputs = new DenseInputs(copies, workspaces, 0, in)) {
            run(
                    op,
                    s.dim(0) * s.dim(1),
                    s.dim(2),
                    s.dim(3),
                    inputs.get(0),
                    0,
                    DenseInputs.floats(out[0]),
                    out[0].offset());
        }
    }

    /** Filters planes of height h and width w that lie one after the other. */
    void run(Resample2d op, int planes, int h, int w, float[] x, int xAt, float[] y, int yAt) {
        Shape o = op.outputShape(Shape.of(1, planes, h, w));
        Extents e = new Extents(h, w, o.dim(2), o.dim(3));
        PlaneFilter filter = choose(op, e);
        int perPlane = Math.max(e.h * e.w, e.oh * e.ow);
        threads.ranges(
                planes,
                Math.max(1, (1 << 13) / perPlane),
                (f, t) -> {
                    try (Workspace ws = workspaces.take()) {
                        for (int p = f; p < t; p++) {
                            filter.run(ws, x, xAt + p * e.h * e.w, y, yAt + p * e.oh * e.ow);
                        }
                    }
                });
    }

    /** Filters one plane. */
    @FunctionalInterface
    private interface PlaneFilter {
        void run(Workspace w, float[] x, int xAt, float[] y, int yAt);
    }

    private PlaneFilter choose(Resample2d op, Extents e) {
        Filter filter = op.filter();
        int k = filter.size();
        if (k == 2 && isConstant(filter)) {
            float tap = (float) filter.tap(0, 0);
            if (op.up() == 2
                    && op.down() == 1
                    && op.padLow() == 1
                    && e.oh == 2 * e.h
                    && e.ow == 2 * e.w) {
                return (w, x, xAt, y, yAt) -> repeat(w, x, xAt, y, yAt, e, tap);
            }
            if (op.up() == 1
                    && op.down() == 2
                    && op.padLow() == 0
                    && 2 * e.oh <= e.h
                    && 2 * e.ow <= e.w) {
                return (w, x, xAt, y, yAt) -> blocks(w, x, xAt, y, yAt, e, tap);
            }
        }
        boolean same = op.up() == 1 && op.down() == 1 && e.oh == e.h && e.ow == e.w;
        if (k == 3 && same && op.padLow() == 1) {
            SeparableBlur blur = SeparableBlur.of(filter);
            if (blur != null) {
                return (w, x, xAt, y, yAt) -> loops.blur(blur, w, x, xAt, y, yAt, e.h, e.w);
            }
        }
        float[] taps = filter.toFloats();
        return (w, x, xAt, y, yAt) -> general(op, taps, x, xAt, y, yAt, e);
    }

    private static boolean isConstant(Filter f) {
        double tap = f.tap(0, 0);
        return f.tap(0, 1) == tap && f.tap(1, 0) == tap && f.tap(1, 1) == tap;
    }

    private static void repeat(
            Workspace ws, float[] x, int xAt, float[] y, int yAt, Extents e, float tap) {
        float[] row = ws.sums(1, e.ow)[0];
        for (int i = 0; i < e.h; i++) {
            int from = xAt + i * e.w;
            for (int j = 0; j < e.w; j++) {
                float v = x[from + j] * tap;
                row[2 * j] = v;
                row[2 * j + 1] = v;
            }
            int to = yAt + 2 * i * e.ow;
            System.arraycopy(row, 0, y, to, e.ow);
            System.arraycopy(row, 0, y, to + e.ow, e.ow);
        }
    }

    private static void blocks(
            Workspace ws, float[] x, int xAt, float[] y, int yAt, Extents e, float tap) {
        int n = 2 * e.ow;
        float[][] rows = ws.sums(2, n);
        for (int i = 0; i < e.oh; i++) {
            int from = xAt + 2 * i * e.w;
            System.arraycopy(x, from, rows[0], 0, n);
            System.arraycopy(x, from + e.w, rows[1], 0, n);
            add(rows[0], rows[1], n);
            float[] sums = rows[0];
            int to = yAt + i * e.ow;
            for (int j = 0; j < e.ow; j++) {
                y[to + j] = (sums[2 * j] + sums[2 * j + 1]) * tap;
            }
        }
    }

    private static void add(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] += y[i];
        }
    }

    /** {@code y[o] = sum over t of f[t] * x[(o * down + t - padLow) / up]} where that divides. */
    private static void general(
            Resample2d op, float[] taps, float[] x, int xAt, float[] y, int yAt, Extents e) {
        int k = op.filter().size();
        for (int oy = 0; oy < e.oh; oy++) {
            int top = oy * op.down() - op.padLow();
            for (int ox = 0; ox < e.ow; ox++) {
                int left = ox * op.down() - op.padLow();
                float sum = 0;
                for (int ky = firstTap(top, op.up()); ky < k; ky += op.up()) {
                    int iy = (top + ky) / op.up();
                    if (iy >= e.h) {
                        break;
                    }
                    int row = xAt + iy * e.w;
                    for (int kx = firstTap(left, op.up()); kx < k; kx += op.up()) {
                        int ix = (left + kx) / op.up();
                        if (ix >= e.w) {
                            break;
                        }
                        sum += taps[ky * k + kx] * x[row + ix];
                    }
                }
                y[yAt + oy * e.ow + ox] = sum;
            }
        }
    }

    /** The first tap that meets an element rather than an inserted zero or the border. */
    private static int firstTap(int start, int up) {
        return start < 0 ? -start : Math.floorMod(-start, up);
    }
}
