package io.github.stylegan4j.train.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The multiply-add limit of plain Java loops on all processors, measured beside each repetition: on
 * virtual processors that share a core it can halve for minutes.
 */
final class Limit {
    private static final int LANES = 2048;
    private static final int CHAIN = 8;
    private static final int ROUNDS = 10_000;
    private static final int TRIES = 4;

    private final int processors = Runtime.getRuntime().availableProcessors();
    private final float[][] x = new float[processors][LANES];

    /** Billions of multiplications and additions per second, the best of a few tries. */
    double measure() {
        double best = 0;
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            IntStream.range(0, processors).parallel().forEach(this::work);
            double flops = 2.0 * CHAIN * LANES * ROUNDS * processors;
            best = Math.max(best, flops / Math.max(1, System.nanoTime() - start));
        }
        for (float[] row : x) {
            if (!Arrays.equals(row, x[0])) {
                throw new IllegalStateException("The processors disagree about a multiply-add");
            }
        }
        return best;
    }

    private void work(int processor) {
        for (int i = 0; i < ROUNDS; i++) {
            chain(x[processor], 0.5f, 0.25f);
        }
    }

    /** {@link #CHAIN} multiply-adds per element. */
    private static void chain(float[] x, float a, float b) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            x[i] = v;
        }
    }
}
