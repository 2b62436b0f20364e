package io.github.stylegan4j.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.fused.ConvAct;
import io.github.stylegan4j.tensor.fused.DownConv;
import io.github.stylegan4j.tensor.fused.ResizedConvWeightGrad;
import io.github.stylegan4j.tensor.fused.UpConv;
import io.github.stylegan4j.tensor.fused.UpConvBlur;
import io.github.stylegan4j.train.bench.Benchmark;
import io.github.stylegan4j.train.bench.Work;
import io.github.stylegan4j.train.bench.WorkSpec;
import io.github.stylegan4j.tuning.ConvMode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Whatever algorithm convolutions are forced to, on every device: values and derivatives are those
 * of the reference, losses and gradients of whole networks those of direct sums, and the same
 * again.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ForcedConvolutionsTest {
    private static final Set<Class<?>> CONVOLUTIONS =
            Set.of(
                    Conv2d.class,
                    Conv2dInputGrad.class,
                    Conv2dWeightGrad.class,
                    ConvAct.class,
                    UpConvBlur.class,
                    UpConv.class,
                    DownConv.class,
                    ResizedConvWeightGrad.class);

    /** Both networks at 16 pixels with at most 24 channels: some images of 8 and more pixels. */
    private static final WorkSpec STEP = new WorkSpec(WorkSpec.Kind.STEP, 3, 24, 16);

    /** Beginning of the names of gradients; of the rest, losses before an update have no dot. */
    private static final String GRADIENT = "grad.";

    /** Largest relative distance of losses. */
    private static final double LOSS = 1e-4;

    /** The same of gradients, among which one leaky ReLU may have been taken for its other side. */
    private static final double GRADIENTS = 1e-2;

    private final Devices devices =
            Devices.withForced(ConvMode.DIRECT, ConvMode.WINOGRAD2, ConvMode.WINOGRAD4);

    /** What the first of them computes, with direct sums. */
    private final Map<String, HostTensor> direct =
            outputs(devices.single().findFirst().orElseThrow());

    @AfterAll
    void close() {
        devices.close();
    }

    private static Stream<OpCase> cases() {
        return Catalogue.operations().stream()
                .filter(c -> CONVOLUTIONS.contains(c.op().getClass()));
    }

    @TestFactory
    Stream<DynamicTest> values() {
        return cases().map(
                        c ->
                                DynamicTest.dynamicTest(
                                        c.toString(), () -> ValuesTest.operation(devices, c)));
    }

    @TestFactory
    Stream<DynamicTest> derivatives() {
        return cases().filter(c -> c.checks().contains(OpCase.Check.DERIVATIVES))
                .map(
                        c ->
                                DynamicTest.dynamicTest(
                                        c.toString(), () -> DerivativesTest.agree(devices, c)));
    }

    @TestFactory
    Stream<DynamicTest> steps() {
        return devices.single().map(d -> DynamicTest.dynamicTest(d.description(), () -> step(d)));
    }

    private void step(Backend device) {
        Map<String, HostTensor> found = outputs(device);
        Map<String, HostTensor> again = outputs(device);
        assertEquals(direct.keySet(), found.keySet());
        assertTrue(found.keySet().stream().anyMatch(name -> name.startsWith(GRADIENT)));
        found.forEach(
                (name, value) -> {
                    assertArrayEquals(value.toFloats(), again.get(name).toFloats(), name);
                    if (name.startsWith(GRADIENT) || !name.contains(".")) {
                        double bound = name.startsWith(GRADIENT) ? GRADIENTS : LOSS;
                        double distance = distance(direct.get(name), value);
                        assertTrue(distance <= bound, () -> name + " differs by " + distance);
                    }
                });
    }

    private static Map<String, HostTensor> outputs(Backend device) {
        try (Work work = Benchmark.work(STEP, device)) {
            return work.outputs();
        }
    }

    /** Length of the difference relative to that of the first. */
    private static double distance(HostTensor a, HostTensor b) {
        float[] x = a.toFloats();
        float[] y = b.toFloats();
        double difference = 0;
        double length = 0;
        for (int i = 0; i < x.length; i++) {
            difference += Math.pow((double) x[i] - y[i], 2);
            length += Math.pow(x[i], 2);
        }
        return difference == 0 ? 0 : Math.sqrt(difference / length);
    }
}
