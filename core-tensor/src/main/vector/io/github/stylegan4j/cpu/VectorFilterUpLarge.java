package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Like {@link VectorFilterUp}, in tiles of four by four small pixels: 81 multiplications for what
 * takes 100 in four tiles of two by two.
 *
 * <p>In one dimension a tile reads pixels {@code s0 .. s5} and makes the results left and right in
 * {@code s1 .. s4}: {@code l[k] = g0 s[k-1] + (g1 + g2) s[k]} and {@code r[k] = (g0 + g1) s[k] + g2
 * s[k+1]}. The four pixels are a sum of four geometric sequences, with ratios 1, -1, 2 and 1/2. Of
 * a sequence of ratio w, every l is the same multiple, {@code g0 / w + g1 + g2}, and so is every r,
 * {@code g0 + g1 + g2 w}; at ratio 1 they are equal. What s0 and s5 differ from the sequences'
 * continuation is multiplied by {@code g0} and {@code g2} for the first and the last result:
 *
 * <pre>{@code
 * position   pixels                              taps
 * 0          3 (s2 + s3) - 2 (s1 + s4)           (g0 + g1 + g2) / 2
 * 1, 2       2 (s1 - s4) - 7 (s2 - s3)           (g1 + g2 - g0) / 18,    (g0 + g1 - g2) / 18
 * 3, 4       s1 - s3 - 2 (s2 - s4)               (g0 / 2 + g1 + g2) / 9,    (g0 + g1 + 2 g2) / 9
 * 5, 6       2 (s1 - s3) - (s2 - s4)             (2 g0 + g1 + g2) / 9,    (g0 + g1 + g2 / 2) / 9
 * 7          s0 - 2.5 (s1 - s3) - s4             g0
 * 8          s5 + 2.5 (s2 - s4) - s1             g2
 *
 * l1 = m0 + m1 +   m3 + 8 m5 + m7,    r1 = m0 + m2 +   m4 + 8 m6
 * l2 = m0 - m1 + 2 m3 + 4 m5,         r2 = m0 - m2 + 2 m4 + 4 m6
 * l3 = m0 + m1 + 4 m3 + 2 m5,         r3 = m0 + m2 + 4 m4 + 2 m6
 * l4 = m0 - m1 + 8 m3 +   m5,         r4 = m0 - m2 + 8 m4 +   m6 + m8
 * }</pre>
 */
final class VectorFilterUpLarge implements VectorFilter {
    private static final int[] PIXELS = {0, 1, 1, 2, 2, 3, 3, 4, 5};
    private static final int[] EACH = {0, 1, 2, 3, 4, 5, 6, 7, 8};

    private static final int TILE = 8;
    private static final int SPAN = 6;
    private static final int P = 9;

    private static final float NINTH = 1 / 9f;
    private static final float EIGHTEENTH = 1 / 18f;

    private final VectorPositions positions = VectorPositions.pairs(PIXELS, EACH, EACH, PIXELS);

    @Override
    public int tile() {
        return TILE;
    }

