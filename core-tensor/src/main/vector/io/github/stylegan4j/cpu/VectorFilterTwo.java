package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * F(2, 3) on vectors: four multiplications for two results of three taps, interpolating at 0, 1, -1
 * and infinity. As exact as the direct sum.
 */
final class VectorFilterTwo implements VectorPlainFilter {
    @Override
    public int tile() {
        return 2;
    }

    @Override
    public void pixels(float[] d, int at, int step, float[] v, int to, int toStep) {
        FloatVector d0 = FloatVector.fromArray(FLOATS, d, at);
        FloatVector d1 = FloatVector.fromArray(FLOATS, d, at + step);
        FloatVector d2 = FloatVector.fromArray(FLOATS, d, at + 2 * step);
        FloatVector d3 = FloatVector.fromArray(FLOATS, d, at + 3 * step);
        d0.sub(d2).intoArray(v, to);
        d1.add(d2).intoArray(v, to + toStep);
        d2.sub(d1).intoArray(v, to + 2 * toStep);
        d1.sub(d3).intoArray(v, to + 3 * toStep);
    }

    @Override
    public void products(float[] m, int at, int step, float[] y, int to, int toStep) {
        FloatVector m1 = FloatVector.fromArray(FLOATS, m, at + step);
        FloatVector m2 = FloatVector.fromArray(FLOATS, m, at + 2 * step);
        FloatVector.fromArray(FLOATS, m, at).add(m1).add(m2).intoArray(y, to);
        m1.sub(m2).sub(FloatVector.fromArray(FLOATS, m, at + 3 * step)).intoArray(y, to + toStep);
    }

    @Override
    public void kernel(float[] g, int at, int step, float[] u, int to, int toStep) {
        FloatVector g0 = FloatVector.fromArray(FLOATS, g, at);
        FloatVector g1 = FloatVector.fromArray(FLOATS, g, at + step).mul(0.5f);
        FloatVector g2 = FloatVector.fromArray(FLOATS, g, at + 2 * step);
        FloatVector outer = g0.add(g2).mul(0.5f);
        g0.intoArray(u, to);
        outer.add(g1).intoArray(u, to + toStep);
        outer.sub(g1).intoArray(u, to + 2 * toStep);
        g2.intoArray(u, to + 3 * toStep);
    }

    @Override
    public void gradients(float[] y, int at, int step, float[] m, int to, int toStep) {
        FloatVector y0 = FloatVector.fromArray(FLOATS, y, at);
        FloatVector y1 = FloatVector.fromArray(FLOATS, y, at + step);
        y0.intoArray(m, to);
        y0.add(y1).intoArray(m, to + toStep);
        y0.sub(y1).intoArray(m, to + 2 * toStep);
        y1.neg().intoArray(m, to + 3 * toStep);
    }

    @Override
    public void taps(float[] u, int at, int step, float[] g, int to, int toStep) {
        FloatVector u1 = FloatVector.fromArray(FLOATS, u, at + step).mul(0.5f);
        FloatVector u2 = FloatVector.fromArray(FLOATS, u, at + 2 * step).mul(0.5f);
        FloatVector even = u1.add(u2);
        FloatVector.fromArray(FLOATS, u, at).add(even).intoArray(g, to);
        u1.sub(u2).intoArray(g, to + toStep);
        FloatVector.fromArray(FLOATS, u, at + 3 * step).add(even).intoArray(g, to + 2 * toStep);
    }
}
