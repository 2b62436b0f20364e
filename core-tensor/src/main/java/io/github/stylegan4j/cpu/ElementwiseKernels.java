package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.host.HostBuffer;
import io.github.stylegan4j.tensor.Binary;
import io.github.stylegan4j.tensor.Unary;
import io.github.stylegan4j.tensor.Where;
import io.github.stylegan4j.tensor.fused.LeakyReluGrad;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Elementwise functions over strided views.
 *
 * <p>The JIT compiler vectorises a loop only if every array is read at the loop's own index. Rows
 * that lie at the same position in all buffers are computed in place; others go piece by piece
 * through scratch arrays. A row of one repeated element stays a scalar where the function has a
 * loop for it.
 */
final class ElementwiseKernels {
    private static final int PIECE = 1024;
    private static final int GRAIN = 1 << 14;

    private final CpuThreads threads;
    private final ThreadLocal<float[][]> scratch =
            ThreadLocal.withInitial(() -> new float[4][PIECE]);

    ElementwiseKernels(CpuThreads threads) {
        this.threads = threads;
    }

    /** A function of up to three arrays at the indices {@code from} to {@code to - 1}. */
    @FunctionalInterface
    private interface Loop {
        void run(float[] out, float[][] in, int from, int to);
    }

    /** Such a function with one operand the same everywhere. */
    @FunctionalInterface
    private interface ScalarLoop {
        boolean run(float[] out, float[] in, float scalar, boolean scalarFirst, int from, int to);
    }

    void unary(Unary op, View[] in, View[] out) {
        run(in, out[0], (o, x, f, t) -> UnaryLoops.run(op, x[0], o, f, t), null);
    }

    void binary(Binary op, View[] in, View[] out) {
        run(
                in,
                out[0],
                (o, x, f, t) -> BinaryLoops.run(op.kind(), x[0], x[1], o, f, t),
                (o, x, s, first, f, t) -> BinaryLoops.scalar(op.kind(), x, s, first, o, f, t));
    }

    void where(Where op, View[] in, View[] out) {
        run(in, out[0], (o, x, f, t) -> BinaryLoops.where(x[0], x[1], x[2], o, f, t), null);
    }

    void leakyReluGrad(LeakyReluGrad op, View[] in, View[] out) {
        float slope = (float) op.slope();
        run(in, out[0], (o, x, f, t) -> BinaryLoops.leakyGrad(x[0], x[1], slope, o, f, t), null);
    }

    private void run(View[] in, View out, Loop loop, @Nullable ScalarLoop scalarLoop) {
        View[] all = new View[in.length + 1];
        all[0] = out;
        System.arraycopy(in, 0, all, 1, in.length);
        Rows rows = new Rows(all);
        float[] o = floats(out);
        float[][] x = new float[in.length][];
        for (int i = 0; i < in.length; i++) {
            x[i] = floats(in[i]);
        }
        RowTask task = new RowTask(rows, o, x, loop, scalarLoop);
        if (rows.count == 1) {
            threads.ranges(
                    rows.length, GRAIN, (f, t) -> rows.walk(0, 1, at -> task.run(at, f, t - f)));
        } else {
            threads.ranges(
                    rows.count,
                    Math.max(1, GRAIN / rows.length),
                    (f, t) -> rows.walk(f, t, at -> task.run(at, 0, rows.length)));
        }
    }

    private static float[] floats(View v) {
        return ((HostBuffer) v.buffer()).floats();
    }

    private final class RowTask {
        private final Rows rows;
        private final float[] out;
        private final float[][] in;
        private final Loop loop;
        private final @Nullable ScalarLoop scalarLoop;

        RowTask(Rows rows, float[] out, float[][] in, Loop loop, @Nullable ScalarLoop scalarLoop) {
            this.rows = rows;
            this.out = out;
            this.in = in;
            this.loop = loop;
            this.scalarLoop = scalarLoop;
        }

        void run(int[] at, int from, int count) {
            if (aligned(at)) {
                loop.run(out, in, at[0] + from, at[0] + from + count);
            } else if (!runScalar(at, from, count)) {
                runPieces(at, from, count);
            }
        }

        private boolean aligned(int[] at) {
            for (int v = 1; v < at.length; v++) {
                if (at[v] != at[0] || rows.step(v) != 1) {
                    return false;
                }
            }
            return rows.step(0) == 1;
        }

        private boolean runScalar(int[] at, int from, int count) {
            if (scalarLoop == null || rows.length == 1) {
                return false;
            }
            for (int s = 0; s < 2; s++) {
                int v = 2 - s;
                if (rows.step(1 + s) == 0 && rows.step(v) == 1 && at[v] == at[0]) {
                    float scalar = in[s][at[1 + s]];
                    int start = at[0] + from;
                    return scalarLoop.run(out, in[v - 1], scalar, s == 0, start, start + count);
                }
            }
            return false;
        }

        private void runPieces(int[] at, int from, int count) {
            float[][] s = scratch.get();
            float[][] x = Arrays.copyOf(s, in.length);
            for (int done = 0; done < count; done += PIECE) {
                int n = Math.min(PIECE, count - done);
                for (int v = 0; v < in.length; v++) {
                    int step = rows.step(v + 1);
                    CopyKernels.gather(in[v], at[v + 1] + (from + done) * step, step, x[v], n);
                }
                loop.run(s[3], x, 0, n);
                System.arraycopy(s[3], 0, out, at[0] + from + done, n);
            }
        }
    }
}
