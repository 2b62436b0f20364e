package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Convolutions with a kernel of 1 x 1 on vectors of pixels. A strip of pixels is gone through for
 * four source channels at a time, so that memory is read in long runs and what is summed stays in
 * the cache.
 */
final class VectorPointwise implements PointwiseConv {
    private static final int STRIP = 2048;
    private static final int GROUP = 4;

    private final CpuThreads threads;

    VectorPointwise(CpuThreads threads) {
        this.threads = threads;
    }

    @Override
    public void run(
            ConvShape s,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            int outStep,
            int inStep,
            float[] y,
            int yAt) {
        int size = s.h() * s.w();
        int strips = BlockedProduct.ceil(size, STRIP);
        threads.each(
                s.n() * strips,
                i -> {
                    int image = i / strips;
                    int pixel = i % strips * STRIP;
                    int n = Math.min(STRIP, size - pixel);
                    int from = xAt + image * s.ci() * size + pixel;
                    int to = yAt + image * s.co() * size + pixel;
                    int c = 0;
                    for (; c + GROUP <= s.ci(); c += GROUP) {
                        for (int o = 0; o < s.co(); o++) {
                            int at = wAt + o * outStep + c * inStep;
                            int channel = from + c * size;
                            four(
                                    x,
                                    channel,
                                    size,
                                    s.factor(),
                                    w,
                                    at,
                                    inStep,
                                    y,
                                    to + o * size,
                                    n,
                                    c > 0);
                        }
                    }
                    for (; c < s.ci(); c++) {
                        for (int o = 0; o < s.co(); o++) {
                            float f = s.factor() * w[wAt + o * outStep + c * inStep];
                            one(x, from + c * size, f, y, to + o * size, n, c > 0);
                        }
                    }
                });
    }

    /** Adds four channels, or sets the sum to theirs. */
    private static void four(
            float[] x,
            int at,
            int step,
            float factor,
            float[] w,
            int wAt,
            int wStep,
            float[] y,
            int to,
            int n,
            boolean adds) {
        int b = at + step;
        int c = b + step;
        int d = c + step;
        float fa = factor * w[wAt];
        float fb = factor * w[wAt + wStep];
        float fc = factor * w[wAt + 2 * wStep];
        float fd = factor * w[wAt + 3 * wStep];
        FloatVector va = FloatVector.broadcast(FLOATS, fa);
        FloatVector vb = FloatVector.broadcast(FLOATS, fb);
        FloatVector vc = FloatVector.broadcast(FLOATS, fc);
        FloatVector vd = FloatVector.broadcast(FLOATS, fd);
        int i = 0;
        for (int end = n - n % LANES; i < end; i += LANES) {
            FloatVector sum = FloatVector.fromArray(FLOATS, x, at + i).mul(va);
            sum = vb.fma(FloatVector.fromArray(FLOATS, x, b + i), sum);
            sum = vc.fma(FloatVector.fromArray(FLOATS, x, c + i), sum);
            sum = vd.fma(FloatVector.fromArray(FLOATS, x, d + i), sum);
            if (adds) {
                sum = sum.add(FloatVector.fromArray(FLOATS, y, to + i));
            }
            sum.intoArray(y, to + i);
        }
        for (; i < n; i++) {
            float sum = x[at + i] * fa + x[b + i] * fb + x[c + i] * fc + x[d + i] * fd;
            y[to + i] = adds ? y[to + i] + sum : sum;
        }
    }

    private static void one(float[] x, int at, float f, float[] y, int to, int n, boolean adds) {
        FloatVector v = FloatVector.broadcast(FLOATS, f);
        int i = 0;
        for (int end = n - n % LANES; i < end; i += LANES) {
            FloatVector sum = FloatVector.fromArray(FLOATS, x, at + i).mul(v);
            if (adds) {
                sum = sum.add(FloatVector.fromArray(FLOATS, y, to + i));
            }
            sum.intoArray(y, to + i);
        }
        for (; i < n; i++) {
            float sum = x[at + i] * f;
            y[to + i] = adds ? y[to + i] + sum : sum;
        }
    }
}
