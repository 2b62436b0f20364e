package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import java.util.Arrays;

/**
 * The transformed 3 x 3 kernels of a {@link VectorWideConv}. Result channels are taken in groups of
 * a vector; with four phases a group stands four times, once for each: group {@code 4 g + 2 a + b}
 * makes pixels {@code (2 i + a, 2 j + b)} of the channels of g. Two groups are a pair, and for each
 * position and pair there is a matrix with a row per source channel.
 */
final class VectorWideTaps implements AutoCloseable {
    /** Phases of a convolution between doubling by repetition and the blur [1, 2, 1] / 4. */
    static final int PHASES = 4;

    private static final int LINE = VectorFilter.TAPS;
    private static final int TAPS = LINE * LINE;
    private static final int COLUMNS = VectorTiles.COLUMNS;
    private static final int GRAIN = 64;

    private final BlockedProduct engine;
    private final VectorFilter filter;
    private final int out;
    private final int in;
    private final int phases;
    private final float[] data;

    /**
     * Transforms kernels.
     *
     * @param out result channels
     * @param in source channels
     * @param phases 1 or {@link #PHASES}
     * @param w kernels by result and source channel
     * @param wAt where they begin
     */
    VectorWideTaps(
            BlockedProduct engine,
            VectorFilter filter,
            int out,
            int in,
            int phases,
            float[] w,
            int wAt) {
        this.engine = engine;
        this.filter = filter;
        this.out = out;
        this.in = in;
        this.phases = phases;
        data = engine.workspaces().bulk(filter.positions() * positionStep());
        engine.threads()
                .ranges(
                        pairs() * in,
                        GRAIN,
                        (from, to) -> {
                            try (Workspace ws = engine.workspaces().take()) {
                                float[] scratch = ws.coefficients(TAPS * LANES + filter.scratch());
                                for (int i = from; i < to; i++) {
                                    pair(w, wAt, i / in, i % in, scratch);
                                }
                            }
                        });
    }

    int out() {
        return out;
    }

    int in() {
        return in;
    }

    int phases() {
        return phases;
    }

    int groups() {
        return BlockedProduct.ceil(out, LANES) * phases;
    }

    int pairs() {
        return BlockedProduct.ceil(groups(), 2);
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

    private void pair(float[] w, int wAt, int pair, int channel, float[] scratch) {
        int taps = filter.scratch();
        for (int half = 0; half < 2; half++) {
            int group = 2 * pair + half;
            int first = group / phases * LANES;
            int present = Math.max(0, Math.min(LANES, out - first));
            if (present < LANES) {
                Arrays.fill(scratch, taps, taps + TAPS * LANES, 0f);
            }
            for (int i = 0; i < present; i++) {
                int from = wAt + ((first + i) * in + channel) * TAPS;
                for (int t = 0; t < TAPS; t++) {
                    scratch[taps + t * LANES + i] = w[from + t];
                }
            }
            if (phases == PHASES) {
                toPhase(scratch, taps, group % PHASES);
            }
            int to = at(0, pair) + channel * COLUMNS + half * LANES;
            filter.kernelTile(scratch, taps, scratch, data, to, positionStep());
        }
    }

    /** Kernels {@code F[a] w F[b]^T} of phase {@code 2 a + b}, as {@link #line} has them. */
    private static void toPhase(float[] g, int at, int phase) {
        for (int i = 0; i < LINE; i++) {
            line(g, at + i * LANES, LINE * LANES, phase / 2 == 1);
        }
        for (int i = 0; i < LINE; i++) {
            line(g, at + i * LINE * LANES, LANES, phase % 2 == 1);
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
