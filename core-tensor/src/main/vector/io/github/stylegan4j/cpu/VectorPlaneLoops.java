package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Loops over planes on vectors.
 *
 * <p>A sum runs in single precision for {@link #STEPS} steps of two vectors and in double precision
 * beyond, in an order that its length alone decides; the lanes are added one by one, because the
 * order of the Vector API's own reduction is not defined.
 */
final class VectorPlaneLoops implements PlaneLoops {
    private static final int STEPS = 32;
    private static final int PAIR = 2 * LANES;
    private static final int BLOCK = STEPS * PAIR;

    @Override
    public double sum(float[] x, int at, int n) {
        float[] lanes = new float[LANES];
        int whole = n - n % PAIR;
        double total = 0;
        for (int i = 0; i < whole; i += BLOCK) {
            sums(x, at + i, at + Math.min(whole, i + BLOCK), lanes);
            total += add(lanes);
        }
        return total + Sums.sum(x, at + whole, n - whole);
    }

    private static void sums(float[] x, int from, int to, float[] lanes) {
        FloatVector s = FloatVector.zero(FLOATS);
        FloatVector t = s;
        for (int i = from; i < to; i += PAIR) {
            s = s.add(FloatVector.fromArray(FLOATS, x, i));
            t = t.add(FloatVector.fromArray(FLOATS, x, i + LANES));
        }
        s.add(t).intoArray(lanes, 0);
    }

    private static double add(float[] lanes) {
        double even = 0;
        double odd = 0;
        for (int i = 0; i < LANES; i += 2) {
            even += lanes[i];
            odd += lanes[i + 1];
        }
        return even + odd;
    }

    @Override
    public double squares(float[] x, int at, int n, double centre) {
        float[] lanes = new float[LANES];
        int whole = n - n % PAIR;
        double total = 0;
        for (int i = 0; i < whole; i += BLOCK) {
            squares(x, at + i, at + Math.min(whole, i + BLOCK), (float) centre, lanes);
            total += add(lanes);
        }
        return total + Sums.squares(x, at + whole, n - whole, centre);
    }

    private static void squares(float[] x, int from, int to, float centre, float[] lanes) {
        FloatVector c = FloatVector.broadcast(FLOATS, centre);
        FloatVector s = FloatVector.zero(FLOATS);
        FloatVector t = s;
        for (int i = from; i < to; i += PAIR) {
            FloatVector p = FloatVector.fromArray(FLOATS, x, i).sub(c);
            FloatVector q = FloatVector.fromArray(FLOATS, x, i + LANES).sub(c);
            s = p.fma(p, s);
            t = q.fma(q, t);
        }
        s.add(t).intoArray(lanes, 0);
    }

    @Override
    public double dot(float[] x, int xAt, float[] y, int yAt, int n) {
        return centredDot(x, xAt, 0, y, yAt, n);
    }

    @Override
    public double centredDot(float[] x, int xAt, double centre, float[] y, int yAt, int n) {
        float[] lanes = new float[LANES];
        int whole = n - n % PAIR;
        double total = 0;
        for (int i = 0; i < whole; i += BLOCK) {
            int part = Math.min(whole - i, BLOCK);
            dots(x, xAt + i, (float) centre, y, yAt + i, part, lanes);
            total += add(lanes);
        }
        int rest = n - whole;
        return total
                + Sums.dot(x, xAt + whole, y, yAt + whole, rest)
                - centre * Sums.sum(y, yAt + whole, rest);
    }

    private static void dots(
            float[] x, int xAt, float centre, float[] y, int yAt, int n, float[] lanes) {
        FloatVector c = FloatVector.broadcast(FLOATS, centre);
        FloatVector s = FloatVector.zero(FLOATS);
        FloatVector t = s;
        for (int i = 0; i < n; i += PAIR) {
            s =
                    FloatVector.fromArray(FLOATS, x, xAt + i)
                            .sub(c)
                            .fma(FloatVector.fromArray(FLOATS, y, yAt + i), s);
            t =
                    FloatVector.fromArray(FLOATS, x, xAt + i + LANES)
                            .sub(c)
                            .fma(FloatVector.fromArray(FLOATS, y, yAt + i + LANES), t);
        }
        s.add(t).intoArray(lanes, 0);
    }

    @Override
    public void blur(
            SeparableBlur filter,
            Workspace ws,
            float[] x,
            int xAt,
            float[] y,
            int yAt,
            int h,
            int w) {
        VectorBlur.run(filter, ws, x, xAt, y, yAt, h, w);
    }
}
