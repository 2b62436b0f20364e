package io.github.stylegan4j.cpu;

import java.util.Arrays;

/**
 * The gradient of a convolution with respect to its weights: a sum over all windows of the batch.
 *
 * <p>As a matrix product the windows are the common index. The operand that makes the longer rows
 * is copied channels-last first, so that what one window reads is a few contiguous pieces; the
 * other is read in place. A large batch goes through in chunks of bounded size, added in order.
 */
final class ConvWeightGrad {
    /** Most elements of a channels-last copy. */
    private static final int CHUNK = 1 << 22;

    private static final int NARROW = 64;

    private final BlockedProduct engine;

    ConvWeightGrad(BlockedProduct engine) {
        this.engine = engine;
    }

    /** Some images of the batch, or some result rows of one image. */
    private record Chunk(int image, int images, int row, int rows) {}

    void run(ConvShape s, float[] x, int xAt, float[] dy, int dyAt, float[] dw, int dwAt) {
        int patch = s.taps() * s.ciPerGroup();
        if (s.n() == 0) {
            Arrays.fill(dw, dwAt, dwAt + s.co() * patch, 0);
            return;
        }
        boolean swapped = patch < NARROW && patch < s.coPerGroup();
        int line = swapped ? s.ow() * s.co() : s.stride() * (s.w() + 2 * s.pad()) * s.ci();
        int rowsPerChunk = Math.max(1, CHUNK / line);
        boolean whole = rowsPerChunk >= s.oh();
        int images = whole ? rowsPerChunk / s.oh() : 1;
        int rows = whole ? s.oh() : rowsPerChunk;
        for (int n = 0; n < s.n(); n += images) {
            for (int r = 0; r < s.oh(); r += rows) {
                Chunk c = new Chunk(n, Math.min(images, s.n() - n), r, Math.min(rows, s.oh() - r));
                boolean add = n > 0 || r > 0;
                int xFrom = xAt + n * s.ci() * s.h() * s.w();
                int dyFrom = dyAt + n * s.co() * s.oh() * s.ow();
                if (swapped) {
                    swappedChunk(s, c, x, xFrom, dy, dyFrom, dw, dwAt, add);
                } else {
                    chunk(s, c, x, xFrom, dy, dyFrom, dw, dwAt, add);
                }
            }
        }
    }

    /** Rows of patches: many input channels. */
    private void chunk(
            ConvShape s,
            Chunk c,
            float[] x,
            int xFrom,
            float[] dy,
            int dyFrom,
            float[] dw,
            int dwAt,
            boolean add) {
        Workspace.Pool pool = engine.workspaces();
        ChannelsLast.Layout layout =
                new ChannelsLast.Layout(
                        c.images,
                        s.ci(),
                        s.h(),
                        s.w(),
                        c.row * s.stride() - s.pad(),
                        (c.rows - 1) * s.stride() + s.kh(),
                        s.pad());
        float[] pixels = pool.bulk(layout.length());
        ChannelsLast.copy(engine.threads(), layout, x, xFrom, pixels);
        int ci = s.ciPerGroup();
        int co = s.coPerGroup();
        int taps = s.taps();
        Windows windows = new Windows(c.rows, s.ow(), c.row * s.ow(), s.oh() * s.ow());
        engine.runSliced(
                new BlockedProduct.Extent(
                        s.groups(), co, taps * ci, c.images * c.rows * s.ow(), s.factor()),
                g ->
                        new PixelPatches(
                                s,
                                layout,
                                windows,
                                pixels,
                                g * ci,
                                dy,
                                dyFrom + g * co * windows.plane),
                (g, row, column, columns, sums) -> {
                    int to = dwAt + (g * co + row) * ci * taps;
                    for (int j = 0; j < columns; j++) {
                        int tap = (column + j) / ci;
                        int at = to + (column + j) % ci * taps + tap;
                        dw[at] = add ? dw[at] + sums[j] : sums[j];
                    }
                });
        pool.give(pixels);
    }

