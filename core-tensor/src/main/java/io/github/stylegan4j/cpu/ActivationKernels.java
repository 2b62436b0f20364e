package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.BiasAct;
import io.github.stylegan4j.tensor.fused.NoiseBiasAct;

/** What follows a convolution or a dense layer: noise, bias and leaky ReLU in one pass. */
final class ActivationKernels {
    private static final int PIECE = 2048;

    private final CpuThreads threads;
    private final Workspace.Pool workspaces;
    private final CopyKernels copies;

    ActivationKernels(CpuThreads threads, Workspace.Pool workspaces) {
        this.threads = threads;
        this.workspaces = workspaces;
        this.copies = new CopyKernels(threads);
    }

    void biasAct(BiasAct op, View[] in, View[] out) {
        Planes p = Planes.of(out[0].shape());
        float slope = (float) op.slope();
        int at = out[0].offset();
        float[] y = DenseInputs.floats(out[0]);
        try (DenseInputs x = new DenseInputs(copies, workspaces, at, in[0]);
                DenseInputs parameters = new DenseInputs(copies, workspaces, 0, in[1])) {
            float[] from = x.get(0);
            float[] bias = parameters.get(0);
            if (p.size() == 1) {
                vectors(p, from, bias, slope, y, at);
                return;
            }
            threads.ranges(
                    p.count(),
                    p.grain(),
                    (f, t) -> {
                        for (int plane = f; plane < t; plane++) {
                            int start = at + plane * p.size();
                            float b = bias[plane % p.c()];
                            bias(from, y, b, slope, start, start + p.size());
                        }
                    });
        }
    }

    /** Feature vectors: the bias runs along the row. */
    private void vectors(Planes p, float[] x, float[] bias, float slope, float[] y, int at) {
        threads.ranges(
                p.n(),
                Math.max(1, PIECE / p.c()),
                (f, t) -> {
                    try (Workspace w = workspaces.take()) {
                        float[] row = w.sums(1, p.c())[0];
                        for (int n = f; n < t; n++) {
                            int start = at + n * p.c();
                            System.arraycopy(x, start, row, 0, p.c());
                            add(row, bias, p.c());
                            UnaryLoops.leakyRelu(row, row, slope, 0, p.c());
                            System.arraycopy(row, 0, y, start, p.c());
                        }
                    }
                });
    }

    private static void add(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] += y[i];
        }
    }

    private static void bias(float[] x, float[] y, float b, float slope, int from, int to) {
        if (slope <= 1) {
            for (int i = from; i < to; i++) {
                float v = x[i] + b;
                y[i] = Math.max(v, v * slope);
            }
        } else {
            for (int i = from; i < to; i++) {
                float v = x[i] + b;
                y[i] = Math.min(v, v * slope);
            }
        }
    }

    void noiseBiasAct(NoiseBiasAct op, View[] in, View[] out) {
        Planes p = Planes.of(out[0].shape());
        float slope = (float) op.slope();
        int at = out[0].offset();
        int noiseStep = in[1].shape().dim(0) == 1 ? 0 : p.size();
        float[] y = DenseInputs.floats(out[0]);
        try (DenseInputs x = new DenseInputs(copies, workspaces, at, in[0]);
                DenseInputs rest = new DenseInputs(copies, workspaces, 0, in[1], in[2], in[3])) {
            float[] from = x.get(0);
            float[] noise = rest.get(0);
            threads.ranges(
                    p.count(),
                    p.grain(),
                    (f, t) -> {
                        try (Workspace w = workspaces.take()) {
                            float[][] rows = w.sums(2, PIECE);
                            for (int plane = f; plane < t; plane++) {
                                int c = plane % p.c();
                                float strength = rest.get(1)[c];
                                float b = rest.get(2)[c];
                                int start = at + plane * p.size();
                                int noiseAt = plane / p.c() * noiseStep;
                                for (int i = 0; i < p.size(); i += PIECE) {
                                    int n = Math.min(PIECE, p.size() - i);
                                    System.arraycopy(from, start + i, rows[0], 0, n);
                                    System.arraycopy(noise, noiseAt + i, rows[1], 0, n);
                                    noise(rows[0], rows[1], strength, b, slope, n);
                                    System.arraycopy(rows[0], 0, y, start + i, n);
                                }
                            }
                        }
                    });
        }
    }

    private static void noise(float[] x, float[] noise, float s, float b, float slope, int n) {
        if (slope <= 1) {
            for (int i = 0; i < n; i++) {
                float v = noise[i] * s + x[i] + b;
                x[i] = Math.max(v, v * slope);
            }
        } else {
            for (int i = 0; i < n; i++) {
                float v = noise[i] * s + x[i] + b;
                x[i] = Math.min(v, v * slope);
            }
        }
    }
}
