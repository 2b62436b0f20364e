package io.github.stylegan4j.cpu;

import java.util.Arrays;

/**
 * The transform of pixels, {@code B^T d B} with {@code B^T = [1 0 -1 0; 0 1 1 0; 0 -1 1 0; 0 1 0
 * -1]}, for every tile of a chunk at once.
 *
 * <p>The rows of pixels are first taken apart into the four columns that tiles see, one array per
 * column with an element per tile; from then on all arithmetic is between whole arrays. Tile row i
 * of an image reads the pairs of pixel rows i and i + 1, so an image of n tile rows takes n + 1
 * slots, and a shift by one slot brings the second pair under the first.
 */
final class WinogradInput {
    private final WinogradTiles tiles;
    private final int channels;
    private final float[] x;
    private final int xAt;

    WinogradInput(WinogradTiles tiles, int channels, float[] x, int xAt) {
        this.tiles = tiles;
        this.channels = channels;
        this.x = x;
        this.xAt = xAt;
    }

    /**
     * Transforms some rows of tiles.
     *
     * @param v the result: row {@code position * lines + channel}, an element per tile
     */
    void transform(BlockedProduct engine, int firstRow, int rows, float[][] v, int lines) {
        int count = rows * tiles.columns();
        int images = (firstRow + rows - 1) / tiles.rows() - firstRow / tiles.rows() + 1;
        int slots = (rows + images) * tiles.columns();
        engine.threads()
                .ranges(
                        channels,
                        Math.max(1, 2048 / count),
                        (from, to) -> {
                            try (Workspace w = engine.workspaces().take()) {
                                float[][] s = w.sums(22, slots);
                                for (int c = from; c < to; c++) {
                                    channel(s, c, firstRow, rows, slots, v, lines);
                                }
                            }
                        });
    }

    private void channel(
            float[][] s, int channel, int firstRow, int rows, int slots, float[][] v, int lines) {
        int slot = 0;
        for (int row = firstRow; row < firstRow + rows; ) {
            int image = row / tiles.rows();
            int top = row % tiles.rows();
            int part = Math.min(tiles.rows() - top, firstRow + rows - row);
            int plane = xAt + (image * channels + channel) * tiles.h() * tiles.w();
            for (int i = 0; i <= part; i++, slot++) {
                pixels(plane, 2 * (top + i), slot * tiles.columns(), s, 0);
                pixels(plane, 2 * (top + i) + 1, slot * tiles.columns(), s, 4);
            }
            row += part;
        }
        for (int pair = 0; pair < 8; pair += 4) {
            differences(
                    s[pair],
                    s[pair + 1],
                    s[pair + 2],
                    s[pair + 3],
                    s[8 + pair],
                    s[9 + pair],
                    s[10 + pair],
                    s[11 + pair],
                    slots);
        }
        int shifted = slots - tiles.columns();
        for (int column = 0; column < 4; column++) {
            System.arraycopy(s[8 + column], tiles.columns(), s[16], 0, shifted);
            System.arraycopy(s[12 + column], tiles.columns(), s[17], 0, shifted);
            differences(
                    s[8 + column],
                    s[12 + column],
                    s[16],
                    s[17],
                    s[18],
                    s[19],
                    s[20],
                    s[21],
                    shifted);
            for (int r = 0; r < 4; r++) {
                store(s[18 + r], firstRow, rows, v[(4 * r + column) * lines + channel]);
            }
        }
    }

    /** Takes a row of padded pixels apart: what column c of tile t reads goes to s[c][t]. */
    private void pixels(int plane, int paddedRow, int at, float[][] s, int first) {
        int n = tiles.columns();
        int y = paddedRow - tiles.pad();
        if (y < 0 || y >= tiles.h()) {
            for (int c = first; c < first + 4; c++) {
                Arrays.fill(s[c], at, at + n, 0f);
            }
            return;
        }
        int row = plane + y * tiles.w();
        int lo = (tiles.pad() + 1) / 2;
        int inside = Math.floorDiv(tiles.w() + tiles.pad() - 4, 2) + 1;
        int hi = Math.max(lo, Math.min(n, inside));
        apart(x, row - tiles.pad(), lo, hi, s[first], s[first + 1], s[first + 2], s[first + 3], at);
        for (int t = 0; t < n; t = t + 1 == lo ? hi : t + 1) {
            for (int c = 0; c < 4 && (t < lo || t >= hi); c++) {
                int column = 2 * t + c - tiles.pad();
                s[first + c][at + t] = column >= 0 && column < tiles.w() ? x[row + column] : 0f;
            }
        }
    }

    private static void apart(
            float[] x,
            int from,
            int lo,
            int hi,
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            int at) {
        for (int t = lo; t < hi; t++) {
            int p = from + 2 * t;
            a[at + t] = x[p];
            b[at + t] = x[p + 1];
            c[at + t] = x[p + 2];
            d[at + t] = x[p + 3];
        }
    }

    /** One dimension of the transform. */
    static void differences(
            float[] d0,
            float[] d1,
            float[] d2,
            float[] d3,
            float[] v0,
            float[] v1,
            float[] v2,
            float[] v3,
            int n) {
        for (int i = 0; i < n; i++) {
            float a = d0[i];
            float b = d1[i];
            float c = d2[i];
            float d = d3[i];
            v0[i] = a - c;
            v1[i] = b + c;
            v2[i] = c - b;
            v3[i] = b - d;
        }
    }

    /** Copies the slots of whole tile rows, leaving out the last slot of each image. */
    private void store(float[] from, int firstRow, int rows, float[] v) {
        int n = tiles.columns();
        int to = 0;
        int at = 0;
        for (int row = firstRow; row < firstRow + rows; ) {
            int part = Math.min(tiles.rows() - row % tiles.rows(), firstRow + rows - row);
            System.arraycopy(from, at, v, to, part * n);
            to += part * n;
            at += (part + 1) * n;
            row += part;
        }
    }
}
