package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.StyledAct;
import io.github.stylegan4j.tensor.fused.StyledActGrad;
import java.util.Arrays;

/** The epilogue of a generator's layer and its gradients, plane by plane. */
final class StyledKernels {
    private static final int BIAS = 1;
    private static final int STYLE = 2;
    private static final int NOISE = 3;
    private static final int STRENGTH = 4;

    private final CpuThreads threads;
    private final Workspace.Pool workspaces;
    private final CopyKernels copies;
    private final StyledLoops loops;

    StyledKernels(CpuThreads threads, Workspace.Pool workspaces, StyledLoops loops) {
        this.threads = threads;
        this.workspaces = workspaces;
        this.loops = loops;
        this.copies = new CopyKernels(threads);
    }

    void forward(StyledAct op, View[] in, View[] out) {
        int at = out[0].offset();
        float[] y = DenseInputs.floats(out[0]);
        try (Inputs x = new Inputs(in, at, (float) op.slope())) {
            Planes all = x.planes;
            threads.ranges(
                    all.count(),
                    all.grain(),
                    (from, to) -> {
                        double[] sums = new double[StyledLoops.SUMS];
                        for (int plane = from; plane < to; plane++) {
                            StyledPlane p = x.plane(plane);
                            loops.measure(p, y, sums);
                            double scale = x.factor(plane) / deviation(sums[1], all, op.epsilon());
                            loops.normalize(p, (float) sums[0], (float) scale, x.shift(plane), y);
                        }
                    });
        }
    }

    private static double deviation(double squares, Planes all, double epsilon) {
        return Math.sqrt(squares / all.size() + epsilon);
    }

    void gradients(StyledActGrad op, View[] in, View[] out) {
        int at = out[0].offset();
        float[] dx = DenseInputs.floats(out[0]);
        try (Inputs x = new Inputs(Arrays.copyOfRange(in, 1, in.length), at, (float) op.slope());
                DenseInputs gradient = new DenseInputs(copies, workspaces, at, in[0])) {
            float[] g = gradient.get(0);
            Planes all = x.planes;
            threads.ranges(
                    all.count(),
                    all.grain(),
                    (from, to) -> {
                        double[] sums = new double[StyledLoops.SUMS];
                        for (int plane = from; plane < to; plane++) {
                            StyledPlane p = x.plane(plane);
                            loops.measure(p, g, dx, sums);
                            double s = 1 / deviation(sums[1], all, op.epsilon());
                            put(out[STYLE], x.styleAt(plane), sums[3] * s);
                            put(out[STYLE], x.styleAt(plane) + all.c(), sums[2]);
                            loops.gradient(
                                    p,
                                    g,
                                    (float) sums[0],
                                    (float) (sums[2] / all.size()),
                                    (float) (sums[3] / all.size() * s * s),
                                    (float) (s * x.factor(plane)),
                                    dx,
                                    sums);
                            put(out[BIAS], plane, sums[0]);
                            if (out.length > NOISE) {
                                put(out[NOISE], plane, sums[1]);
                            }
                        }
                    });
        }
    }

    private static void put(View v, int index, double value) {
        DenseInputs.floats(v)[v.offset() + index] = (float) value;
    }

    /** The inputs of the epilogue as arrays. */
    private final class Inputs implements AutoCloseable {
        final Planes planes;
        private final int at;
        private final float slope;
        private final int noiseStep;
        private final boolean hasNoise;
        private final DenseInputs images;
        private final DenseInputs rest;

        Inputs(View[] in, int at, float slope) {
            this.at = at;
            this.slope = slope;
            planes = Planes.of(in[0].shape());
            hasNoise = in.length > NOISE;
            noiseStep = hasNoise && in[NOISE].shape().dim(0) > 1 ? planes.size() : 0;
            images = new DenseInputs(copies, workspaces, at, in[0]);
            rest = new DenseInputs(copies, workspaces, 0, Arrays.copyOfRange(in, BIAS, in.length));
        }

        private float[] parameter(int input) {
            return rest.get(input - BIAS);
        }

        StyledPlane plane(int plane) {
            int c = plane % planes.c();
            int start = at + plane * planes.size();
            float[] x = images.get(0);
            float bias = parameter(BIAS)[c];
            if (!hasNoise) {
                return new StyledPlane(x, start, planes.size(), x, start, 0, bias, slope);
            }
            int noiseAt = plane / planes.c() * noiseStep;
            float strength = parameter(STRENGTH)[c];
            return new StyledPlane(
                    x, start, planes.size(), parameter(NOISE), noiseAt, strength, bias, slope);
        }

        int styleAt(int plane) {
            return plane + plane / planes.c() * planes.c();
        }

        double factor(int plane) {
            return parameter(STYLE)[styleAt(plane)] + 1.0;
        }

        float shift(int plane) {
            return parameter(STYLE)[styleAt(plane) + planes.c()];
        }

        @Override
        public void close() {
            rest.close();
            images.close();
        }
    }
}
