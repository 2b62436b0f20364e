package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.bench.BenchKernels.Kernel;
import io.github.stylegan4j.tuning.ConvMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How near each kernel of a device comes to what the device can do at most: multiply-adds in
 * registers, measured beside every kernel, and memory, for which {@code copy}, {@code add} and
 * {@code sum of all} stand, on tensors that no cache holds.
 *
 * @param device what {@link Backends#open} takes
 * @param options how it is opened
 * @param seconds how long each kernel is repeated, five times at the least
 */
public record Roofline(String device, BackendOptions options, double seconds) {
    private static final int LEAST_TURNS = 5;
    private static final int MOST_TURNS = 100;

    private static final long SEED = 1;
    private static final int MINIBATCH = 16;

    /**
     * One kernel beside its limits.
     *
     * @param kernel which
     * @param algorithm how convolutions were computed
     * @param flops operations of its definition, whatever the kernel saves of them
     * @param bytes of its operands and results
     * @param ms milliseconds of a launch, with allocation and waiting
     * @param gflops the limit of multiply-adds, in 10^9 operations per second; 0 if not known
     */
    public record Row(
            String kernel,
            ConvMode algorithm,
            double flops,
            double bytes,
            Quartiles ms,
            double gflops) {
        /** Operations per second, in 10^9. */
        public double flopRate() {
            return flops / ms.median() * 1e-6;
        }

        /** Bytes per second, in 10^9. */
        public double byteRate() {
            return bytes / ms.median() * 1e-6;
        }
    }

    /** Measures every kernel, and tells of each as soon as it is known. */
    public void measure(Consumer<Row> each) {
        BenchKernels kernels = new BenchKernels(MINIBATCH);
        if (options.conv() == ConvMode.AUTO) {
            for (ConvMode mode : ConvMode.values()) {
                if (mode != ConvMode.AUTO) {
                    measure(mode, kernels.convolutions(), each);
                }
            }
        }
        List<Kernel> rest = new ArrayList<>(kernels.convolutions());
        rest.addAll(kernels.others());
        rest.addAll(BenchKernels.updates());
        rest.add(kernels.randomNumbers());
        measure(options.conv(), rest, each);
    }

    /** Measures some kernels with convolutions computed in one way. */
    void measure(ConvMode mode, List<Kernel> kernels, Consumer<Row> each) {
        try (Backend backend = Backends.open(device, options.withConv(mode))) {
            Rng rng = new Rng(SEED, 0);
            for (Kernel kernel : kernels) {
                try (Scope scope = Scope.open("roofline")) {
                    each.accept(measure(mode, kernel, backend, rng));
                }
                backend.trim();
            }
        }
    }

    private Row measure(ConvMode mode, Kernel kernel, Backend backend, Rng rng) {
        Tensor[] operands =
                kernel.operands().stream().map(s -> rng.uniform(backend, s)).toArray(Tensor[]::new);
        List<Double> times = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < seconds * 0.3e9 || times.isEmpty()) {
            times.add(time(kernel, backend, rng, operands));
        }
        times.clear();
        begin = System.nanoTime();
        while (times.size() < LEAST_TURNS
                || (times.size() < MOST_TURNS && System.nanoTime() - begin < seconds * 1e9)) {
            limits.add(Limit.measure(backend));
            times.add(time(kernel, backend, rng, operands));
        }
        return new Row(
                kernel.name(),
                mode,
                kernel.flops(),
                kernel.bytes(),
                Quartiles.of(times),
                Quartiles.of(limits).median());
    }

    private static double time(Kernel kernel, Backend backend, Rng rng, Tensor[] operands) {
        try (Scope scope = Scope.open("launch")) {
            backend.synchronize();
            long start = System.nanoTime();
            List<Tensor> results = kernel.body().run(backend, rng, operands);
            backend.synchronize();
            Objects.requireNonNull(results, kernel.name());
            return (System.nanoTime() - start) * 1e-6;
        }
    }
}
