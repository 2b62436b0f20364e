package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.all;
import static io.github.stylegan4j.cpu.VectorKernels.load;

import jdk.incubator.vector.FloatVector;

/**
 * F(4, 3) on vectors: six multiplications for four results of three taps, interpolating at 0, 1,
 * -1, 2, -2 and infinity. Its larger factors cost about one decimal digit.
 */
final class VectorFilterFour implements VectorFilter {
    private static final float SIXTH = 1 / 6f;
    private static final float TWELFTH = 1 / 12f;
    private static final float TWENTY_FOURTH = 1 / 24f;

    @Override
    public int tile() {
        return 4;
    }

    @Override
    public void pixels(float[] d, int at, int step, float[] v, int to, int toStep) {
        FloatVector d0 = load(d, at);
        FloatVector d1 = load(d, at + step);
        FloatVector d2 = load(d, at + 2 * step);
        FloatVector d3 = load(d, at + 3 * step);
        FloatVector d4 = load(d, at + 4 * step);
        FloatVector d5 = load(d, at + 5 * step);
        FloatVector four = all(4f);
        FloatVector minusFour = all(-4f);
        FloatVector minusFive = all(-5f);
        four.fma(d0, minusFive.fma(d2, d4)).intoArray(v, to);
        FloatVector even = minusFour.fma(d2, d4);
        FloatVector odd = minusFour.fma(d1, d3);
        even.add(odd).intoArray(v, to + toStep);
        even.sub(odd).intoArray(v, to + 2 * toStep);
        even = d4.sub(d2);
        odd = d3.sub(d1);
        odd = odd.add(odd);
        even.add(odd).intoArray(v, to + 3 * toStep);
        even.sub(odd).intoArray(v, to + 4 * toStep);
        four.fma(d1, minusFive.fma(d3, d5)).intoArray(v, to + 5 * toStep);
    }

    @Override
    public void products(float[] m, int at, int step, float[] y, int to, int toStep) {
        FloatVector m1 = load(m, at + step);
        FloatVector m2 = load(m, at + 2 * step);
        FloatVector m3 = load(m, at + 3 * step);
        FloatVector m4 = load(m, at + 4 * step);
        FloatVector ones = m1.add(m2);
        FloatVector twos = m3.add(m4);
        load(m, at).add(ones).add(twos).intoArray(y, to);
        all(4f).fma(twos, ones).intoArray(y, to + 2 * toStep);
        ones = m1.sub(m2);
        twos = m3.sub(m4);
        all(2f).fma(twos, ones).intoArray(y, to + toStep);
        all(8f).fma(twos, ones).add(load(m, at + 5 * step)).intoArray(y, to + 3 * toStep);
    }

    @Override
    public void kernel(float[] g, int at, int step, float[] u, int to, int toStep) {
        FloatVector g0 = load(g, at);
        FloatVector g1 = load(g, at + step);
        FloatVector g2 = load(g, at + 2 * step);
        g0.mul(0.25f).intoArray(u, to);
        FloatVector outer = g0.add(g2).mul(-SIXTH);
        FloatVector inner = g1.mul(SIXTH);
        outer.sub(inner).intoArray(u, to + toStep);
        outer.add(inner).intoArray(u, to + 2 * toStep);
        outer = all(TWENTY_FOURTH).fma(g0, g2.mul(SIXTH));
        inner = g1.mul(TWELFTH);
        outer.add(inner).intoArray(u, to + 3 * toStep);
        outer.sub(inner).intoArray(u, to + 4 * toStep);
        g2.intoArray(u, to + 5 * toStep);
    }

    @Override
    public void gradients(float[] y, int at, int step, float[] m, int to, int toStep) {
        FloatVector y0 = load(y, at);
        FloatVector y1 = load(y, at + step);
        FloatVector y2 = load(y, at + 2 * step);
        FloatVector y3 = load(y, at + 3 * step);
        FloatVector even = y0.add(y2);
        FloatVector odd = y1.add(y3);
        y0.intoArray(m, to);
        even.add(odd).intoArray(m, to + toStep);
        even.sub(odd).intoArray(m, to + 2 * toStep);
        even = all(4f).fma(y2, y0);
        odd = all(8f).fma(y3, y1.add(y1));
        even.add(odd).intoArray(m, to + 3 * toStep);
        even.sub(odd).intoArray(m, to + 4 * toStep);
        y3.intoArray(m, to + 5 * toStep);
    }

    @Override
    public void taps(float[] u, int at, int step, float[] g, int to, int toStep) {
        FloatVector u1 = load(u, at + step);
        FloatVector u2 = load(u, at + 2 * step);
        FloatVector u3 = load(u, at + 3 * step);
        FloatVector u4 = load(u, at + 4 * step);
        FloatVector ones = u1.add(u2).mul(-SIXTH);
        FloatVector twos = u3.add(u4);
        all(0.25f).fma(load(u, at), ones).add(twos.mul(TWENTY_FOURTH)).intoArray(g, to);
        all(SIXTH).fma(twos, ones).add(load(u, at + 5 * step)).intoArray(g, to + 2 * toStep);
        all(SIXTH).fma(u2.sub(u1), u3.sub(u4).mul(TWELFTH)).intoArray(g, to + toStep);
    }
}
