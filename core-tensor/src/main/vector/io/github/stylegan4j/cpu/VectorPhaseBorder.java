package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * What doubling, convolution and blur in phases get wrong along the border. The blur takes what
 * lies outside the convolved images for zeros; the phases take it for what a convolution would give
 * there, since its kernel still meets the outermost pixels. This takes back what came of that.
 *
 * <p>Beyond the first row lies what the kernel's last row makes of the images' first row; the blur
 * brings a quarter of it in. Along the row that is the blur of a convolution again, that is, two
 * phases. The corner beyond two sides is counted with the rows.
 */
final class VectorPhaseBorder {
    /** The first row, the last, the first column, the last. */
    private static final int SIDES = 4;

    private static final int TAPS = VectorFilter.TAPS;
    private static final int VECTORS = 2;
    private static final int BLOCK = VECTORS * LANES;

    /** The share of a blur along two axes that a corner has. */
    private static final float SIXTEENTH = 1 / 16f;

    private final BlockedProduct engine;

    VectorPhaseBorder(BlockedProduct engine) {
        this.engine = engine;
    }

    /**
     * What stays the same for all planes.
     *
     * @param s the small images and the result's channels
     * @param edges [image, side, channel, length]: each edge behind a zero and followed by zeros
     */
    private record Plan(
            ConvShape s, float[] edges, int length, float[] w, int wAt, float[] y, int yAt) {
        int edge(int image, int side) {
            return (image * SIDES + side) * s.ci() * length;
        }

        int count(int side) {
            return side < 2 ? s.w() : s.h();
        }
    }

    /** Corrects the results {@code y} [n, co, 2 h, 2 w]. */
    void correct(ConvShape s, float[] x, int xAt, float[] w, int wAt, float[] y, int yAt) {
        int length = BlockedProduct.roundUp(Math.max(s.h(), s.w()), BLOCK) + 2;
        float[] edges = engine.workspaces().bulk(s.n() * SIDES * s.ci() * length);
        Plan p = new Plan(s, edges, length, w, wAt, y, yAt);
        engine.threads().each(s.n() * s.ci(), i -> collect(p, x, xAt, i));
        engine.threads()
                .each(
                        s.n() * s.co(),
                        i -> {
                            try (Workspace ws = engine.workspaces().take()) {
                                float[][] pairs = ws.sums(2, BLOCK);
                                for (int side = 0; side < SIDES; side++) {
                                    side(p, i, side, pairs[0], pairs[1]);
                                }
                            }
                        });
        engine.workspaces().give(edges);
    }

    private static void collect(Plan p, float[] x, int xAt, int index) {
        int h = p.s.h();
        int w = p.s.w();
        int from = xAt + index * h * w;
        for (int side = 0; side < SIDES; side++) {
            int to = p.edge(index / p.s.ci(), side) + index % p.s.ci() * p.length;
            int n = p.count(side);
            int first = from + (side == 1 ? (h - 1) * w : side == 3 ? w - 1 : 0);
            int step = side < 2 ? 1 : w;
            p.edges[to] = 0;
            for (int i = 0; i < n; i++) {
                p.edges[to + 1 + i] = x[first + i * step];
            }
            for (int i = n + 1; i < p.length; i++) {
                p.edges[to + i] = 0;
            }
        }
    }

    /** Takes from one side of a plane what lies beyond it. */
    private static void side(Plan p, int plane, int side, float[] even, float[] odd) {
        int h = 2 * p.s.h();
        int w = 2 * p.s.w();
        boolean row = side < 2;
        int taps = p.wAt + plane % p.s.co() * p.s.ci() * TAPS * TAPS;
        taps += side % 2 == 1 ? 0 : row ? 2 * TAPS : 2;
        int along = row ? 1 : TAPS;
        int edge = p.edge(plane / p.s.co(), side);
        int step = row ? 1 : w;
        int first = p.yAt + plane * h * w + (side == 1 ? (h - 1) * w : side == 3 ? w - 1 : 0);
        int n = p.count(side);
        for (int i = 0; i < n; i += BLOCK) {
            block(p, taps, along, edge + i, even, odd);
            for (int k = 0; k < Math.min(BLOCK, n - i); k++) {
                p.y[first + 2 * (i + k) * step] -= even[k];
                p.y[first + (2 * (i + k) + 1) * step] -= odd[k];
            }
        }
        if (!row) {
            p.y[first] += corner(p, taps + 2 * along, edge + 1);
            p.y[first + (2 * n - 1) * step] += corner(p, taps, edge + n);
        }
    }

    private static float corner(Plan p, int tap, int edge) {
        float sum = 0;
        for (int c = 0; c < p.s.ci(); c++) {
            sum += p.w[tap + c * TAPS * TAPS] * p.edges[edge + c * p.length];
        }
        return sum * SIXTEENTH * p.s.factor();
    }

    /** What a block of pairs of pixels is to lose; three taps lie {@code along} apart. */
    private static void block(Plan p, int taps, int along, int edge, float[] even, float[] odd) {
        float[] w = p.w;
        float[] e = p.edges;
        float share = SIXTEENTH * p.s.factor();
        int channels = p.s.ci();
        int length = p.length;
        FloatVector even0 = FloatVector.zero(FLOATS);
        FloatVector even1 = even0;
        FloatVector odd0 = even0;
        FloatVector odd1 = even0;
        for (int c = 0; c < channels; c++) {
            int tap = taps + c * TAPS * TAPS;
            int at = edge + c * length;
            float first = w[tap] * share;
            float inner = w[tap + along] * share;
            float last = w[tap + 2 * along] * share;
            FloatVector left = FloatVector.fromArray(FLOATS, e, at);
            FloatVector here = FloatVector.fromArray(FLOATS, e, at + 1);
            FloatVector right = FloatVector.fromArray(FLOATS, e, at + 2);
            FloatVector left1 = FloatVector.fromArray(FLOATS, e, at + LANES);
            FloatVector here1 = FloatVector.fromArray(FLOATS, e, at + LANES + 1);
            FloatVector right1 = FloatVector.fromArray(FLOATS, e, at + LANES + 2);
            FloatVector f = FloatVector.broadcast(FLOATS, 3 * first + inner);
            even0 = f.fma(left, even0);
            even1 = f.fma(left1, even1);
            f = FloatVector.broadcast(FLOATS, first + 3 * (inner + last));
            even0 = f.fma(here, even0);
            even1 = f.fma(here1, even1);
            f = FloatVector.broadcast(FLOATS, last);
            even0 = f.fma(right, even0);
            even1 = f.fma(right1, even1);
            f = FloatVector.broadcast(FLOATS, first);
            odd0 = f.fma(left, odd0);
            odd1 = f.fma(left1, odd1);
            f = FloatVector.broadcast(FLOATS, 3 * (first + inner) + last);
            odd0 = f.fma(here, odd0);
            odd1 = f.fma(here1, odd1);
            f = FloatVector.broadcast(FLOATS, inner + 3 * last);
            odd0 = f.fma(right, odd0);
            odd1 = f.fma(right1, odd1);
        }
        even0.intoArray(even, 0);
        even1.intoArray(even, LANES);
        odd0.intoArray(odd, 0);
        odd1.intoArray(odd, LANES);
    }
}
