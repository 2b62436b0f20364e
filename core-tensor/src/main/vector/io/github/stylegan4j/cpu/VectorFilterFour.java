package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * F(4, 3) on vectors: six multiplications for four results of three taps, interpolating at 0, 1,
 * -1, 2, -2 and infinity. Its larger factors cost about one decimal digit.
 */
final class VectorFilterFour implements VectorPlainFilter {
    private static final float SIXTH = 1 / 6f;
    private static final float TWELFTH = 1 / 12f;
    private static final float TWENTY_FOURTH = 1 / 24f;

    @Override
    public int tile() {
        return 4;
    }

    @Override
    public void pixels(float[] d, int at, int step, float[] v, int to, int toStep) {
        FloatVector d0 = FloatVector.fromArray(FLOATS, d, at);
        FloatVector d1 = FloatVector.fromArray(FLOATS, d, at + step);
        FloatVector d2 = FloatVector.fromArray(FLOATS, d, at + 2 * step);
        FloatVector d3 = FloatVector.fromArray(FLOATS, d, at + 3 * step);
        FloatVector d4 = FloatVector.fromArray(FLOATS, d, at + 4 * step);
        FloatVector d5 = FloatVector.fromArray(FLOATS, d, at + 5 * step);
        FloatVector four = FloatVector.broadcast(FLOATS, 4f);
        FloatVector minusFour = FloatVector.broadcast(FLOATS, -4f);
        FloatVector minusFive = FloatVector.broadcast(FLOATS, -5f);
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
        FloatVector m1 = FloatVector.fromArray(FLOATS, m, at + step);
        FloatVector m2 = FloatVector.fromArray(FLOATS, m, at + 2 * step);
        FloatVector m3 = FloatVector.fromArray(FLOATS, m, at + 3 * step);
        FloatVector m4 = FloatVector.fromArray(FLOATS, m, at + 4 * step);
        FloatVector ones = m1.add(m2);
        FloatVector twos = m3.add(m4);
        FloatVector.fromArray(FLOATS, m, at).add(ones).add(twos).intoArray(y, to);
        FloatVector.broadcast(FLOATS, 4f).fma(twos, ones).intoArray(y, to + 2 * toStep);
        ones = m1.sub(m2);
        twos = m3.sub(m4);
        FloatVector.broadcast(FLOATS, 2f).fma(twos, ones).intoArray(y, to + toStep);
        FloatVector.broadcast(FLOATS, 8f)
                .fma(twos, ones)
                .add(FloatVector.fromArray(FLOATS, m, at + 5 * step))
                .intoArray(y, to + 3 * toStep);
    }

    @Override
    public void kernel(float[] g, int at, int step, float[] u, int to, int toStep) {
        FloatVector g0 = FloatVector.fromArray(FLOATS, g, at);
        FloatVector g1 = FloatVector.fromArray(FLOATS, g, at + step);
        FloatVector g2 = FloatVector.fromArray(FLOATS, g, at + 2 * step);
        g0.mul(0.25f).intoArray(u, to);
        FloatVector outer = g0.add(g2).mul(-SIXTH);
        FloatVector inner = g1.mul(SIXTH);
        outer.sub(inner).intoArray(u, to + toStep);
        outer.add(inner).intoArray(u, to + 2 * toStep);
        outer = FloatVector.broadcast(FLOATS, TWENTY_FOURTH).fma(g0, g2.mul(SIXTH));
        inner = g1.mul(TWELFTH);
        outer.add(inner).intoArray(u, to + 3 * toStep);
        outer.sub(inner).intoArray(u, to + 4 * toStep);
        g2.intoArray(u, to + 5 * toStep);
    }

    @Override
    public void gradients(float[] y, int at, int step, float[] m, int to, int toStep) {
        FloatVector y0 = FloatVector.fromArray(FLOATS, y, at);
        FloatVector y1 = FloatVector.fromArray(FLOATS, y, at + step);
        FloatVector y2 = FloatVector.fromArray(FLOATS, y, at + 2 * step);
        FloatVector y3 = FloatVector.fromArray(FLOATS, y, at + 3 * step);
        FloatVector even = y0.add(y2);
        FloatVector odd = y1.add(y3);
        y0.intoArray(m, to);
        even.add(odd).intoArray(m, to + toStep);
        even.sub(odd).intoArray(m, to + 2 * toStep);
        even = FloatVector.broadcast(FLOATS, 4f).fma(y2, y0);
        odd = FloatVector.broadcast(FLOATS, 8f).fma(y3, y1.add(y1));
        even.add(odd).intoArray(m, to + 3 * toStep);
        even.sub(odd).intoArray(m, to + 4 * toStep);
        y3.intoArray(m, to + 5 * toStep);
    }

    @Override
    public void taps(float[] u, int at, int step, float[] g, int to, int toStep) {
        FloatVector u1 = FloatVector.fromArray(FLOATS, u, at + step);
        FloatVector u2 = FloatVector.fromArray(FLOATS, u, at + 2 * step);
        FloatVector u3 = FloatVector.fromArray(FLOATS, u, at + 3 * step);
        FloatVector u4 = FloatVector.fromArray(FLOATS, u, at + 4 * step);
        FloatVector ones = u1.add(u2).mul(-SIXTH);
        FloatVector twos = u3.add(u4);
        FloatVector.broadcast(FLOATS, 0.25f)
                .fma(FloatVector.fromArray(FLOATS, u, at), ones)
                .add(twos.mul(TWENTY_FOURTH))
                .intoArray(g, to);
        FloatVector.broadcast(FLOATS, SIXTH)
                .fma(twos, ones)
                .add(FloatVector.fromArray(FLOATS, u, at + 5 * step))
                .intoArray(g, to + 2 * toStep);
        FloatVector.broadcast(FLOATS, SIXTH)
                .fma(u2.sub(u1), u3.sub(u4).mul(TWELFTH))
                .intoArray(g, to + toStep);
    }
}
