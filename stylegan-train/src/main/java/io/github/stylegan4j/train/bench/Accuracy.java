package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.train.bench.BenchKernels.Kernel;
import io.github.stylegan4j.tuning.ConvMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How exact each kernel of a device is: its largest error beside the same computed by definition in
 * double precision, relative to the largest element of the result.
 *
 * <p>Operands are uniform between -1 and 1, those of updates between 0 and 1, and the same numbers
 * on both sides. Convolutions are computed in every way that can be forced, and in the device's own
 * choice.
 *
 * @param device what {@link Backends#open} takes
 * @param options how it is opened; where convolutions are forced, only that way is measured
 */
public record Accuracy(String device, BackendOptions options) {
    private static final String ORACLE = "reference";
    private static final long SEED = 1;

    /** By definition a convolution of these layers takes seconds for each image. */
    private static final int CONVOLVED = 1;

    /** As many as the minibatch deviation compares. */
    private static final int MINIBATCH = 4;

    /**
     * The error of one kernel.
     *
     * @param kernel which, and on what
     * @param algorithm how convolutions were computed
     * @param error the largest error over the largest element; infinite if a result is not a number
     */
    public record Row(String kernel, ConvMode algorithm, double error) {}

    /** Measures every kernel, and tells of each as soon as it is known. */
    public void measure(Consumer<Row> each) {
        List<ConvMode> modes = List.of(options.conv());
        if (options.conv() == ConvMode.AUTO) {
            modes = List.of(ConvMode.values());
        }
        measure(modes, new BenchKernels(CONVOLVED).convolutions(), -1, each);
        measure(List.of(options.conv()), new BenchKernels(MINIBATCH).others(), -1, each);
        measure(List.of(options.conv()), BenchKernels.updates(), 0, each);
    }

    /** Measures some kernels, with operands from {@code least} to 1. */
    void measure(List<ConvMode> modes, List<Kernel> kernels, double least, Consumer<Row> each) {
        Map<ConvMode, Backend> backends = new EnumMap<>(ConvMode.class);
        try (Backend oracle = Backends.open(ORACLE)) {
            for (ConvMode mode : modes) {
                backends.put(mode, Backends.open(device, options.withConv(mode)));
            }
            Rng rng = new Rng(SEED, 0);
            for (Kernel kernel : kernels) {
                List<float[]> operands = operands(kernel, least, oracle, rng);
                List<double[]> expected = run(kernel, oracle, operands, rng);
                backends.forEach(
                        (mode, backend) -> {
                            List<double[]> found = run(kernel, backend, operands, rng);
                            each.accept(new Row(kernel.name(), mode, error(expected, found)));
                            backend.trim();
                        });
            }
        } finally {
            backends.values().forEach(Backend::close);
        }
    }

    private static List<float[]> operands(Kernel kernel, double least, Backend backend, Rng rng) {
        try (Scope scope = Scope.open("operands")) {
            List<float[]> all = new ArrayList<>();
            for (Shape shape : kernel.operands()) {
                Tensor uniform = rng.uniform(backend, shape);
                all.add(uniform.mul(1 - least).add(least).toFloats());
            }
            return all;
        }
    }

    private static List<double[]> run(
            Kernel kernel, Backend backend, List<float[]> operands, Rng rng) {
        try (Scope scope = Scope.open("accuracy")) {
            Tensor[] tensors = new Tensor[operands.size()];
            for (int i = 0; i < tensors.length; i++) {
                tensors[i] = Tensors.of(backend, kernel.operands().get(i), operands.get(i));
            }
            return kernel.body().run(backend, rng, tensors).stream()
                    .map(Tensor::toDoubles)
                    .toList();
        }
    }

    /** The largest error of any result, each relative to its largest element. */
    static double error(List<double[]> expected, List<double[]> found) {
        double worst = 0;
        for (int i = 0; i < expected.size(); i++) {
            worst = Math.max(worst, error(expected.get(i), found.get(i)));
        }
        return worst;
    }

    private static double error(double[] expected, double[] found) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            double d = Math.abs(expected[i] - found[i]);
            if (Double.isNaN(d)) {
                return Double.POSITIVE_INFINITY;
            }
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, d);
        }
        return difference == 0 ? 0 : difference / largest;
    }
}
