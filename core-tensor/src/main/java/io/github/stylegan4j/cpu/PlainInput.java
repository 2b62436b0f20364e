package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.View;

/** The elements of a view row-major in an array: its own, or a scratch copy until it is closed. */
final class PlainInput implements AutoCloseable {
    private final Workspace.Pool pool;
    private final float[] data;
    private final int at;
    private final boolean scratch;

    /**
     * A view's elements.
     *
     * @param pool where scratch memory comes from
     * @param copies how strided views are copied
     */
    PlainInput(Workspace.Pool pool, CopyKernels copies, View v) {
        this.pool = pool;
        scratch = !v.isContiguous();
        if (scratch) {
            data = pool.bulk(v.size());
            at = 0;
            copies.copy(v, data, 0);
        } else {
            data = DenseInputs.floats(v);
            at = v.offset();
        }
    }

    /** The array. */
    float[] data() {
        return data;
    }

    /** Where the first element lies. */
    int at() {
        return at;
    }

    @Override
    public void close() {
        if (scratch) {
            pool.give(data);
        }
    }
}
