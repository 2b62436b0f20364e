package io.github.stylegan4j.cpu;

import java.util.Arrays;

/**
 * Where the elements of one row of a patch matrix come from: the row holds, for one kernel position
 * and a range of windows, the pixel each window reads there, or zero outside of the image.
 *
 * <p>The map is relative to a channel plane, so one map serves all channels. With step 1 it is a
 * list of runs to copy, merged across row ends where the few elements between them are zeros to be
 * patched in; otherwise a table of positions.
 */
final class ColumnMap {
    /** Longest gap of zeros that is copied over and patched rather than ending the run. */
    private static final int MAX_PATCH = 4;

    private int[] runs = new int[96];
    private int runEnd;
    private int[] zeros = new int[64];
    private int zeroEnd;
    private int[] table = {};
    private boolean direct;
    private int columns;

    /**
     * Windows laid out row by row, image by image, and the images they read.
     *
     * @param gridHeight windows per column
     * @param gridWidth windows per row
     * @param step distance between windows in the image
     * @param height height of the image
     * @param width width of the image
     * @param imageStep elements between the same plane of successive images
     */
    record Grid(int gridHeight, int gridWidth, int step, int height, int width, int imageStep) {}

    /**
     * Fills the map.
     *
     * @param dy row of the kernel position relative to the window's origin
     * @param dx column of the kernel position relative to the window's origin
     * @param first number of the first window
     * @param count number of windows
     */
    void build(Grid g, int dy, int dx, int first, int count) {
        columns = count;
        runEnd = 0;
        zeroEnd = 0;
        direct = g.step != 1;
        if (direct) {
            if (table.length < count) {
                table = new int[Math.max(count, BlockedProduct.MAX_COLUMNS)];
            }
            Arrays.fill(table, 0, count, -1);
        }
        int perImage = g.gridHeight * g.gridWidth;
        int image = first / perImage;
        int y = first % perImage / g.gridWidth;
        int x = first % g.gridWidth;
        for (int at = 0; at < count; ) {
            int part = Math.min(g.gridWidth - x, count - at);
            int sy = y * g.step + dy;
            if (sy >= 0 && sy < g.height) {
                int base = image * g.imageStep + sy * g.width + dx;
                if (direct) {
                    addTable(g, base, dx, x, part, at);
                } else {
                    int lo = Math.max(x, -dx);
                    int hi = Math.min(x + part, g.width - dx);
                    if (lo < hi) {
                        addRun(at + lo - x, base + lo, hi - lo);
                    }
                }
            }
            at += part;
            x = 0;
            if (++y == g.gridHeight) {
                y = 0;
                image++;
            }
        }
    }

    private void addTable(Grid g, int base, int dx, int x, int part, int at) {
        for (int i = 0; i < part; i++) {
            int sx = (x + i) * g.step + dx;
            if (sx >= 0 && sx < g.width) {
                table[at + i] = base + (x + i) * g.step;
            }
        }
    }

    private void addRun(int to, int from, int length) {
        if (runEnd > 0) {
            int end = runs[runEnd - 3] + runs[runEnd - 1];
            int gap = to - end;
            boolean continues = from - to == runs[runEnd - 2] - runs[runEnd - 3];
            if (continues && gap <= MAX_PATCH) {
                for (int i = 0; i < gap; i++) {
                    addZero(end + i);
                }
                runs[runEnd - 1] += gap + length;
                return;
            }
        }
        if (runEnd + 3 > runs.length) {
            runs = Arrays.copyOf(runs, 2 * runs.length);
        }
        runs[runEnd++] = to;
        runs[runEnd++] = from;
        runs[runEnd++] = length;
    }

    private void addZero(int at) {
        if (zeroEnd == zeros.length) {
            zeros = Arrays.copyOf(zeros, 2 * zeros.length);
        }
        zeros[zeroEnd++] = at;
    }

    /** Gathers the row from the plane that begins at {@code offset}, to {@code to[at...]}. */
    void gather(float[] from, int offset, float[] to, int at) {
        if (direct) {
            gatherTable(table, columns, from, offset, to, at);
            return;
        }
        if (runEnd != 3 || runs[2] != columns) {
            Arrays.fill(to, at, at + columns, 0f);
        }
        for (int r = 0; r < runEnd; r += 3) {
            System.arraycopy(from, offset + runs[r + 1], to, at + runs[r], runs[r + 2]);
        }
        for (int z = 0; z < zeroEnd; z++) {
            to[at + zeros[z]] = 0f;
        }
    }

    private static void gatherTable(
            int[] table, int n, float[] from, int offset, float[] to, int at) {
        for (int j = 0; j < n; j++) {
            int t = table[j];
            to[at + j] = t < 0 ? 0f : from[offset + t];
        }
    }
}
