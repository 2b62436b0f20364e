package io.github.stylegan4j.cpu;

import java.util.Arrays;

/**
 * The weight gradient of a convolution with a 3 x 3 kernel and stride 1 by minimal filtering with
 * tiles of 4 x 4 pixels.
 *
 * <p>It is the transpose of {@link WinogradConv}: {@code dg = G^T (sum over tiles of (B^T d B) * (A
 * dy A^T)) G}, the product elementwise. The sum is, for each position of a transformed tile, a
 * matrix product of result by source channels whose common index is the tiles.
 */
final class WinogradWeightGrad {
    private static final int CHUNK = 1 << 20;
    private static final int MIN_TILES = 384;

    /** Fewer channels than this make rows too short to be worth it. */
    private static final int MIN_CHANNELS = 96;

    private final BlockedProduct engine;
    private final WinogradFour filter = new WinogradFour();
    private final Workspace.Pool rows;

    WinogradWeightGrad(BlockedProduct engine) {
        this.engine = engine;
        this.rows = engine.workspaces().ofCallers();
    }

    /** Whether this is the faster way; it depends on nothing but channels and image size. */
    static boolean suits(ConvShape s) {
        return WinogradConv.suits(s)
                && WinogradConv.isLarge(s.oh(), s.ow())
                && Math.min(s.ci(), s.co()) >= MIN_CHANNELS;
    }

    /** Computes the gradient {@code dw} with respect to the weights. */
    void run(ConvShape s, float[] x, int xAt, float[] dy, int dyAt, float[] dw, int dwAt) {
        WinogradTiles tiles = new WinogradTiles(s.n(), s.h(), s.w(), s.pad(), filter.tile());
        int positions = filter.positions();
        int wanted = Math.max(MIN_TILES, CHUNK / (positions * (s.ci() + s.co())));
        int perChunk = Math.max(1, Math.min(tiles.allRows(), wanted / tiles.columns()));
        int most = perChunk * tiles.columns();
        WinogradInput input = new WinogradInput(filter, tiles, s.ci(), x, xAt);
        WinogradResultGrad result = new WinogradResultGrad(filter, tiles, s.co(), dy, dyAt);
        float[] du = engine.workspaces().bulk(positions * s.co() * s.ci());
        try (Workspace w = rows.take()) {
            float[][] v = w.panel(positions * s.ci(), most);
            float[][] m = w.sums(positions * s.co(), most);
            for (int row = 0; row < tiles.allRows(); row += perChunk) {
                int n = Math.min(perChunk, tiles.allRows() - row);
                input.transform(engine, row, n, v, s.ci());
                result.transform(engine, row, n, m);
                multiply(s, positions, n * tiles.columns(), v, m, row > 0, du);
            }
        }
        taps(s, du, dw, dwAt);
        engine.workspaces().give(du);
    }

    /** Adds a chunk's products to {@code du [position, co, ci]}. */
    private void multiply(
            ConvShape s,
            int positions,
            int count,
            float[][] v,
            float[][] m,
            boolean add,
            float[] du) {
        int ci = s.ci();
        int co = s.co();
        engine.run(
                new BlockedProduct.Extent(positions, co, ci, count, 1),
                p -> new TileProduct(m, p * co, v, p * ci),
                (p, row, column, columns, sums) -> {
                    int at = (p * co + row) * ci + column;
                    for (int j = 0; j < columns; j++) {
                        du[at + j] = add ? du[at + j] + sums[j] : sums[j];
                    }
                });
    }

    /** Both operands have a row per channel and an element per tile. */
    private record TileProduct(float[][] a, int aAt, float[][] b, int bAt) implements Operands {
        private static final int BLOCK = 16;

        @Override
        public void packB(Workspace w, int k, int depth, int column, int columns, float[][] rows) {
            for (int j0 = 0; j0 < columns; j0 += BLOCK) {
                int j1 = Math.min(columns, j0 + BLOCK);
                for (int i0 = 0; i0 < depth; i0 += BLOCK) {
                    int i1 = Math.min(depth, i0 + BLOCK);
                    for (int j = j0; j < j1; j++) {
                        float[] from = b[bAt + column + j];
                        for (int i = i0; i < i1; i++) {
                            rows[i][j] = from[k + i];
                        }
                    }
                }
            }
        }

        @Override
        public void packA(Workspace w, int row, int rows, int k, int depth, float[] to, int lda) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(a[aAt + row + i], k, to, i * lda, depth);
            }
        }
    }

    /** Transforms {@code du} to the nine taps of each kernel. */
    private void taps(ConvShape s, float[] du, float[] dw, int dwAt) {
        int n = s.ci();
        int span = filter.span();
        int taps = WinogradFilter.TAPS;
        engine.threads()
                .ranges(
                        s.co(),
                        Math.max(1, 1024 / n),
                        (from, to) -> {
                            try (Workspace w = engine.workspaces().take()) {
                                float[][] t = w.sums(Math.max(span, taps * taps) + span * taps, n);
                                for (int o = from; o < to; o++) {
                                    taps(s, du, o, t);
                                    for (int i = 0; i < taps * taps; i++) {
                                        float[] tap = t[i];
                                        int at = dwAt + o * n * taps * taps + i;
                                        for (int c = 0; c < n; c++) {
                                            dw[at + c * taps * taps] = s.factor() * tap[c];
                                        }
                                    }
                                }
                            }
                        });
    }

    /** The taps of the kernels of one result channel, tap by tap in t[0] to t[8]. */
    private void taps(ConvShape s, float[] du, int channel, float[][] t) {
        int n = s.ci();
        int span = filter.span();
        int taps = WinogradFilter.TAPS;
        float[][] line = Arrays.copyOfRange(t, 0, span);
        int first = Math.max(span, taps * taps);
        for (int r = 0; r < span; r++) {
            for (int c = 0; c < span; c++) {
                int at = ((span * r + c) * s.co() + channel) * n;
                System.arraycopy(du, at, line[c], 0, n);
            }
            filter.taps(line, Arrays.copyOfRange(t, first + r * taps, first + (r + 1) * taps), n);
        }
        float[][] result = new float[taps][];
        for (int c = 0; c < taps; c++) {
            for (int r = 0; r < span; r++) {
                line[r] = t[first + r * taps + c];
            }
            for (int r = 0; r < taps; r++) {
                result[r] = t[r * taps + c];
            }
            filter.taps(line, result, n);
        }
    }
}
