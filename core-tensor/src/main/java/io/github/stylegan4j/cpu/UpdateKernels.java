package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.host.HostBuffer;
import io.github.stylegan4j.tensor.fused.AdamStep;
import io.github.stylegan4j.tensor.fused.AddInto;
import io.github.stylegan4j.tensor.fused.LerpInto;

/** Updates in place of many tensors: Adam, running averages, sums. */
final class UpdateKernels {
    private static final int GRAIN = 1 << 14;

    private final CpuThreads threads;
    private final CopyKernels copies;

    UpdateKernels(CpuThreads threads) {
        this.threads = threads;
        this.copies = new CopyKernels(threads);
    }

    void lerp(LerpInto op, View[] in, View[] out) {
        float w = (float) op.t();
        for (int k = 0; k < out.length; k++) {
            float[] y = floats(out[k]);
            int o = out[k].offset();
            float[] x = aligned(in[k], o);
            threads.ranges(out[k].size(), GRAIN, (f, t) -> lerp(y, x, w, o + f, o + t));
        }
    }

    private static void lerp(float[] y, float[] x, float w, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = y[i] + (x[i] - y[i]) * w;
        }
    }

    void add(AddInto op, View[] in, View[] out) {
        for (int k = 0; k < out.length; k++) {
            float[] y = floats(out[k]);
            int o = out[k].offset();
            float[] x = aligned(in[k], o);
            threads.ranges(out[k].size(), GRAIN, (f, t) -> add(y, x, o + f, o + t));
        }
    }

    private static void add(float[] y, float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] += x[i];
        }
    }

    void adam(AdamStep op, View[] in, View[] out) {
        int n = AdamStep.parameterCount(out.length);
        View finite = in[n];
        if (floats(finite)[finite.offset()] == 0) {
            return;
        }
        float[] powers = floats(out[3 * n]);
        int at = out[3 * n].offset();
        powers[at] = (float) (powers[at] * op.beta1());
        powers[at + 1] = (float) (powers[at + 1] * op.beta2());
        float rate =
                (float)
                        (op.learningRate()
                                * Math.sqrt(1 - (double) powers[at + 1])
                                / (1 - (double) powers[at]));
        for (int k = 0; k < n; k++) {
            adam(op, rate, in[k], out[k], out[n + k], out[2 * n + k]);
        }
    }

    private void adam(AdamStep op, float rate, View grad, View param, View mean, View square) {
        int o = mean.offset();
        float[] g = aligned(grad, o);
        float[] p = aligned(param, o);
        float[] m = floats(mean);
        float[] v = aligned(square, o);
        float b1 = (float) op.beta1();
        float b2 = (float) op.beta2();
        float eps = (float) op.epsilon();
        threads.ranges(
                param.size(), GRAIN, (f, t) -> adam(p, m, v, g, b1, b2, rate, eps, o + f, o + t));
        putBack(p, o, param);
        putBack(v, o, square);
    }

    /** Ends the work on what {@link #aligned} gave: a copy goes back to where it came from. */
    private static void putBack(float[] from, int at, View to) {
        if (from != floats(to)) {
            System.arraycopy(from, at, floats(to), to.offset(), to.size());
        }
    }

    private static void adam(
            float[] p,
            float[] m,
            float[] v,
            float[] g,
            float b1,
            float b2,
            float rate,
            float eps,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float x = g[i];
            float mi = b1 * m[i] + (1 - b1) * x;
            float vi = b2 * v[i] + (1 - b2) * x * x;
            m[i] = mi;
            v[i] = vi;
            p[i] = p[i] - rate * mi / ((float) Math.sqrt(vi) + eps);
        }
    }

    /**
     * The elements of a view at the positions from {@code offset} on: its own array if they lie so.
     */
    private float[] aligned(View x, int offset) {
        if (x.isContiguous() && x.offset() == offset) {
            return floats(x);
        }
        HostBuffer buffer = new HostBuffer(x.dtype(), offset + x.size());
        copies.copy(x, new View(buffer, x.shape(), x.shape().strides(), offset));
        return buffer.floats();
    }

    private static float[] floats(View v) {
        return ((HostBuffer) v.buffer()).floats();
    }
}
