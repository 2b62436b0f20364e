package io.github.stylegan4j.train.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.train.bench.BenchKernels.Kernel;
import io.github.stylegan4j.tuning.ConvMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    private static final BenchKernels KERNELS = new BenchKernels(1);

    private static List<Accuracy.Row> rows(List<ConvMode> modes, Kernel kernel, double least) {
        List<Accuracy.Row> rows = new ArrayList<>();
        new Accuracy("cpu", BackendOptions.defaults())
                .measure(modes, List.of(kernel), least, rows::add);
        return rows;
    }

    private static Kernel named(List<Kernel> kernels, String name) {
        return kernels.stream().filter(k -> k.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void everyWayToConvolveIsComparedWithTheDefinition() {
        Kernel conv = named(KERNELS.convolutions(), "conv forward 512@8");
        Map<ConvMode, Double> errors = new EnumMap<>(ConvMode.class);
        for (Accuracy.Row row : rows(List.of(ConvMode.values()), conv, -1)) {
            errors.put(row.algorithm(), row.error());
        }
        assertEquals(Set.of(ConvMode.values()), errors.keySet());
        errors.forEach((mode, e) -> assertTrue(e > 0 && e < 4e-5, mode + ": " + e));
        assertTrue(
                errors.get(ConvMode.WINOGRAD4) > errors.get(ConvMode.WINOGRAD2),
                "large tiles cost accuracy: " + errors);
    }

    @Test
    void allResultsOfAKernelAreCompared() {
        Kernel grad = named(KERNELS.others(), "styled layer, backward");
        double error = rows(List.of(ConvMode.AUTO), grad, -1).get(0).error();
        assertTrue(error > 0 && error < 1e-5, "styled layer, backward: " + error);
        Kernel adam = named(BenchKernels.updates(), "Adam");
        double adamError = rows(List.of(ConvMode.AUTO), adam, 0).get(0).error();
        assertTrue(adamError > 0 && adamError < 1e-5, "Adam: " + adamError);
    }

    @Test
    void errorsAreRelativeToEachResultsLargestElement() {
        List<double[]> expected = List.of(new double[] {1, -4}, new double[] {100});
        assertEquals(0, Accuracy.error(expected, expected));
        assertEquals(
                0.25, Accuracy.error(expected, List.of(new double[] {2, -4}, new double[] {101})));
        assertEquals(
                Double.POSITIVE_INFINITY,
                Accuracy.error(expected, List.of(new double[] {1, -4}, new double[] {Double.NaN})));
    }
}