    /** Rows of result channels: few input channels, as where an image enters a network. */
    private void swappedChunk(
            ConvShape s,
            Chunk c,
            float[] x,
            int xFrom,
            float[] dy,
            int dyFrom,
            float[] dw,
            int dwAt,
            boolean add) {
        Workspace.Pool pool = engine.workspaces();
        ChannelsLast.Layout layout =
                new ChannelsLast.Layout(c.images, s.co(), s.oh(), s.ow(), c.row, c.rows, 0);
        float[] pixels = pool.bulk(layout.length());
        ChannelsLast.copy(engine.threads(), layout, dy, dyFrom, pixels);
        int ci = s.ciPerGroup();
        int co = s.coPerGroup();
        int patch = s.taps() * ci;
        int plane = s.h() * s.w();
        ColumnMap.Grid grid =
                new ColumnMap.Grid(c.rows, s.ow(), s.stride(), s.h(), s.w(), s.ci() * plane);
        engine.runSliced(
                new BlockedProduct.Extent(
                        s.groups(), patch, co, c.images * c.rows * s.ow(), s.factor()),
                g ->
                        new PatchesOnTheLeft(
                                s,
                                grid,
                                c.row * s.stride() - s.pad(),
                                x,
                                xFrom + g * ci * plane,
                                pixels,
                                g * co),
                (g, row, column, columns, sums) -> {
                    int at = dwAt + (g * co + column) * patch + row;
                    for (int j = 0; j < columns; j++, at += patch) {
                        dw[at] = add ? dw[at] + sums[j] : sums[j];
                    }
                });
        pool.give(pixels);
    }

    /**
     * The windows of a chunk in the result's planes.
     *
     * @param rows result rows per image
     * @param width result columns
     * @param first position of the first window in a plane
     * @param plane elements of a plane
     */
    private record Windows(int rows, int width, int first, int plane) {}

    /** Left: the gradient of the result; right: patches, column {@code tap * ci + channel}. */
    private record PixelPatches(
            ConvShape s,
            ChannelsLast.Layout layout,
            Windows windows,
            float[] pixels,
            int channel,
            float[] dy,
            int dyAt)
            implements Operands {
        @Override
        public void packB(Workspace w, int k, int depth, int column, int columns, float[][] rows) {
            int perImage = windows.rows * windows.width;
            for (int i = 0; i < depth; i++) {
                int image = (k + i) / perImage;
                int y = (k + i) % perImage / windows.width * s.stride();
                int x = (k + i) % windows.width * s.stride();
                int pixel = (image * layout.rows() + y) * layout.width() + x;
                patch(pixel * s.ci() + channel, column, columns, rows[i]);
            }
        }

        /** Copies the part of a window's patch, each piece as long as memory allows. */
        private void patch(int at, int column, int columns, float[] row) {
            int ci = s.ciPerGroup();
            int piece = s.groups() == 1 ? s.kw() * ci : ci;
            int line = layout.width() * s.ci();
            for (int j = column; j < column + columns; ) {
                int tap = j / piece * (piece / ci);
                int from = at + tap / s.kw() * line + tap % s.kw() * s.ci() + j % piece;
                int length = Math.min(piece - j % piece, column + columns - j);
                System.arraycopy(pixels, from, row, j - column, length);
                j += length;
            }
        }

        @Override
        public void packA(Workspace w, int row, int rows, int k, int depth, float[] to, int lda) {
            int perImage = windows.rows * windows.width;
            int imageStep = s.co() * windows.plane;
            for (int i = 0; i < rows; i++) {
                int base = dyAt + (row + i) * windows.plane + windows.first;
                for (int j = 0; j < depth; ) {
                    int at = (k + j) % perImage;
                    int length = Math.min(perImage - at, depth - j);
                    int from = base + (k + j) / perImage * imageStep + at;
                    System.arraycopy(dy, from, to, i * lda + j, length);
                    j += length;
                }
            }
        }
    }

    /** Left: patches, row {@code channel * taps + tap}; right: the gradient of the result. */
    private record PatchesOnTheLeft(
            ConvShape s,
            ColumnMap.Grid grid,
            int firstRow,
            float[] x,
            int xAt,
            float[] pixels,
            int channel)
            implements Operands {
        @Override
        public void packB(Workspace w, int k, int depth, int column, int columns, float[][] rows) {
            for (int i = 0; i < depth; i++) {
                int from = (k + i) * s.co() + channel + column;
                System.arraycopy(pixels, from, rows[i], 0, columns);
            }
        }

        @Override
        public void packA(Workspace w, int row, int rows, int k, int depth, float[] to, int lda) {
            ColumnMap[] maps = w.maps(s.taps());
            for (int t = 0; t < s.taps(); t++) {
                int dy = firstRow + t / s.kw();
                int dx = t % s.kw() - s.pad();
                maps[t].build(grid, dy, dx, k, depth);
            }
            for (int i = 0; i < rows; i++) {
                int plane = (row + i) / s.taps() * s.h() * s.w();
                maps[(row + i) % s.taps()].gather(x, xAt + plane, to, i * lda);
            }
        }
    }
}
