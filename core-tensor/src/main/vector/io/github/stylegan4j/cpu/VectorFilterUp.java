package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * A convolution of images that are enlarged by repetition, in tiles of two by two of their pixels;
 * 25 multiplications for 16 results in two dimensions.
 *
 * <p>In one dimension a tile reads pixels {@code a, b, c, e} and makes the results around {@code b,
 * b, c, c} of taps {@code g0, g1, g2}:
 *
 * <pre>{@code
 * position   0        1                     2                     3                     4
 * pixels     a - c    b + c                 b - c                 b - c                 e - b
 * taps       g0       (g0 + g1 + g2) / 2    (g0 + g1 - g2) / 2    (g0 - g1 - g2) / 2    g2
 *
 * y0 = m0 + m1 - m3,    y1 = m1 + m2,    y2 = m1 + m3,    y3 = m4 + m1 - m2
 * }</pre>
 *
 * <p>The factors are halves and ones, so it is as exact as the direct sum.
 */
final class VectorFilterUp implements VectorFilter {
    private static final int[] PIXELS = {0, 1, 2, 2, 3};
    private static final int[] EACH = {0, 1, 2, 3, 4};

    private static final int SPAN = 4;
    private static final int P = 5;

    private final VectorPositions positions = VectorPositions.pairs(PIXELS, EACH, EACH, PIXELS);

    @Override
    public int tile() {
        return 4;
    }

    @Override
    public int stride() {
        return 2;
    }

    @Override
    public int positions() {
        return P * P;
    }

    @Override
    public int pixelAt(int position) {
        return positions.pixels()[position];
    }

    @Override
    public int tapAt(int position) {
        return positions.taps()[position];
    }

    @Override
    public int sumAt(int position) {
        return positions.sums()[position];
    }

    @Override
    public int pixelVectors() {
        return SPAN * SPAN;
    }

    @Override
    public int scratch() {
        return P * P * LANES;
    }

    @Override
    public void pixelTile(
            float[] d, int at, int rowStep, float[] scratch, float[] v, int to, int step) {
        for (int j = 0; j < SPAN; j++) {
            pixels(d, at + j * LANES, rowStep, scratch, j * LANES, SPAN * LANES);
        }
        for (int i = 0; i < SPAN; i++) {
            pixels(scratch, i * SPAN * LANES, LANES, v, to + i * SPAN * step, step);
        }
    }

    private static void pixels(float[] d, int at, int step, float[] v, int to, int toStep) {
        FloatVector b = FloatVector.fromArray(FLOATS, d, at + step);
        FloatVector c = FloatVector.fromArray(FLOATS, d, at + 2 * step);
        FloatVector.fromArray(FLOATS, d, at).sub(c).intoArray(v, to);
        b.add(c).intoArray(v, to + toStep);
        b.sub(c).intoArray(v, to + 2 * toStep);
        FloatVector.fromArray(FLOATS, d, at + 3 * step).sub(b).intoArray(v, to + 3 * toStep);
    }

    @Override
    public void kernelTile(float[] g, int at, float[] scratch, float[] u, int to, int step) {
        for (int j = 0; j < TAPS; j++) {
            kernel(g, at + j * LANES, TAPS * LANES, scratch, j * LANES, TAPS * LANES);
        }
        for (int i = 0; i < P; i++) {
            kernel(scratch, i * TAPS * LANES, LANES, u, to + i * P * step, step);
        }
    }

    private static void kernel(float[] g, int at, int step, float[] u, int to, int toStep) {
        FloatVector g0 = FloatVector.fromArray(FLOATS, g, at);
        FloatVector g1 = FloatVector.fromArray(FLOATS, g, at + step);
        FloatVector g2 = FloatVector.fromArray(FLOATS, g, at + 2 * step);
        g0.intoArray(u, to);
        FloatVector low = g0.add(g1);
        low.add(g2).mul(0.5f).intoArray(u, to + toStep);
        low.sub(g2).mul(0.5f).intoArray(u, to + 2 * toStep);
        g0.sub(g1).sub(g2).mul(0.5f).intoArray(u, to + 3 * toStep);
        g2.intoArray(u, to + 4 * toStep);
    }

    @Override
    public void productTile(
            float[] m, int at, int step, float[] scratch, float[] y, int to, int rowStep) {
        for (int j = 0; j < P; j++) {
            products(m, at + j * step, P * step, scratch, j * LANES, P * LANES);
        }
        for (int i = 0; i < SPAN; i++) {
            products(scratch, i * P * LANES, LANES, y, to + i * rowStep, LANES);
        }
    }

    private static void products(float[] m, int at, int step, float[] y, int to, int toStep) {
        FloatVector m1 = FloatVector.fromArray(FLOATS, m, at + step);
        FloatVector m2 = FloatVector.fromArray(FLOATS, m, at + 2 * step);
        FloatVector m3 = FloatVector.fromArray(FLOATS, m, at + 3 * step);
        FloatVector.fromArray(FLOATS, m, at).add(m1.sub(m3)).intoArray(y, to);
        m1.add(m2).intoArray(y, to + toStep);
        m1.add(m3).intoArray(y, to + 2 * toStep);
        FloatVector.fromArray(FLOATS, m, at + 4 * step)
                .add(m1.sub(m2))
                .intoArray(y, to + 3 * toStep);
    }
}
