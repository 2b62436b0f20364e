package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.io.HostTensor;
import java.util.Map;

/**
 * A peer that multiplies matrices by three loops, and wrongly if they are of size {@link #WRONG}.
 */
public final class LoopPeer implements Peer {
    static final String NAME = "loops";
    static final int WRONG = 13;

    /** For the service loader. */
    public LoopPeer() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Work open(WorkSpec spec, Layout layout, int threads, Map<String, HostTensor> inputs) {
        float[] a = inputs.get("a").toFloats();
        float[] b = inputs.get("b").toFloats();
        int n = spec.size();
        return new Work() {
            @Override
            public Map<String, HostTensor> outputs() {
                return Map.of("y", HostTensor.of(product(a, b, n), n, n));
            }

            @Override
            public void run() {
                product(a, b, n);
            }

            @Override
            public void close() {}
        };
    }

    private static float[] product(float[] a, float[] b, int n) {
        float[] y = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    y[i * n + j] += a[i * n + k] * b[k * n + j];
                }
            }
        }
        if (n == WRONG) {
            y[0] += 1;
        }
        return y;
    }
}
