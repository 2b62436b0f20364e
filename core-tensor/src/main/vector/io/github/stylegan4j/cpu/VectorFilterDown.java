package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * A convolution of which two by two results are summed, in tiles of two sums; 25 multiplications
 * for four of them in two dimensions.
 *
 * <p>In one dimension a tile reads pixels {@code d0 .. d5} and makes two sums of two results of
 * taps {@code g0, g1, g2}. In the sums {@code p0 .. p4} of neighbouring pixels that is {@code z0 =
 * g0 p0 + g1 p1 + g2 p2} and {@code z1 = g0 p2 + g1 p3 + g2 p4}: {@code g1} multiplies odd ones,
 * which takes two multiplications, and {@code g0} and {@code g2} filter even ones, which takes
 * three by minimal filtering of two taps:
 *
 * <pre>{@code
 * position   0          1          2          3          4
 * pixels     p0 - p2    p2         p4 - p2    p1         p3
 * taps       g0         g0 + g2    g2         g1         g1
 * sum        0          1          2          0          2
 * }</pre>
 *
 * <p>{@code z0 = sum 0 + sum 1} and {@code z1 = sum 1 + sum 2}. There are no factors but one, so it
 * is as exact as the direct sum. Nothing smaller does: five different pixels are multiplied.
 */
final class VectorFilterDown implements VectorGradientFilter {
    private static final int[] PIXELS = {0, 1, 2, 3, 4};
    private static final int[] TAPS_AT = {0, 1, 2, 3, 3};
    private static final int[] SUMS = {0, 1, 2, 0, 2};

    private static final int SPAN = 6;
    private static final int P = 5;
    private static final int U = 4;
    private static final int S = 3;

    private final VectorPositions positions = VectorPositions.pairs(PIXELS, TAPS_AT, SUMS, TAPS_AT);

    @Override
    public int tile() {
        return 2;
    }

    @Override
    public int stride() {
        return 4;
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
    public int tapVectors() {
        return U * U;
    }

    @Override
    public int sumVectors() {
        return S * S;
    }

    @Override
    public int scratch() {
        return P * SPAN * LANES;
    }

    @Override
    public void pixelTile(
            float[] d, int at, int rowStep, float[] scratch, float[] v, int to, int step) {
        for (int j = 0; j < SPAN; j++) {
            pixels(d, at + j * LANES, rowStep, scratch, j * LANES, SPAN * LANES);
        }
        for (int i = 0; i < P; i++) {
            pixels(scratch, i * SPAN * LANES, LANES, v, to + i * P * step, step);
        }
    }

    private static void pixels(float[] d, int at, int step, float[] v, int to, int toStep) {
        FloatVector d0 = FloatVector.fromArray(FLOATS, d, at);
        FloatVector d1 = FloatVector.fromArray(FLOATS, d, at + step);
        FloatVector d2 = FloatVector.fromArray(FLOATS, d, at + 2 * step);
        FloatVector d3 = FloatVector.fromArray(FLOATS, d, at + 3 * step);
        FloatVector d4 = FloatVector.fromArray(FLOATS, d, at + 4 * step);
        FloatVector d5 = FloatVector.fromArray(FLOATS, d, at + 5 * step);
        FloatVector middle = d2.add(d3);
        d0.add(d1).sub(middle).intoArray(v, to);
        middle.intoArray(v, to + toStep);
        d4.add(d5).sub(middle).intoArray(v, to + 2 * toStep);
        d1.add(d2).intoArray(v, to + 3 * toStep);
        d3.add(d4).intoArray(v, to + 4 * toStep);
    }

    @Override
    public void kernelTile(float[] g, int at, float[] scratch, float[] u, int to, int step) {
        for (int j = 0; j < TAPS; j++) {
            kernel(g, at + j * LANES, TAPS * LANES, scratch, j * LANES, TAPS * LANES);
        }
        for (int i = 0; i < U; i++) {
            kernel(scratch, i * TAPS * LANES, LANES, u, to + i * U * step, step);
        }
    }

    private static void kernel(float[] g, int at, int step, float[] u, int to, int toStep) {
        FloatVector g0 = FloatVector.fromArray(FLOATS, g, at);
        FloatVector g2 = FloatVector.fromArray(FLOATS, g, at + 2 * step);
        g0.intoArray(u, to);
        g0.add(g2).intoArray(u, to + toStep);
        g2.intoArray(u, to + 2 * toStep);
        FloatVector.fromArray(FLOATS, g, at + step).intoArray(u, to + 3 * toStep);
    }

    @Override
    public void productTile(
            float[] m, int at, int step, float[] scratch, float[] y, int to, int rowStep) {
        for (int j = 0; j < S; j++) {
            products(m, at + j * step, S * step, scratch, j * LANES, S * LANES);
        }
        products(scratch, 0, LANES, y, to, LANES);
        products(scratch, S * LANES, LANES, y, to + rowStep, LANES);
    }

    private static void products(float[] m, int at, int step, float[] y, int to, int toStep) {
        FloatVector both = FloatVector.fromArray(FLOATS, m, at + step);
        FloatVector.fromArray(FLOATS, m, at).add(both).intoArray(y, to);
        FloatVector.fromArray(FLOATS, m, at + 2 * step).add(both).intoArray(y, to + toStep);
    }

    @Override
    public void gradientTile(
            float[] y, int at, int rowStep, float[] scratch, float[] m, int to, int step) {
        gradients(y, at, rowStep, scratch, 0, 2 * LANES);
        gradients(y, at + LANES, rowStep, scratch, LANES, 2 * LANES);
        for (int i = 0; i < S; i++) {
            gradients(scratch, i * 2 * LANES, LANES, m, to + i * S * step, step);
        }
    }

    private static void gradients(float[] y, int at, int step, float[] m, int to, int toStep) {
        FloatVector y0 = FloatVector.fromArray(FLOATS, y, at);
        FloatVector y1 = FloatVector.fromArray(FLOATS, y, at + step);
        y0.intoArray(m, to);
        y0.add(y1).intoArray(m, to + toStep);
        y1.intoArray(m, to + 2 * toStep);
    }

    @Override
    public void tapTile(float[] u, int at, int step, float[] scratch, float[] g, int to) {
        for (int j = 0; j < U; j++) {
            taps(u, at + j * step, U * step, scratch, j * LANES, U * LANES);
        }
        for (int r = 0; r < TAPS; r++) {
            taps(scratch, r * U * LANES, LANES, g, to + r * TAPS * LANES, LANES);
        }
    }

    private static void taps(float[] u, int at, int step, float[] g, int to, int toStep) {
        FloatVector both = FloatVector.fromArray(FLOATS, u, at + step);
        FloatVector.fromArray(FLOATS, u, at).add(both).intoArray(g, to);
        FloatVector.fromArray(FLOATS, u, at + 3 * step).intoArray(g, to + toStep);
        FloatVector.fromArray(FLOATS, u, at + 2 * step).add(both).intoArray(g, to + 2 * toStep);
    }
}