    @Override
    public int stride() {
        return TILE / 2;
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
        FloatVector two = FloatVector.broadcast(FLOATS, 2f);
        FloatVector more = FloatVector.broadcast(FLOATS, 2.5f);
        FloatVector s1 = FloatVector.fromArray(FLOATS, d, at + step);
        FloatVector s2 = FloatVector.fromArray(FLOATS, d, at + 2 * step);
        FloatVector s3 = FloatVector.fromArray(FLOATS, d, at + 3 * step);
        FloatVector s4 = FloatVector.fromArray(FLOATS, d, at + 4 * step);
        FloatVector inner = s2.add(s3);
        FloatVector outer = inner.sub(s1.add(s4));
        two.fma(outer, inner).intoArray(v, to);
        inner = s2.sub(s3);
        outer = s1.sub(s4);
        two.fma(outer, inner.mul(-7f)).intoArray(v, to + toStep);
        FloatVector left = s1.sub(s3);
        FloatVector right = s2.sub(s4);
        left.sub(right.add(right)).intoArray(v, to + 2 * toStep);
        left.add(left).sub(right).intoArray(v, to + 3 * toStep);
        FloatVector s0 = FloatVector.fromArray(FLOATS, d, at);
        s0.sub(s4).sub(more.mul(left)).intoArray(v, to + 4 * toStep);
        FloatVector s5 = FloatVector.fromArray(FLOATS, d, at + 5 * step);
        more.fma(right, s5.sub(s1)).intoArray(v, to + 5 * toStep);
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
        FloatVector half = FloatVector.broadcast(FLOATS, 0.5f);
        FloatVector g0 = FloatVector.fromArray(FLOATS, g, at);
        FloatVector g1 = FloatVector.fromArray(FLOATS, g, at + step);
        FloatVector g2 = FloatVector.fromArray(FLOATS, g, at + 2 * step);
        FloatVector left = g1.add(g2);
        FloatVector right = g0.add(g1);
        left.add(g0).mul(half).intoArray(u, to);
        left.sub(g0).mul(EIGHTEENTH).intoArray(u, to + toStep);
        right.sub(g2).mul(EIGHTEENTH).intoArray(u, to + 2 * toStep);
        half.fma(g0, left).mul(NINTH).intoArray(u, to + 3 * toStep);
        right.add(g2.add(g2)).mul(NINTH).intoArray(u, to + 4 * toStep);
        left.add(g0.add(g0)).mul(NINTH).intoArray(u, to + 5 * toStep);
        half.fma(g2, right).mul(NINTH).intoArray(u, to + 6 * toStep);
        g0.intoArray(u, to + 7 * toStep);
        g2.intoArray(u, to + 8 * toStep);
    }

    @Override
    public void productTile(
            float[] m, int at, int step, float[] scratch, float[] y, int to, int rowStep) {
        for (int j = 0; j < P; j++) {
            products(m, at + j * step, P * step, scratch, j * LANES, P * LANES);
        }
        for (int i = 0; i < TILE; i++) {
            products(scratch, i * P * LANES, LANES, y, to + i * rowStep, LANES);
        }
    }

    private static void products(float[] m, int at, int step, float[] y, int to, int toStep) {
        FloatVector two = FloatVector.broadcast(FLOATS, 2f);
        FloatVector four = FloatVector.broadcast(FLOATS, 4f);
        FloatVector eight = FloatVector.broadcast(FLOATS, 8f);
        FloatVector same = FloatVector.fromArray(FLOATS, m, at);
        FloatVector turns = FloatVector.fromArray(FLOATS, m, at + step);
        FloatVector up = FloatVector.fromArray(FLOATS, m, at + 3 * step);
        FloatVector down = FloatVector.fromArray(FLOATS, m, at + 5 * step);
        FloatVector even = same.add(turns);
        FloatVector odd = same.sub(turns);
        FloatVector edge = FloatVector.fromArray(FLOATS, m, at + 7 * step);
        eight.fma(down, even.add(up)).add(edge).intoArray(y, to);
        four.fma(down, two.fma(up, odd)).intoArray(y, to + 2 * toStep);
        two.fma(down, four.fma(up, even)).intoArray(y, to + 4 * toStep);
        eight.fma(up, odd.add(down)).intoArray(y, to + 6 * toStep);
        turns = FloatVector.fromArray(FLOATS, m, at + 2 * step);
        up = FloatVector.fromArray(FLOATS, m, at + 4 * step);
        down = FloatVector.fromArray(FLOATS, m, at + 6 * step);
        even = same.add(turns);
        odd = same.sub(turns);
        edge = FloatVector.fromArray(FLOATS, m, at + 8 * step);
        eight.fma(down, even.add(up)).intoArray(y, to + toStep);
        four.fma(down, two.fma(up, odd)).intoArray(y, to + 3 * toStep);
        two.fma(down, four.fma(up, even)).intoArray(y, to + 5 * toStep);
        eight.fma(up, odd.add(down)).add(edge).intoArray(y, to + 7 * toStep);
    }
}
