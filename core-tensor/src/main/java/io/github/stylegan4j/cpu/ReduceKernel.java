package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.host.HostBuffer;
import io.github.stylegan4j.tensor.Reduce;
import io.github.stylegan4j.tensor.ReduceKind;

/**
 * Sums, largest and smallest elements along axes.
 *
 * <p>The input is walked in rows along its innermost merged axis. If that axis is reduced, each row
 * gives one number; if it is kept, rows are combined element by element. A result that depends on
 * many elements is cut into slices of fixed size whose parts are combined in order, so it does not
 * depend on the number of threads.
 */
final class ReduceKernel {
    private static final int GRAIN = 1 << 14;
    private static final int SLICE = 1 << 15;
    private static final int FEW = 8;

    private final CpuThreads threads;

    ReduceKernel(CpuThreads threads) {
        this.threads = threads;
    }

    void run(Reduce op, View[] in, View[] out) {
        View x = in[0];
        View y = out[0];
        ReduceKind kind = op.kind();
        float[] to = floats(y);
        if (x.size() == 0) {
            java.util.Arrays.fill(to, y.offset(), y.offset() + y.size(), (float) start(kind));
            return;
        }
        View kept = part(x, op.axes(), false);
        View reduced = part(x, op.axes(), true);
        Rows outer = new Rows(kept);
        Rows inner = new Rows(reduced);
        float[] from = floats(x);
        boolean rowsKept = outer.length > 1 && outer.step(0) == 1 && inner.step(0) != 1;
        if (rowsKept) {
            columns(kind, from, x.offset(), outer, inner, to, y.offset());
        } else if (y.size() < FEW && reduced.size() > SLICE) {
            sliced(kind, from, x.offset(), kept, inner, to, y.offset());
        } else {
            each(kind, from, x.offset(), outer, inner, to, y.offset());
        }
    }

    /** The view along either the reduced or the other axes, from the buffer's start. */
    private static View part(View x, int[] axes, boolean reduced) {
        int[] dims = x.shape().dims();
        boolean[] isReduced = new boolean[dims.length];
        for (int a : axes) {
            isReduced[a] = true;
        }
        for (int i = 0; i < dims.length; i++) {
            if (isReduced[i] != reduced) {
                dims[i] = 1;
            }
        }
        return new View(x.buffer(), Shape.of(dims), x.strides(), 0);
    }

    /** One result per element of {@code outer}; the results lie row-major. */
    private void each(
            ReduceKind kind, float[] x, int base, Rows outer, Rows inner, float[] y, int o) {
        int perResult = inner.length * inner.count;
        int results = outer.length * outer.count;
        threads.ranges(
                results,
                Math.max(1, GRAIN / perResult),
                (f, t) -> {
                    int firstRow = f / outer.length;
                    int lastRow = (t - 1) / outer.length;
                    int[] row = {firstRow};
                    outer.walk(
                            firstRow,
                            lastRow + 1,
                            at -> {
                                int start = row[0]++ * outer.length;
                                int from = Math.max(f, start);
                                int to = Math.min(t, start + outer.length);
                                for (int i = from; i < to; i++) {
                                    int p = base + at[0] + (i - start) * outer.step(0);
                                    y[o + i] = (float) all(kind, x, p, inner, 0, inner.count);
                                }
                            });
                });
    }

    private static double all(
            ReduceKind kind, float[] x, int base, Rows inner, int firstRow, int endRow) {
        double[] acc = {start(kind)};
        inner.walk(
                firstRow,
                endRow,
                at ->
                        acc[0] =
                                combine(
                                        kind,
                                        acc[0],
                                        row(kind, x, base + at[0], inner.step(0), inner.length)));
        return acc[0];
    }

    /** Few results of many elements each: the elements are cut, not the results. */
    private void sliced(
            ReduceKind kind, float[] x, int base, View kept, Rows inner, float[] y, int o) {
        Rows outer = new Rows(kept);
        int[] result = {o};
        outer.walk(
                0,
                outer.count,
                at -> {
                    for (int i = 0; i < outer.length; i++) {
                        int p = base + at[0] + i * outer.step(0);
                        y[result[0]++] = (float) slices(kind, x, p, inner);
                    }
                });
    }

