package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.AdaIn;
import io.github.stylegan4j.tensor.fused.InstanceNorm;
import io.github.stylegan4j.tensor.fused.InstanceNormGrad;
import io.github.stylegan4j.tensor.fused.PlaneDot;
import org.jspecify.annotations.Nullable;

/** Normalisation of planes with and without a style, its gradient, and inner products of planes. */
final class NormKernels {
    private final CpuThreads threads;
    private final Workspace.Pool workspaces;
    private final CopyKernels copies;
    private final PlaneLoops loops;

    NormKernels(CpuThreads threads, Workspace.Pool workspaces, PlaneLoops loops) {
        this.loops = loops;
        this.threads = threads;
        this.workspaces = workspaces;
        this.copies = new CopyKernels(threads);
    }

    void instanceNorm(InstanceNorm op, View[] in, View[] out) {
        normalize(op.epsilon(), in[0], out[0], null, null);
    }

    void adaIn(AdaIn op, View[] in, View[] out) {
        try (DenseInputs style = new DenseInputs(copies, workspaces, 0, in[1], in[2])) {
            normalize(op.epsilon(), in[0], out[0], style.get(0), style.get(1));
        }
    }

    private void normalize(
            double epsilon, View in, View out, float @Nullable [] scale, float @Nullable [] bias) {
        Planes p = Planes.of(out.shape());
        int at = out.offset();
        float[] y = DenseInputs.floats(out);
        try (DenseInputs inputs = new DenseInputs(copies, workspaces, at, in)) {
            float[] x = inputs.get(0);
            threads.ranges(
                    p.count(),
                    p.grain(),
                    (f, t) -> {
                        for (int plane = f; plane < t; plane++) {
                            int start = at + plane * p.size();
                            double mean = loops.sum(x, start, p.size()) / p.size();
                            double factor = inverseDeviation(x, start, p.size(), mean, epsilon);
                            float b = 0;
                            if (scale != null && bias != null) {
                                factor *= scale[plane] + 1.0;
                                b = bias[plane];
                            }
                            scale(x, y, (float) mean, (float) factor, b, start, start + p.size());
                        }
                    });
        }
    }

    private double inverseDeviation(float[] x, int at, int n, double mean, double epsilon) {
        return 1 / Math.sqrt(loops.squares(x, at, n, mean) / n + epsilon);
    }

    private static void scale(
            float[] x, float[] y, float mean, float factor, float bias, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = (x[i] - mean) * factor + bias;
        }
    }

    void instanceNormGrad(InstanceNormGrad op, View[] in, View[] out) {
        Planes p = Planes.of(out[0].shape());
        int n = p.size();
        int at = out[0].offset();
        float[] y = DenseInputs.floats(out[0]);
        try (DenseInputs inputs = new DenseInputs(copies, workspaces, at, in)) {
            float[] x = inputs.get(0);
            float[] g = inputs.get(1);
            threads.ranges(
                    p.count(),
                    p.grain(),
                    (f, t) -> {
                        for (int plane = f; plane < t; plane++) {
                            int start = at + plane * n;
                            double mean = loops.sum(x, start, n) / n;
                            double s = inverseDeviation(x, start, n, mean, op.epsilon());
                            double sum = loops.sum(g, start, n);
                            double along = loops.centredDot(x, start, mean, g, start, n) * s / n;
                            gradient(
                                    x,
                                    g,
                                    y,
                                    (float) mean,
                                    (float) (sum / n),
                                    (float) s,
                                    (float) (along * s * s),
                                    start,
                                    start + n);
                        }
                    });
        }
    }

    /** {@code s * (g - mean(g)) - a * (x - mean(x))}. */
    private static void gradient(
            float[] x,
            float[] g,
            float[] y,
            float meanX,
            float meanG,
            float s,
            float a,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            y[i] = (g[i] - meanG) * s - (x[i] - meanX) * a;
        }
    }

    void planeDot(PlaneDot op, View[] in, View[] out) {
        Planes p = Planes.of(in[0].shape());
        float[] y = DenseInputs.floats(out[0]);
        int at = out[0].offset();
        try (PlaneReader a = new PlaneReader(in[0]);
                PlaneReader b = new PlaneReader(in[1])) {
            threads.ranges(
                    p.count(),
                    p.grain(),
                    (f, t) -> {
                        for (int plane = f; plane < t; plane++) {
                            y[at + plane] =
                                    (float)
                                            loops.dot(
                                                    a.data,
                                                    a.start(plane),
                                                    b.data,
                                                    b.start(plane),
                                                    p.size());
                        }
                    });
        }
    }

    /** Planes of a view: read in place if each is contiguous, however they are arranged. */
    private final class PlaneReader implements AutoCloseable {
        final float[] data;
        private final boolean copied;
        private final int offset;
        private final int channels;
        private final int sampleStep;
        private final int channelStep;

        PlaneReader(View v) {
            int height = v.shape().dim(2);
            int width = v.shape().dim(3);
            boolean rows = width == 1 || v.stride(3) == 1;
            copied = !rows || (height > 1 && v.stride(2) != (width == 1 ? 1 : width));
            channels = v.shape().dim(1);
            if (copied) {
                data = workspaces.bulk(v.size());
                copies.copy(v, data, 0);
                offset = 0;
                channelStep = height * width;
                sampleStep = channels * channelStep;
            } else {
                data = DenseInputs.floats(v);
                offset = v.offset();
                channelStep = v.stride(1);
                sampleStep = v.stride(0);
            }
        }

        int start(int plane) {
            return offset + plane / channels * sampleStep + plane % channels * channelStep;
        }

        @Override
        public void close() {
            if (copied) {
                workspaces.give(data);
            }
        }
    }
}
