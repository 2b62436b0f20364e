package io.github.stylegan4j.cpu;

/**
 * The transform of products back to pixels, {@code A^T m A} with {@code A^T = [1 1 1 0; 0 1 -1
 * -1]}, for every tile of a chunk at once.
 */
final class WinogradOutput {
    private final WinogradTiles tiles;
    private final int channels;
    private final float[] y;
    private final int yAt;

    WinogradOutput(WinogradTiles tiles, int channels, float[] y, int yAt) {
        this.tiles = tiles;
        this.channels = channels;
        this.y = y;
        this.yAt = yAt;
    }

    /**
     * Transforms some rows of tiles.
     *
     * @param m the products: row {@code position * lines + channel}, an element per tile
     */
    void transform(BlockedProduct engine, int firstRow, int rows, float[][] m, int lines) {
        int count = rows * tiles.columns();
        engine.threads()
                .ranges(
                        channels,
                        Math.max(1, 2048 / count),
                        (from, to) -> {
                            try (Workspace w = engine.workspaces().take()) {
                                float[][] s = w.sums(12, count);
                                for (int c = from; c < to; c++) {
                                    channel(s, c, count, m, lines);
                                    store(s, c, firstRow, rows);
                                }
                            }
                        });
    }

    /** The four pixels of each tile, in s[8] to s[11]. */
    private void channel(float[][] s, int channel, int count, float[][] m, int lines) {
        for (int column = 0; column < 4; column++) {
            int line = column * lines + channel;
            sums(
                    m[line],
                    m[line + 4 * lines],
                    m[line + 8 * lines],
                    m[line + 12 * lines],
                    s[column],
                    s[4 + column],
                    count);
        }
        sums(s[0], s[1], s[2], s[3], s[8], s[9], count);
        sums(s[4], s[5], s[6], s[7], s[10], s[11], count);
    }

    private static void sums(
            float[] m0, float[] m1, float[] m2, float[] m3, float[] y0, float[] y1, int n) {
        for (int i = 0; i < n; i++) {
            float a = m0[i];
            float b = m1[i];
            float c = m2[i];
            float d = m3[i];
            y0[i] = a + b + c;
            y1[i] = b - c - d;
        }
    }

    private void store(float[][] s, int channel, int firstRow, int rows) {
        int n = tiles.columns();
        for (int i = 0; i < rows; i++) {
            int image = (firstRow + i) / tiles.rows();
            int oy = (firstRow + i) % tiles.rows() * 2;
            int to = yAt + ((image * channels + channel) * tiles.oh() + oy) * tiles.ow();
            interleave(s[8], s[9], i * n, to);
            if (oy + 1 < tiles.oh()) {
                interleave(s[10], s[11], i * n, to + tiles.ow());
            }
        }
    }

    private void interleave(float[] even, float[] odd, int at, int to) {
        int pairs = tiles.ow() / 2;
        for (int t = 0; t < pairs; t++) {
            y[to + 2 * t] = even[at + t];
            y[to + 2 * t + 1] = odd[at + t];
        }
        if (2 * pairs < tiles.ow()) {
            y[to + 2 * pairs] = even[at + pairs];
        }
    }
}
