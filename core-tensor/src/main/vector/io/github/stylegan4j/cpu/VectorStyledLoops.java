package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The epilogue of a generator's layer on vectors.
 *
 * <p>A plane is gone through twice: to measure it, and to write what comes of it. It is measured in
 * stretches, from a number near the mean so that squares and products hold their digits, and the
 * stretches are joined in double precision, in an order that the plane's size alone decides. What
 * is left of a plane beside whole vectors is a stretch of its own.
 */
final class VectorStyledLoops implements StyledLoops {
    private static final int STRETCH = 1024;
    private static final int FIRST = 32;

    private static int end(int from, int n) {
        int whole = n - n % LANES;
        return from == whole ? n : Math.min(whole, from + STRETCH);
    }

    /** The mean of the first elements. */
    private static double begin(StyledPlane p) {
        int n = Math.min(FIRST, p.n());
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += activation(p, i);
        }
        return sum / n;
    }

    @Override
    public void measure(StyledPlane p, float[] y, double[] sums) {
        float[] lanes = new float[LANES];
        double[] found = new double[StyledLoops.SUMS];
        double mean = begin(p);
        double squares = 0;
        for (int from = 0, to; from < p.n(); from = to) {
            to = end(from, p.n());
            float centre = (float) mean;
            measure(p, centre, from, to, lanes, found);
            double apart = found[0] / (to - from);
            squares += found[1] - found[0] * apart;
            apart += centre - mean;
            double share = (double) (to - from) / to;
            squares += apart * apart * share * from;
            mean += apart * share;
        }
        sums[0] = mean;
        sums[1] = Math.max(0, squares);
    }

    private static double joined(FloatVector v, float[] lanes) {
        v.intoArray(lanes, 0);
        double even = 0;
        double odd = 0;
        for (int i = 0; i < LANES; i += 2) {
            even += lanes[i];
            odd += lanes[i + 1];
        }
        return even + odd;
    }

    private static float activation(StyledPlane p, int i) {
        float u = Math.fma(p.noise()[p.noiseAt() + i], p.strength(), p.x()[p.at() + i] + p.bias());
        return u >= 0 ? u : u * p.slope();
    }

    /** Sums of {@code d = t - centre} and of its square. */
    private static void measure(
            StyledPlane p, float centre, int from, int to, float[] lanes, double[] found) {
        if (to - from < LANES) {
            Arrays.fill(found, 0);
            for (int i = from; i < to; i++) {
                add(activation(p, i) - centre, 0, found);
            }
            return;
        }
        float[] x = p.x();
        float[] z = p.noise();
        int at = p.at();
        int noiseAt = p.noiseAt();
        FloatVector bias = FloatVector.broadcast(FLOATS, p.bias());
        FloatVector strength = FloatVector.broadcast(FLOATS, p.strength());
        FloatVector slope = FloatVector.broadcast(FLOATS, p.slope());
        FloatVector middle = FloatVector.broadcast(FLOATS, centre);
        FloatVector sum = FloatVector.zero(FLOATS);
        FloatVector squares = FloatVector.zero(FLOATS);
        for (int i = from; i < to; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i).add(bias);
            FloatVector u = FloatVector.fromArray(FLOATS, z, noiseAt + i).fma(strength, v);
            FloatVector d = u.mul(slope).blend(u, u.compare(VectorOperators.GE, 0f)).sub(middle);
            sum = sum.add(d);
            squares = d.fma(d, squares);
        }
        found[0] = joined(sum, lanes);
        found[1] = joined(squares, lanes);
    }

    private static void add(double d, double g, double[] found) {
        found[0] += d;
        found[1] += d * d;
        found[2] += g;
        found[3] += d * g;
    }

    @Override
    public void normalize(StyledPlane p, float mean, float scale, float shift, float[] y) {
        float[] x = p.x();
        float[] z = p.noise();
        int at = p.at();
        int noiseAt = p.noiseAt();
        FloatVector bias = FloatVector.broadcast(FLOATS, p.bias());
        FloatVector strength = FloatVector.broadcast(FLOATS, p.strength());
        FloatVector slope = FloatVector.broadcast(FLOATS, p.slope());
        FloatVector middle = FloatVector.broadcast(FLOATS, mean);
        FloatVector factor = FloatVector.broadcast(FLOATS, scale);
        FloatVector base = FloatVector.broadcast(FLOATS, shift);
        int whole = p.n() - p.n() % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i).add(bias);
            FloatVector u = FloatVector.fromArray(FLOATS, z, noiseAt + i).fma(strength, v);
            u.mul(slope)
                    .blend(u, u.compare(VectorOperators.GE, 0f))
                    .sub(middle)
                    .fma(factor, base)
                    .intoArray(y, at + i);
        }
        for (int i = whole; i < p.n(); i++) {
            y[at + i] = (activation(p, i) - mean) * scale + shift;
        }
    }

    @Override
    public void measure(StyledPlane p, float[] g, float[] dx, double[] sums) {
        float[] lanes = new float[LANES];
        double[] found = new double[StyledLoops.SUMS];
        double mean = begin(p);
        double squares = 0;
        double sum = 0;
        double along = 0;
        for (int from = 0, to; from < p.n(); from = to) {
            to = end(from, p.n());
            float centre = (float) mean;
            measure(p, g, centre, from, to, lanes, found);
            double apart = found[0] / (to - from);
            squares += found[1] - found[0] * apart;
            along += found[3] - found[2] * apart;
            apart += centre - mean;
            double share = (double) (to - from) / to;
            squares += apart * apart * share * from;
            along += apart * ((1 - share) * found[2] - share * sum);
            mean += apart * share;
            sum += found[2];
        }
        sums[0] = mean;
        sums[1] = Math.max(0, squares);
        sums[2] = sum;
        sums[3] = along;
    }

    /** Sums of {@code d = t - centre}, of its square, of g and of {@code d * g}. */
    private static void measure(
            StyledPlane p,
            float[] g,
            float centre,
            int from,
            int to,
            float[] lanes,
            double[] found) {
        if (to - from < LANES) {
            Arrays.fill(found, 0);
            for (int i = from; i < to; i++) {
                add(activation(p, i) - centre, g[p.at() + i], found);
            }
            return;
        }
        float[] x = p.x();
        float[] z = p.noise();
        int at = p.at();
        int noiseAt = p.noiseAt();
        FloatVector bias = FloatVector.broadcast(FLOATS, p.bias());
        FloatVector strength = FloatVector.broadcast(FLOATS, p.strength());
        FloatVector slope = FloatVector.broadcast(FLOATS, p.slope());
        FloatVector middle = FloatVector.broadcast(FLOATS, centre);
        FloatVector sum = FloatVector.zero(FLOATS);
        FloatVector squares = FloatVector.zero(FLOATS);
        FloatVector sumG = FloatVector.zero(FLOATS);
        FloatVector along = FloatVector.zero(FLOATS);
        for (int i = from; i < to; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i).add(bias);
            FloatVector u = FloatVector.fromArray(FLOATS, z, noiseAt + i).fma(strength, v);
            FloatVector d = u.mul(slope).blend(u, u.compare(VectorOperators.GE, 0f)).sub(middle);
            FloatVector w = FloatVector.fromArray(FLOATS, g, at + i);
            sum = sum.add(d);
            squares = d.fma(d, squares);
            sumG = sumG.add(w);
            along = d.fma(w, along);
        }
        found[0] = joined(sum, lanes);
        found[1] = joined(squares, lanes);
        found[2] = joined(sumG, lanes);
        found[3] = joined(along, lanes);
    }

    @Override
    public void gradient(
            StyledPlane p,
            float[] g,
            float mean,
            float meanG,
            float slant,
            float scale,
            float[] dx,
            double[] sums) {
        float[] lanes = new float[LANES];
        Back b = new Back(mean, meanG, slant, scale);
        sums[0] = 0;
        sums[1] = 0;
        for (int from = 0, to; from < p.n(); from = to) {
            to = end(from, p.n());
            if (to - from < LANES) {
                rest(p, b, g, from, dx, sums);
            } else {
                back(p, b, g, from, to, dx, lanes, sums);
            }
        }
    }

    private record Back(float mean, float meanG, float slant, float scale) {}

    private static void back(
            StyledPlane p,
            Back b,
            float[] g,
            int from,
            int to,
            float[] dx,
            float[] lanes,
            double[] sums) {
        float[] x = p.x();
        float[] z = p.noise();
        int at = p.at();
        int noiseAt = p.noiseAt();
        FloatVector bias = FloatVector.broadcast(FLOATS, p.bias());
        FloatVector strength = FloatVector.broadcast(FLOATS, p.strength());
        FloatVector slope = FloatVector.broadcast(FLOATS, p.slope());
        FloatVector middle = FloatVector.broadcast(FLOATS, b.mean);
        FloatVector middleG = FloatVector.broadcast(FLOATS, b.meanG);
        FloatVector slant = FloatVector.broadcast(FLOATS, -b.slant);
        FloatVector above = FloatVector.broadcast(FLOATS, b.scale);
        FloatVector below = FloatVector.broadcast(FLOATS, b.scale * p.slope());
        FloatVector sum = FloatVector.zero(FLOATS);
        FloatVector more = FloatVector.zero(FLOATS);
        for (int i = from; i < to; i += LANES) {
            FloatVector noise = FloatVector.fromArray(FLOATS, z, noiseAt + i);
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i).add(bias);
            FloatVector u = noise.fma(strength, v);
            var positive = u.compare(VectorOperators.GE, 0f);
            FloatVector d =
                    u.mul(slope)
                            .blend(u, positive)
                            .sub(middle)
                            .fma(slant, FloatVector.fromArray(FLOATS, g, at + i).sub(middleG))
                            .mul(below.blend(above, positive));
            d.intoArray(dx, at + i);
            sum = sum.add(d);
            more = d.fma(noise, more);
        }
        sums[0] += joined(sum, lanes);
        sums[1] += joined(more, lanes);
    }

    /** The elements beside whole vectors. */
    private static void rest(
            StyledPlane p, Back b, float[] g, int from, float[] dx, double[] sums) {
        for (int i = from; i < p.n(); i++) {
            float t = activation(p, i);
            float d = (g[p.at() + i] - b.meanG - (t - b.mean) * b.slant) * b.scale;
            d = t >= 0 ? d : d * p.slope();
            dx[p.at() + i] = d;
            sums[0] += d;
            sums[1] += (double) d * p.noise()[p.noiseAt() + i];
        }
    }
}
