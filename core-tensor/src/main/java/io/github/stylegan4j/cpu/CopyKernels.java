package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.host.HostBuffer;
import io.github.stylegan4j.spi.OpSpec;
import io.github.stylegan4j.tensor.Concat;
import io.github.stylegan4j.tensor.Pad;
import java.util.Arrays;

/** Copies between strided views: plain, into a larger frame of zeros, and side by side. */
final class CopyKernels {
    private static final int GRAIN = 1 << 15;

    private final CpuThreads threads;

    CopyKernels(CpuThreads threads) {
        this.threads = threads;
    }

    void copy(OpSpec op, View[] in, View[] out) {
        copy(in[0], out[0]);
    }

    void pad(Pad op, View[] in, View[] out) {
        View o = out[0];
        float[] y = floats(o);
        threads.ranges(
                o.size(), GRAIN, (f, t) -> Arrays.fill(y, o.offset() + f, o.offset() + t, 0f));
        int[] strides = o.strides();
        int offset = o.offset();
        for (int i = 0; i < strides.length; i++) {
            offset += op.low()[i] * strides[i];
            strides[i] *= op.interior()[i] + 1;
        }
        copy(in[0], new View(o.buffer(), in[0].shape(), strides, offset));
    }

    void concat(Concat op, View[] in, View[] out) {
        View o = out[0];
        int offset = o.offset();
        for (View x : in) {
            Shape s = x.shape();
            copy(x, new View(o.buffer(), s, o.strides(), offset));
            offset += s.dim(op.axis()) * o.stride(op.axis());
        }
    }

    /** Copies all elements of one view into another of the same shape. */
    void copy(View from, View to) {
        if (from.size() == 0) {
            return;
        }
        copy(new Rows(to, from), floats(from), floats(to));
    }

    /** Copies all elements of a view row-major to an array, from position {@code at} on. */
    void copy(View from, float[] to, int at) {
        if (from.size() > 0) {
            View layout = new View(from.buffer(), from.shape(), from.shape().strides(), at);
            copy(new Rows(layout, from), floats(from), to);
        }
    }

    private void copy(Rows rows, float[] x, float[] y) {
        if (rows.count == 1) {
            threads.ranges(
                    rows.length,
                    GRAIN,
                    (f, t) -> rows.walk(0, 1, at -> row(rows, x, y, at, f, t - f)));
        } else {
            threads.ranges(
                    rows.count,
                    Math.max(1, GRAIN / rows.length),
                    (f, t) -> rows.walk(f, t, at -> row(rows, x, y, at, 0, rows.length)));
        }
    }

    private static void row(Rows rows, float[] x, float[] y, int[] at, int from, int n) {
        int sx = rows.step(1);
        int sy = rows.step(0);
        int i = at[1] + from * sx;
        int o = at[0] + from * sy;
        if (sx == 1 && sy == 1) {
            System.arraycopy(x, i, y, o, n);
            return;
        }
        for (int k = 0; k < n; k++) {
            y[o] = x[i];
            o += sy;
            i += sx;
        }
    }

    /** Reads {@code n} elements {@code step} apart into the start of {@code to}. */
    static void gather(float[] x, int at, int step, float[] to, int n) {
        if (step == 1) {
            System.arraycopy(x, at, to, 0, n);
        } else if (step == 0) {
            Arrays.fill(to, 0, n, x[at]);
        } else {
            for (int k = 0, i = at; k < n; k++, i += step) {
                to[k] = x[i];
            }
        }
    }

    private static float[] floats(View v) {
        return ((HostBuffer) v.buffer()).floats();
    }
}
