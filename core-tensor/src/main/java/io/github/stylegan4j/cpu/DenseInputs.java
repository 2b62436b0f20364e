package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.host.HostBuffer;

/**
 * The inputs of one operation as row-major arrays whose elements lie at the same positions as the
 * output's, which is what lets loops over them be vectorised; inputs that lie elsewhere are copied
 * to scratch memory for the time of the operation.
 */
final class DenseInputs implements AutoCloseable {
    private final Workspace.Pool pool;
    private final float[][] data;
    private final boolean[] copied;

    /**
     * Inputs whose element i shall lie at {@code offset + i}.
     *
     * @param copies how strided views are copied
     * @param pool where scratch memory comes from
     */
    DenseInputs(CopyKernels copies, Workspace.Pool pool, int offset, View... views) {
        this.pool = pool;
        data = new float[views.length][];
        copied = new boolean[views.length];
        for (int i = 0; i < views.length; i++) {
            View v = views[i];
            if (v.isContiguous() && v.offset() == offset) {
                data[i] = floats(v);
            } else {
                data[i] = pool.bulk(offset + v.size());
                copied[i] = true;
                copies.copy(v, data[i], offset);
            }
        }
    }

    /** The array of one input. */
    float[] get(int input) {
        return data[input];
    }

    /** The array behind a single-precision view. */
    static float[] floats(View v) {
        return ((HostBuffer) v.buffer()).floats();
    }

    @Override
    public void close() {
        for (int i = 0; i < data.length; i++) {
            if (copied[i]) {
                pool.give(data[i]);
            }
        }
    }
}
