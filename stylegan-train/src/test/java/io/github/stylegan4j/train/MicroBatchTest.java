package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A minibatch computed part by part is the minibatch. */
class MicroBatchTest {
    /** With a decay of 0, the first moment after one step is the gradient. */
    private static final String GRADIENT = "_optimizer.adam.m.";

    private static TrainingConfig config(String loss, boolean recompute) {
        return TinyRuns.config(Path.of("unused"))
                .withMinibatch(12)
                .withLoss(loss)
                .with(
                        Map.of(
                                "r2Gamma", 2,
                                "recompute", recompute,
                                "styleMixing", 1,
                                "minibatchStdGroup", 4));
    }

    @TestFactory
    Stream<DynamicTest> partsAddUpToTheWhole() {
        List<String> losses = List.of("logistic", "wgan-gp", "hinge", "hinge-gp");
        return EachDevice.with(losses, MicroBatchTest::compare);
    }

    private static void compare(String device, String loss) {
        BackendOptions options = BackendOptions.defaults();
        try (Backend backend = Backends.open(device, options)) {
            compare(backend, config(loss, false), 4, 1e-5);
            compare(backend, config(loss, true), 8, 1e-5);
        }
        try (Backend backend = Backends.open(device, options.withDType(DType.FLOAT64))) {
            compare(backend, config(loss, false), 9, 1e-9);
        }
    }

    private static void compare(
            Backend backend, TrainingConfig config, int microBatch, double tolerance) {
        // In the middle of a fade, so that all paths through the networks are taken.
        try (StepBench whole = new StepBench(config, TinyRuns.images(3), backend, 48);
                StepBench parts =
                        new StepBench(
                                config.with("microBatch", microBatch),
                                TinyRuns.images(3),
                                backend,
                                48)) {
            for (StepBench bench : List.of(whole, parts)) {
                bench.steps.discriminator(bench.now);
                bench.steps.average(bench.now);
                bench.steps.generator(bench.now);
            }
            compare(whole.values(), parts.values(), tolerance);
            assertEquals(whole.state.random.positions(), parts.state.random.positions());
            Map<String, Statistic> expected = whole.state.statistics.take();
            parts.state
                    .statistics
                    .take()
                    .forEach(
                            (name, s) -> {
                                assertEquals(12, s.count(), name);
                                assertEquals(expected.get(name).mean(), s.mean(), 1e-4, name);
                            });
        }
    }

    private static void compare(
            Map<String, double[]> whole, Map<String, double[]> parts, double tolerance) {
        double all =
                whole.entrySet().stream()
                        .filter(e -> e.getKey().contains(GRADIENT))
                        .mapToDouble(e -> StepBench.distance(e.getValue(), null))
                        .sum();
        assertTrue(all > 1e-3, "the gradient vanishes");
        whole.forEach(
                (name, expected) -> {
                    if (name.contains(GRADIENT)) {
                        double length = StepBench.distance(expected, null);
                        double error =
                                StepBench.distance(expected, parts.get(name))
                                        / Math.max(length, 1e-2 * all);
                        assertTrue(error <= tolerance, name + " is off by " + error);
                    }
                    if (name.endsWith("w_avg")) {
                        double error = StepBench.distance(expected, parts.get(name));
                        assertTrue(error <= tolerance, name + " is off by " + error);
                    }
                });
    }
}
