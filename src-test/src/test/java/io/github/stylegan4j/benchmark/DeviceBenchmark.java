package io.github.stylegan4j.benchmark;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Prints how fast a device multiplies matrices and convolves, beside the multiply-add limit of
 * plain Java loops on the same processor, measured next to each line.
 *
 * <p>Convolutions count the operations of the direct sum, so that a kernel that needs fewer can be
 * faster than the limit. Each number is the best of several runs. Not a test: {@code
 * docs/performance.md} has the command.
 */
public final class DeviceBenchmark {
    private static final int BATCH = 16;
    private static final int LANES = 2048;
    private static final int CHAIN = 8;
    private static final int ROUNDS = 1000;

    /** What one number takes, unless the second argument says otherwise. */
    private static final double SECONDS = 0.5;

    private final Backend backend;
    private final double seconds;
    private final Rng rng = new Rng(1, 0);

    private DeviceBenchmark(Backend backend, double seconds) {
        this.backend = backend;
        this.seconds = seconds;
    }

    /**
     * Runs it.
     *
     * @param args the device, {@code cpu} if there is none, and the seconds that each number takes
     */
    public static void main(String[] args) {
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : SECONDS;
        try (Backend backend = Backends.open(args.length > 0 ? args[0] : "cpu")) {
            System.out.printf(
                    "%s: %s; Java %s%n",
                    backend.id(), backend.description(), System.getProperty("java.version"));
            new DeviceBenchmark(backend, seconds).run();
        }
    }

    private void run() {
        limit();
        for (int n : new int[] {512, 1024, 2048}) {
            matmul(n);
        }
        System.out.printf("%nbatch %d: forward, by images, by weights%n", BATCH);
        int[][] layers = {{32, 32}, {64, 32}, {128, 16}, {256, 16}, {512, 8}, {512, 4}};
        for (int[] layer : layers) {
            conv(layer[0], layer[0], layer[1], 3, 1);
        }
        conv(64, 128, 32, 4, 2);
        conv(3, 64, 32, 1, 1);
        conv(64, 3, 32, 1, 1);
    }

    private void matmul(int n) {
        try (Scope scope = Scope.open("matmul")) {
            Tensor a = rng.normal(backend, Shape.of(n, n));
            Tensor b = rng.normal(backend, Shape.of(n, n));
            print("matmul " + n, rate(() -> a.matmul(b), 2.0 * n * n * n));
        }
    }

    private void conv(int in, int out, int size, int kernel, int stride) {
        int pad = (kernel - 1) / 2;
        try (Scope scope = Scope.open("conv")) {
            Tensor x = rng.normal(backend, Shape.of(BATCH, in, size, size));
            Tensor w = rng.normal(backend, Shape.of(out, in, kernel, kernel));
            Conv2d forward = new Conv2d(stride, pad, 1);
            Conv2dInputGrad byImages = new Conv2dInputGrad(stride, pad, 1, size, size);
            Conv2dWeightGrad byWeights = new Conv2dWeightGrad(stride, pad, 1, kernel, kernel);
            Tensor g = Tensors.onesLike(Tensors.apply(forward, x, w));
            double flops = 2.0 * g.size() * in * kernel * kernel;
            print(
                    in + ">" + out + " @" + size + " k" + kernel,
                    rate(() -> Tensors.apply(forward, x, w), flops),
                    rate(() -> Tensors.apply(byImages, g, w), flops),
                    rate(() -> Tensors.apply(byWeights, x, g), flops));
        }
    }

    private void print(String what, double... rates) {
        double limit = limit();
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-16s", what));
        for (double r : rates) {
            line.append(
                    String.format(Locale.ROOT, " %7.1f GFLOP/s (%3.0f %%)", r, 100 * r / limit));
        }
        System.out.println(line + String.format(Locale.ROOT, "   limit %.1f", limit));
    }

    /** Billions of operations per second of a computation on the device. */
    private double rate(Supplier<Tensor> body, double flops) {
        return best(
                () -> {
                    try (Scope scope = Scope.open("run")) {
                        body.get();
                        backend.synchronize();
                    }
                },
                flops);
    }

    private double best(Runnable body, double flops) {
        long begin = System.nanoTime();
        double best = 0;
        for (int i = 0; i < 4 || System.nanoTime() - begin < seconds * 1e9; i++) {
            long start = System.nanoTime();
            body.run();
            best = Math.max(best, flops / Math.max(1, System.nanoTime() - start));
        }
        return best;
    }

    /** The same of nothing but multiply-adds in registers, on all processors. */
    private double limit() {
        int processors = Runtime.getRuntime().availableProcessors();
        float[][] x = new float[processors][LANES];
        Runnable body =
                () ->
                        IntStream.range(0, processors)
                                .parallel()
                                .forEach(
                                        t -> {
                                            for (int i = 0; i < ROUNDS; i++) {
                                                chain(x[t], 0.5f, 0.25f);
                                            }
                                        });
        double rate = best(body, 2.0 * CHAIN * LANES * ROUNDS * processors);
        for (float[] row : x) {
            if (!Arrays.equals(row, x[0])) {
                throw new IllegalStateException("the processors disagree about a multiply-add");
            }
        }
        return rate;
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