    private double slices(ReduceKind kind, float[] x, int base, Rows inner) {
        boolean oneRow = inner.count == 1;
        int n = oneRow ? inner.length : inner.count;
        int slice = oneRow ? SLICE : Math.max(1, SLICE / inner.length);
        double[] parts = new double[(n + slice - 1) / slice];
        threads.each(
                parts.length,
                s -> {
                    int f = s * slice;
                    int t = Math.min(n, f + slice);
                    parts[s] =
                            oneRow
                                    ? row(kind, x, base + f * inner.step(0), inner.step(0), t - f)
                                    : all(kind, x, base, inner, f, t);
                });
        double acc = start(kind);
        for (double p : parts) {
            acc = combine(kind, acc, p);
        }
        return acc;
    }

    /**
     * Contiguous kept rows: combined element by element over the reduced positions, in double
     * precision, because the positions may be many.
     */
    private void columns(
            ReduceKind kind, float[] x, int base, Rows outer, Rows inner, float[] y, int o) {
        int piece = Math.min(outer.length, 1024);
        int piecesPerRow = (outer.length + piece - 1) / piece;
        int perPiece = piece * inner.length * inner.count;
        threads.ranges(
                outer.count * piecesPerRow,
                Math.max(1, GRAIN / perPiece),
                (f, t) -> {
                    double[] acc = new double[piece];
                    float[] buffer = new float[piece];
                    for (int q = f; q < t; q++) {
                        int row = q / piecesPerRow;
                        int column = q % piecesPerRow * piece;
                        int n = Math.min(piece, outer.length - column);
                        outer.walk(
                                row,
                                row + 1,
                                at -> {
                                    int p = base + at[0] + column;
                                    column(kind, x, p, inner, acc, buffer, n);
                                });
                        int to = o + row * outer.length + column;
                        for (int i = 0; i < n; i++) {
                            y[to + i] = (float) acc[i];
                        }
                    }
                });
    }

    private static void column(
            ReduceKind kind, float[] x, int base, Rows inner, double[] acc, float[] buffer, int n) {
        java.util.Arrays.fill(acc, 0, n, start(kind));
        inner.walk(
                0,
                inner.count,
                at -> {
                    for (int i = 0; i < inner.length; i++) {
                        System.arraycopy(x, base + at[0] + i * inner.step(0), buffer, 0, n);
                        switch (kind) {
                            case SUM -> addInto(acc, buffer, n);
                            case MAX -> maxInto(acc, buffer, n);
                            case MIN -> minInto(acc, buffer, n);
                        }
                    }
                });
    }

    private static void addInto(double[] acc, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            acc[i] += x[i];
        }
    }

    private static void maxInto(double[] acc, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            acc[i] = Math.max(acc[i], x[i]);
        }
    }

    private static void minInto(double[] acc, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            acc[i] = Math.min(acc[i], x[i]);
        }
    }

    private static double row(ReduceKind kind, float[] x, int at, int step, int n) {
        if (kind == ReduceKind.SUM) {
            return step == 1 ? sum(x, at, n) : sum(x, at, step, n);
        }
        double acc = start(kind);
        for (int k = 0, i = at; k < n; k++, i += step) {
            acc = combine(kind, acc, x[i]);
        }
        return acc;
    }

    /**
     * Eight chains, so that additions overlap; in double precision, so that order matters little.
     */
    private static double sum(float[] x, int at, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        double e = 0;
        double f = 0;
        double g = 0;
        double h = 0;
        int i = at;
        for (int end = at + (n & ~7); i < end; i += 8) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
            e += x[i + 4];
            f += x[i + 5];
            g += x[i + 6];
            h += x[i + 7];
        }
        for (int end = at + n; i < end; i++) {
            a += x[i];
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h));
    }

    private static double sum(float[] x, int at, int step, int n) {
        double a = 0;
        for (int k = 0, i = at; k < n; k++, i += step) {
            a += x[i];
        }
        return a;
    }

    private static double start(ReduceKind kind) {
        return switch (kind) {
            case SUM -> 0;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
        };
    }

    private static double combine(ReduceKind kind, double a, double b) {
        return switch (kind) {
            case SUM -> a + b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }

    private static float[] floats(View v) {
        return ((HostBuffer) v.buffer()).floats();
    }
}
