package io.github.stylegan4j.cpu;

/**
 * A convolution as a matrix product: weights times the matrix of patches, never stored as a whole.
 *
 * <p>Row {@code c * taps + t} of the patch matrix holds what tap t reads in channel c, one column
 * per window. The same product gives the forward pass and, with other weights and taps, the
 * gradient with respect to the input; the latter writes its result at a stride.
 */
final class PatchProduct implements Operands {
    /**
     * What all groups of one convolution share.
     *
     * @param grid windows and images
     * @param dy row of each tap relative to a window's origin
     * @param dx column of each tap relative to a window's origin
     * @param source the images
     * @param weights rows of taps, one row per result channel
     * @param weightRow elements between weight rows
     * @param target the result
     */
    record Plan(
            ColumnMap.Grid grid,
            int[] dy,
            int[] dx,
            float[] source,
            float[] weights,
            int weightRow,
            Target target) {
        int taps() {
            return dy.length;
        }
    }

    /**
     * Where the result goes: window (y, x) to pixel {@code (y * step + y0, x * step + x0)}.
     *
     * @param data the array
     * @param imageStep elements between images
     * @param height height of a plane
     * @param width width of a plane
     * @param step distance of neighbouring windows
     * @param y0 row of the first window
     * @param x0 column of the first window
     */
    record Target(float[] data, int imageStep, int height, int width, int step, int y0, int x0) {}

    private final Plan plan;
    private final int sourceOffset;
    private final int weightOffset;

    /** One group, given where its first source plane and its first weight row begin. */
    PatchProduct(Plan plan, int sourceOffset, int weightOffset) {
        this.plan = plan;
        this.sourceOffset = sourceOffset;
        this.weightOffset = weightOffset;
    }

    @Override
    public void beginPanel(Workspace w, int column, int columns) {
        ColumnMap[] maps = w.maps(plan.taps());
        for (int t = 0; t < plan.taps(); t++) {
            maps[t].build(plan.grid, plan.dy[t], plan.dx[t], column, columns);
        }
    }

    @Override
    public void packB(Workspace w, int k, int depth, int column, int columns, float[][] rows) {
        int taps = plan.taps();
        ColumnMap[] maps = w.maps(taps);
        int plane = plan.grid.height() * plan.grid.width();
        int channel = k / taps;
        int tap = k % taps;
        for (int i = 0; i < depth; i++) {
            maps[tap].gather(plan.source, sourceOffset + channel * plane, rows[i], 0);
            if (++tap == taps) {
                tap = 0;
                channel++;
            }
        }
    }

    @Override
    public void packA(Workspace w, int row, int rows, int k, int depth, float[] to, int lda) {
        for (int i = 0; i < rows; i++) {
            int from = weightOffset + (row + i) * plan.weightRow + k;
            System.arraycopy(plan.weights, from, to, i * lda, depth);
        }
    }

    /** Where the rows of the result go; row r of product g is plane r of group g. */
    static RowSink sink(Plan plan, int targetOffset, int groupStep) {
        ColumnMap.Grid g = plan.grid;
        Target t = plan.target;
        int perImage = g.gridHeight() * g.gridWidth();
        return (group, row, column, columns, sums) -> {
            int base = targetOffset + group * groupStep + row * t.height * t.width;
            for (int at = 0; at < columns; ) {
                int window = (column + at) % perImage;
                int part = Math.min(perImage - window, columns - at);
                int to = base + (column + at) / perImage * t.imageStep;
                if (t.step == 1) {
                    System.arraycopy(sums, at, t.data, to + window, part);
                } else {
                    scatter(plan, sums, at, part, window, to);
                }
                at += part;
            }
        };
    }

    private static void scatter(Plan plan, float[] sums, int at, int part, int window, int to) {
        Target t = plan.target;
        int width = plan.grid.gridWidth();
        int y = window / width;
        int x = window % width;
        for (int i = 0; i < part; ) {
            int length = Math.min(width - x, part - i);
            int p = to + (y * t.step + t.y0) * t.width + t.x0 + x * t.step;
            for (int j = 0; j < length; j++, p += t.step) {
                t.data[p] = sums[at + i + j];
            }
            i += length;
            x = 0;
            y++;
        }
    }
}
