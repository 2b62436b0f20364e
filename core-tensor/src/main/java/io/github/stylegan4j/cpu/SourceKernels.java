package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.host.HostBuffer;
import io.github.stylegan4j.tensor.Philox;
import io.github.stylegan4j.tensor.SourceOp;
import java.util.Arrays;

/** Constants and random numbers. */
final class SourceKernels {
    private static final int FILL_GRAIN = 1 << 15;
    private static final int RANDOM_GRAIN = 1 << 12;

    private final CpuThreads threads;
    private final NormalNumbers normals = new NormalNumbers();

    SourceKernels(CpuThreads threads) {
        this.threads = threads;
    }

    void fill(SourceOp.Fill op, View[] in, View[] out) {
        float[] y = floats(out[0]);
        float value = (float) op.value();
        int o = out[0].offset();
        threads.ranges(out[0].size(), FILL_GRAIN, (f, t) -> Arrays.fill(y, o + f, o + t, value));
    }

    void uniform(SourceOp.Uniform op, View[] in, View[] out) {
        float[] y = floats(out[0]);
        int o = out[0].offset();
        threads.ranges(
                out[0].size(),
                RANDOM_GRAIN,
                (f, t) ->
                        Philox.uniform(op.seed(), op.stream(), op.position() + f, y, o + f, t - f));
    }

    void normal(SourceOp.Normal op, View[] in, View[] out) {
        float[] y = floats(out[0]);
        int o = out[0].offset();
        threads.ranges(
                out[0].size(),
                RANDOM_GRAIN,
                (f, t) -> normals.fill(op.seed(), op.stream(), op.position() + f, y, o + f, t - f));
    }

    private static float[] floats(View v) {
        return ((HostBuffer) v.buffer()).floats();
    }
}
