package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import java.util.Arrays;

/**
 * The transformed 3 x 3 kernels of a {@link VectorPhasedConv}. For each vector of result channels
 * there are four phases, of which phase {@code 2 a + b} makes pixels {@code (2 i + a, 2 j + b)};
 * two phases are a pair, and for each position and pair there is a matrix with a row per source
 * channel.
 */
final class VectorPhaseTaps implements AutoCloseable {
    /** Pairs of phases of a vector of result channels. */
    private static final int PAIRS = 2;

    private static final int LINE = VectorFilter.TAPS;
    private static final int TAPS = LINE * LINE;
    private static final int COLUMNS = VectorTiles.COLUMNS;
    private static final int GRAIN = 64;

    private final BlockedProduct engine;
    private final VectorPlainFilter filter;
    private final int out;
    private final int in;
    private final float[] data;

    /**
     * Transforms kernels.
     *
     * @param s channels and factor
     * @param w kernels by result and source channel
     * @param wAt where they begin
     */
    VectorPhaseTaps(
            BlockedProduct engine, VectorPlainFilter filter, ConvShape s, float[] w, int wAt) {
        this.engine = engine;
        this.filter = filter;
        this.out = s.co();
        this.in = s.ci();
        data = engine.workspaces().bulk(filter.positions() * positionStep());
        engine.threads()
                .ranges(
                        pairs() * in,
                        GRAIN,
                        (from, to) -> {
                            try (Workspace ws = engine.workspaces().take()) {
                                float[] scratch = ws.coefficients(TAPS * LANES + filter.scratch());
                                for (int i = from; i < to; i++) {
                                    pair(w, wAt, s.factor(), i / in, i % in, scratch);
                                }
                            }
                        });
    }

    int in() {
        return in;
    }

    int pairs() {
        return BlockedProduct.ceil(out, LANES) * PAIRS;
    }

    float[] data() {
        return data;
    }

    /** Where the matrix of a position and a pair begins. */
    int at(int position, int pair) {
        return position * positionStep() + pair * in * COLUMNS;
    }

    /** One vector more than the matrices, so that positions do not share few sets of the cache. */
    private int positionStep() {
        return pairs() * in * COLUMNS + LANES;
    }

    private void pair(float[] w, int wAt, float factor, int pair, int channel, float[] scratch) {
        int taps = filter.scratch();
        int first = pair / PAIRS * LANES;
        int present = Math.min(LANES, out - first);
        for (int phase = 0; phase < 2; phase++) {
            if (present < LANES) {
                Arrays.fill(scratch, taps, taps + TAPS * LANES, 0f);
            }
            for (int i = 0; i < present; i++) {
                int from = wAt + ((first + i) * in + channel) * TAPS;
                for (int t = 0; t < TAPS; t++) {
                    scratch[taps + t * LANES + i] = factor * w[from + t];
                }
            }
            toPhase(scratch, taps, pair % PAIRS == 1, phase == 1);
            int to = at(0, pair) + channel * COLUMNS + phase * LANES;
            filter.kernelTile(scratch, taps, scratch, data, to, positionStep());
        }
    }

    /** Kernels {@code F[a] w F[b]^T}, as {@link #line} has them. */
    private static void toPhase(float[] g, int at, boolean oddRows, boolean oddColumns) {
        for (int i = 0; i < LINE; i++) {
            line(g, at + i * LANES, LINE * LANES, oddRows);
        }
        for (int i = 0; i < LINE; i++) {
            line(g, at + i * LINE * LANES, LANES, oddColumns);
        }
    }

    /**
     * Repetition, three taps and the blur along one axis, seen from the pixels before the
     * repetition. For even results that is {@code F[0] = (3 1 0; 1 3 3; 0 0 1) / 4}; for odd ones
     * the same backwards.
     */
    private static void line(float[] g, int at, int step, boolean backwards) {
        int front = backwards ? at + 2 * step : at;
        int back = backwards ? at : at + 2 * step;
        for (int i = 0; i < LANES; i++) {
            float first = g[front + i];
            float inner = g[at + step + i];
            float last = g[back + i];
            g[front + i] = 0.75f * first + 0.25f * inner;
            g[at + step + i] = 0.25f * first + 0.75f * (inner + last);
            g[back + i] = 0.25f * last;
        }
    }

    @Override
    public void close() {
        engine.workspaces().give(data);
    }
}
