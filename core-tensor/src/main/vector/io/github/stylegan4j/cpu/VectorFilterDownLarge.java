package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Like {@link VectorFilterDown}, in tiles of four by four results: 81 multiplications for what
 * takes 100 in four tiles of two by two.
 *
 * <p>In one dimension, results {@code z} are sums of neighbouring pairs {@code p} of pixels. Even
 * ones are filtered by {@code g0} and {@code g2}, F(4, 2) at the points 0, 1, -1, 2 and infinity;
 * odd ones are multiplied by {@code g1} and belong to the same sums:
 *
 * <pre>{@code
 * position   pixels                    taps                sum
 * 0          2 (p0 - p4) + p6 - p2     g0 / 2              0
 * 1          p6 - p4 - 2 p2            -(g0 + g2) / 2      1
 * 2          2 p2 - 3 p4 + p6          (g2 - g0) / 6       2
 * 3          p6 - p2                   (g0 + 2 g2) / 6     3
 * 4          2 (p2 - p6) + p8 - p4     g2                  4
 * 5          p1 - p5                   g1                  0
 * 6          (p3 + p5) / 2             g1                  1
 * 7          (p5 - p3) / 2             g1                  2
 * 8          p7 - p3                   g1                  4
 *
 * z0 = s0 + s1 + s2 + s3,    z1 = s1 - s2 + 2 s3,    z2 = s1 + s2 + 4 s3,    z3 = s1 - s2 + 8 s3 + s4
 * }</pre>
 */
final class VectorFilterDownLarge implements VectorFilter {
    private static final int[] PIXELS = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    private static final int[] TAPS_AT = {0, 1, 2, 3, 4, 5, 5, 5, 5};
    private static final int[] SUMS = {0, 1, 2, 3, 4, 0, 1, 2, 4};

    private static final int TILE = 4;
    private static final int SPAN = 10;
    private static final int P = 9;
    private static final int U = 6;
    private static final int S = 5;

    private static final float SIXTH = 1 / 6f;

    private final VectorPositions positions = VectorPositions.pairs(PIXELS, TAPS_AT, SUMS, TAPS_AT);

    @Override
    public int tile() {
        return TILE;
    }

    @Override
    public int stride() {
        return 2 * TILE;
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
        FloatVector two = FloatVector.broadcast(FLOATS, 2f);
        FloatVector half = FloatVector.broadcast(FLOATS, 0.5f);
        FloatVector d1 = FloatVector.fromArray(FLOATS, d, at + step);
        FloatVector d2 = FloatVector.fromArray(FLOATS, d, at + 2 * step);
        FloatVector d3 = FloatVector.fromArray(FLOATS, d, at + 3 * step);
        FloatVector d4 = FloatVector.fromArray(FLOATS, d, at + 4 * step);
        FloatVector d5 = FloatVector.fromArray(FLOATS, d, at + 5 * step);
        FloatVector d6 = FloatVector.fromArray(FLOATS, d, at + 6 * step);
        FloatVector d7 = FloatVector.fromArray(FLOATS, d, at + 7 * step);
        FloatVector d8 = FloatVector.fromArray(FLOATS, d, at + 8 * step);
        FloatVector p3 = d3.add(d4);
        FloatVector p5 = d5.add(d6);
        d1.add(d2).sub(p5).intoArray(v, to + 5 * toStep);
        p3.add(p5).mul(half).intoArray(v, to + 6 * toStep);
        p5.sub(p3).mul(half).intoArray(v, to + 7 * toStep);
        d7.add(d8).sub(p3).intoArray(v, to + 8 * toStep);
        FloatVector p2 = d2.add(d3);
        FloatVector p4 = d4.add(d5);
        FloatVector p6 = d6.add(d7);
        FloatVector outer = p6.sub(p2);
        outer.intoArray(v, to + 3 * toStep);
        FloatVector p0 = FloatVector.fromArray(FLOATS, d, at).add(d1);
        two.fma(p0.sub(p4), outer).intoArray(v, to);
        FloatVector p8 = d8.add(FloatVector.fromArray(FLOATS, d, at + 9 * step));
        p8.sub(p4).sub(outer.add(outer)).intoArray(v, to + 4 * toStep);
        FloatVector inner = p6.sub(p4);
        inner.sub(p2.add(p2)).intoArray(v, to + toStep);
        two.fma(p2.sub(p4), inner).intoArray(v, to + 2 * toStep);
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
        g0.mul(0.5f).intoArray(u, to);
        g0.add(g2).mul(-0.5f).intoArray(u, to + toStep);
        g2.sub(g0).mul(SIXTH).intoArray(u, to + 2 * toStep);
        g0.add(g2.add(g2)).mul(SIXTH).intoArray(u, to + 3 * toStep);
        g2.intoArray(u, to + 4 * toStep);
        FloatVector.fromArray(FLOATS, g, at + step).intoArray(u, to + 5 * toStep);
    }

    @Override
    public void productTile(
            float[] m, int at, int step, float[] scratch, float[] y, int to, int rowStep) {
        for (int j = 0; j < S; j++) {
            products(m, at + j * step, S * step, scratch, j * LANES, S * LANES);
        }
        for (int i = 0; i < TILE; i++) {
            products(scratch, i * S * LANES, LANES, y, to + i * rowStep, LANES);
        }
    }

    private static void products(float[] m, int at, int step, float[] y, int to, int toStep) {
        FloatVector s1 = FloatVector.fromArray(FLOATS, m, at + step);
        FloatVector s2 = FloatVector.fromArray(FLOATS, m, at + 2 * step);
        FloatVector s3 = FloatVector.fromArray(FLOATS, m, at + 3 * step);
        FloatVector even = s1.add(s2);
        FloatVector odd = s1.sub(s2);
        FloatVector.fromArray(FLOATS, m, at).add(even).add(s3).intoArray(y, to);
        FloatVector.broadcast(FLOATS, 2f).fma(s3, odd).intoArray(y, to + toStep);
        FloatVector.broadcast(FLOATS, 4f).fma(s3, even).intoArray(y, to + 2 * toStep);
        FloatVector.broadcast(FLOATS, 8f)
                .fma(s3, odd)
                .add(FloatVector.fromArray(FLOATS, m, at + 4 * step))
                .intoArray(y, to + 3 * toStep);
    }
}
