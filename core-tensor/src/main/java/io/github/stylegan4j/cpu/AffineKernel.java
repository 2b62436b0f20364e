package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.AffineSample;
import java.util.Arrays;

/** Images moved and turned by a matrix each, a plane at a time. */
final class AffineKernel {
    private final CpuThreads threads;
    private final Workspace.Pool workspaces;
    private final CopyKernels copies;

    AffineKernel(CpuThreads threads, Workspace.Pool workspaces) {
        this.threads = threads;
        this.workspaces = workspaces;
        this.copies = new CopyKernels(threads);
    }

    void run(AffineSample op, View[] in, View[] out) {
        Shape s = in[0].shape();
        int channels = s.dim(1);
        int plane = s.dim(2) * s.dim(3);
        float[] y = DenseInputs.floats(out[0]);
        int at = out[0].offset();
        try (DenseInputs inputs = new DenseInputs(copies, workspaces, 0, in)) {
            float[] x = inputs.get(0);
            float[] m = inputs.get(1);
            threads.each(
                    s.dim(0) * channels,
                    p -> {
                        Planes planes = new Planes(op, m, p / channels * AffineSample.NUMBERS, s);
                        if (op.adjoint()) {
                            Arrays.fill(y, at + p * plane, at + (p + 1) * plane, 0f);
                            planes.spread(x, p * plane, y, at + p * plane);
                        } else {
                            planes.gather(x, p * plane, y, at + p * plane);
                        }
                    });
        }
    }

    /** Where the pixels of one plane come from. */
    private static final class Planes {
        private final boolean reflect;
        private final float[] m;
        private final int first;
        private final int height;
        private final int width;

        Planes(AffineSample op, float[] m, int first, Shape s) {
            this.reflect = op.reflect();
            this.m = m;
            this.first = first;
            this.height = s.dim(2);
            this.width = s.dim(3);
        }

        private float coordinate(int row, int i, int j) {
            int k = first + row;
            float at = m[k] * j + m[k + 1] * i + m[k + 2];
            return reflect ? folded(at, row == 0 ? width : height) : at;
        }

        private static float folded(float at, int extent) {
            if (extent == 1) {
                return 0;
            }
            float last = extent - 1;
            float turns = (float) Math.floor(at / (2 * last));
            return last - Math.abs(at - turns * 2 * last - last);
        }

        void gather(float[] x, int xAt, float[] y, int yAt) {
            for (int i = 0; i < height; i++) {
                for (int j = 0; j < width; j++) {
                    float column = coordinate(0, i, j);
                    float row = coordinate(3, i, j);
                    int left = (int) Math.floor(column);
                    int top = (int) Math.floor(row);
                    float right = column - left;
                    float below = row - top;
                    float upper =
                            (1 - right) * value(x, xAt, top, left)
                                    + right * value(x, xAt, top, left + 1);
                    float lower =
                            (1 - right) * value(x, xAt, top + 1, left)
                                    + right * value(x, xAt, top + 1, left + 1);
                    y[yAt + i * width + j] = (1 - below) * upper + below * lower;
                }
            }
        }

        private float value(float[] x, int xAt, int row, int column) {
            return isInside(row, column) ? x[xAt + row * width + column] : 0;
        }

        private boolean isInside(int row, int column) {
            return row >= 0 && row < height && column >= 0 && column < width;
        }

        /** One pixel after the other: several may end up in the same place. */
        void spread(float[] g, int gAt, float[] y, int yAt) {
            for (int i = 0; i < height; i++) {
                for (int j = 0; j < width; j++) {
                    float value = g[gAt + i * width + j];
                    float column = coordinate(0, i, j);
                    float row = coordinate(3, i, j);
                    int left = (int) Math.floor(column);
                    int top = (int) Math.floor(row);
                    float right = column - left;
                    float below = row - top;
                    add(y, yAt, top, left, (1 - below) * (1 - right) * value);
                    add(y, yAt, top, left + 1, (1 - below) * right * value);
                    add(y, yAt, top + 1, left, below * (1 - right) * value);
                    add(y, yAt, top + 1, left + 1, below * right * value);
                }
            }
        }

        private void add(float[] y, int yAt, int row, int column, float value) {
            if (isInside(row, column)) {
                y[yAt + row * width + column] += value;
            }
        }
    }
}
