package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tuning.ConvAlgorithm;
import java.util.Arrays;

/**
 * Convolution with a 3 x 3 kernel and stride 1 by Winograd's minimal filtering: 16 instead of 36
 * multiplications per tile of 2 x 2 result pixels and pair of channels, or 36 instead of 144 per
 * tile of 4 x 4.
 *
 * <p>With {@code d} the pixels a tile reads and {@code g} the kernel, the tile is {@code A^T ((G g
 * G^T) * (B^T d B)) A}, the inner product elementwise and summed over channels. That sum is, for
 * each position of a transformed tile, a matrix product over all tiles. The small tiles are as
 * exact as the direct sum; the large ones, for large images, are about one decimal digit less so.
 * Source: Lavin and Gray, arXiv 1509.09308.
 *
 * <p>A chunk of tiles is transformed, multiplied and transformed back before the next, so that what
 * lies between stays in the cache. Between the stages every position and channel has a row of its
 * own, which the panel kernel reads and writes in place.
 */
final class WinogradConv {
    /** Elements that transformed input and product of a chunk should not exceed. */
    private static final int CHUNK = 1 << 20;

    private static final int MIN_TILES = 512;

    /** Smallest edge of an image for tiles of 4 x 4 pixels. */
    private static final int LARGE = 16;

    private final BlockedProduct engine;
    private final Workspace.Pool rows;

    WinogradConv(BlockedProduct engine) {
        this.engine = engine;
        this.rows = engine.workspaces().ofCallers();
    }

    /** Whether this is the faster way; it depends on nothing but channels and image size. */
    static boolean suits(ConvShape s) {
        return s.kh() == 3
                && s.kw() == 3
                && s.stride() == 1
                && s.pad() <= 2
                && s.groups() == 1
                && Math.min(s.ci(), s.co()) >= 16
                && s.oh() * s.ow() >= 64
                && s.h() * s.w() >= 64;
    }

    /** The result {@code y} of convolving {@code x} with {@code w}. */
    void forward(
            ConvAlgorithm algorithm,
            ConvShape s,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt) {
        WinogradFilter filter = filter(algorithm);
        WinogradTiles tiles = new WinogradTiles(s.n(), s.h(), s.w(), s.pad(), filter.tile());
        try (WinogradWeights u = new WinogradWeights(engine, filter, s.co(), s.ci())) {
            u.transform(w, wAt, s.factor(), false);
            run(filter, tiles, u, x, xAt, y, yAt);
        }
    }

    /** The input gradient: a convolution with the channels exchanged and the kernel turned. */
    void inputGrad(
            ConvAlgorithm algorithm,
            ConvShape s,
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            float[] dx,
            int dxAt) {
        WinogradFilter filter = filter(algorithm);
        WinogradTiles tiles = new WinogradTiles(s.n(), s.oh(), s.ow(), 2 - s.pad(), filter.tile());
        try (WinogradWeights u = new WinogradWeights(engine, filter, s.ci(), s.co())) {
            u.transform(w, wAt, s.factor(), true);
            run(filter, tiles, u, dy, dyAt, dx, dxAt);
        }
    }

    /** Whether an image has enough tiles of 4 x 4 pixels to fill vectors. */
    static boolean isLarge(int height, int width) {
        return Math.min(height, width) >= LARGE;
    }

    private static WinogradFilter filter(ConvAlgorithm algorithm) {
        return algorithm == ConvAlgorithm.WINOGRAD_4 ? new WinogradFour() : new WinogradTwo();
    }

    private void run(
            WinogradFilter filter,
            WinogradTiles tiles,
            WinogradWeights u,
            float[] x,
            int xAt,
            float[] y,
            int yAt) {
        int positions = filter.positions();
        int wanted = Math.max(MIN_TILES, CHUNK / (positions * (u.in() + u.out())));
        int perChunk = Math.max(1, Math.min(tiles.allRows(), wanted / tiles.columns()));
        int most = perChunk * tiles.columns();
        WinogradInput input = new WinogradInput(filter, tiles, u.in(), x, xAt);
        WinogradOutput output = new WinogradOutput(filter, tiles, u.out(), y, yAt);
        try (Workspace w = rows.take()) {
            float[][] v = w.panel(positions * u.paddedIn(), most);
            float[][] m = w.sums(positions * u.paddedOut(), most);
            for (int row = 0; row < tiles.allRows(); row += perChunk) {
                int n = Math.min(perChunk, tiles.allRows() - row);
                input.transform(engine, row, n, v, u.paddedIn());
                multiply(positions, u, n * tiles.columns(), v, m);
                output.transform(engine, row, n, m, u.paddedOut());
            }
        }
    }

    /** The products of all positions, each cut into blocks of result rows. */
    private void multiply(int positions, WinogradWeights u, int n, float[][] v, float[][] m) {
        int blockRows = u.paddedOut() > 64 ? 64 : u.paddedOut();
        int blocks = BlockedProduct.ceil(u.paddedOut(), blockRows);
        engine.threads()
                .each(
                        positions * blocks,
                        t -> {
                            int first = t % blocks * blockRows;
                            int count = Math.min(blockRows, u.paddedOut() - first);
                            product(u, t / blocks, first, count, n, v, m);
                        });
    }

    private void product(
            WinogradWeights u,
            int position,
            int first,
            int count,
            int n,
            float[][] v,
            float[][] m) {
        int from = position * u.paddedOut() + first;
        int b = position * u.paddedIn();
        for (int i = u.in(); i < u.paddedIn(); i++) {
            Arrays.fill(v[b + i], 0, n, 0f);
        }
        for (int i = from; i < from + count; i++) {
            Arrays.fill(m[i], 0, n, 0f);
        }
        for (int k = 0; k < u.paddedIn(); k += BlockedProduct.DEPTH) {
            int depth = Math.min(BlockedProduct.DEPTH, u.paddedIn() - k);
            engine.kernel()
                    .accumulate(
                            u.data(),
                            u.row(position, first) + k,
                            u.paddedIn(),
                            count,
                            depth,
                            v,
                            b + k,
                            m,
                            from,
                            n);
        }
    }
}
