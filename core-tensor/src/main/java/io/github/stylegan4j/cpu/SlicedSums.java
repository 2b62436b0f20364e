package io.github.stylegan4j.cpu;

/**
 * Results of products whose long common index was divided into slices; the slices are added in
 * their order, so the sum does not depend on which thread computed which.
 */
final class SlicedSums {
    private final float[] parts;
    private final int slices;
    private final int rows;
    private final int columns;

    /**
     * Room for the parts.
     *
     * @param scratch at least products times slices times rows times columns elements, used until
     *     {@link #finish} returns
     */
    SlicedSums(float[] scratch, int slices, int rows, int columns) {
        this.parts = scratch;
        this.slices = slices;
        this.rows = rows;
        this.columns = columns;
    }

    /** Keeps part of a row of one slice. */
    void store(int product, int slice, int row, int column, int width, float[] sums) {
        System.arraycopy(sums, 0, parts, at(product, slice, row) + column, width);
    }

    /** Adds the slices and hands out the rows of the results. */
    void finish(CpuThreads threads, Workspace.Pool workspaces, int products, RowSink sink) {
        threads.ranges(
                products * rows,
                Math.max(1, 8192 / columns),
                (from, to) -> {
                    try (Workspace w = workspaces.take()) {
                        float[][] sums = w.sums(2, columns);
                        for (int i = from; i < to; i++) {
                            add(i / rows, i % rows, sums[0], sums[1]);
                            sink.put(i / rows, i % rows, 0, columns, sums[0]);
                        }
                    }
                });
    }

    private void add(int product, int row, float[] sum, float[] part) {
        System.arraycopy(parts, at(product, 0, row), sum, 0, columns);
        for (int s = 1; s < slices; s++) {
            System.arraycopy(parts, at(product, s, row), part, 0, columns);
            for (int j = 0; j < columns; j++) {
                sum[j] += part[j];
            }
        }
    }

    private int at(int product, int slice, int row) {
        return ((product * slices + slice) * rows + row) * columns;
    }
}
