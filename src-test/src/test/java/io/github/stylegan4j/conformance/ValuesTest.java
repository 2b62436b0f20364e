package io.github.stylegan4j.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.SourceOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Every operation on every device, element type and memory layout gives the reference's values. */
@TestInstance(Lifecycle.PER_CLASS)
class ValuesTest {
    private final Devices devices = Devices.ofThisMachine();

    @AfterAll
    void close() {
        devices.close();
    }

    @TestFactory
    Stream<DynamicTest> operations() {
        return Catalogue.operations().stream()
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> operation(devices, c)));
    }

    static void operation(Devices devices, OpCase c) {
        Map<Layout, Example> examples = new EnumMap<>(Layout.class);
        for (Layout layout : c.layouts()) {
            Example example =
                    examples.computeIfAbsent(
                            layout.plainest(), l -> Example.of(devices.oracle(), c, l));
            assertAll(
                    devices.running(c).stream()
                            .filter(d -> d.isWorth(c.op(), layout))
                            .map(d -> () -> operation(d, c, layout, example)));
        }
    }

    /** Inputs of an operation, and what the oracle makes of them where they lie row-major. */
    private record Example(List<double[]> values, Shape shape, double[] result) {
        static Example of(Backend oracle, OpCase c, Layout plainest) {
            List<double[]> values = c.draw(plainest);
            try (Scope scope = Scope.open(c.toString())) {
                Tensor y = c.apply(c.present(oracle, DType.FLOAT64, Layout.PLAIN, values));
                return new Example(values, y.shape(), y.toDoubles());
            }
        }
    }

    private static void operation(Devices.Typed d, OpCase c, Layout layout, Example example) {
        String what = d + ", " + layout + ": " + c;
        try (Scope scope = Scope.open(what)) {
            List<Tensor> x = c.present(d.backend(), d.dtype(), layout, example.values());
            Tensor y = c.apply(x);
            assertEquals(example.shape(), y.shape(), what);
            Closeness.check(what, example.result(), y.toDoubles(), c.precision().of(d.dtype()));
            for (int i = 0; i < x.size(); i++) {
                assertArrayEquals(
                        example.values().get(i),
                        x.get(i).toDoubles(),
                        what + " changed input " + i);
            }
        }
        assertEquals(0, d.backend().memory().liveBuffers(), () -> "leak on " + what);
    }

    @TestFactory
    Stream<DynamicTest> sources() {
        return devices.typed()
                .flatMap(
                        d ->
                                Catalogue.sources(d.dtype()).stream()
                                        .map(
                                                op ->
                                                        DynamicTest.dynamicTest(
                                                                d + ": " + op,
                                                                () -> source(d, op))));
    }

    private void source(Devices.Typed d, SourceOp op) {
        boolean exact = op instanceof SourceOp.Fill || op instanceof SourceOp.Uniform;
        Precision precision = exact ? Precision.EXACT : Precision.ELEMENT;
        Closeness.check(
                d + ": " + op,
                run(devices.oracle(), DType.FLOAT64, op),
                run(d.backend(), d.dtype(), op),
                precision.of(d.dtype()));
    }

    private static double[] run(Backend backend, DType dtype, SourceOp op) {
        Shape shape = op.shape();
        Buffer buffer = backend.allocate(dtype, shape.size());
        backend.run(op, new View[0], new View[] {View.contiguous(buffer, shape)});
        double[] values = new double[shape.size()];
        backend.download(buffer, values);
        backend.release(buffer);
        return values;
    }

    @TestFactory
    Stream<DynamicTest> updates() {
        return Catalogue.updates().stream()
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> update(c)));
    }

    private void update(UpdateCase c) {
        for (Layout layout : Layout.values()) {
            List<double[]> expected = update(devices.oracle(), DType.FLOAT64, c, layout);
            assertAll(devices.plain().map(d -> () -> update(d, c, layout, expected)));
        }
    }

    private static void update(
            Devices.Typed d, UpdateCase c, Layout layout, List<double[]> expected) {
        List<double[]> found = update(d.backend(), d.dtype(), c, layout);
        for (int i = 0; i < expected.size(); i++) {
            Closeness.check(
                    d + ", inputs " + layout + ", target " + i + ": " + c,
                    expected.get(i),
                    found.get(i),
                    c.precision().of(d.dtype()));
        }
    }

    /** The targets' values after the update; they start in the middle of a buffer. */
    private static List<double[]> update(
            Backend backend, DType dtype, UpdateCase c, Layout layout) {
        try (Scope scope = Scope.open("update")) {
            List<Tensor> targets = new ArrayList<>();
            for (int i = 0; i < c.targets().size(); i++) {
                Operand o = c.targets().get(i);
                double[] v = o.domain().draw(Seeds.random(c + " target " + i), o.shape().size());
                targets.add(Layout.OFFSET.present(backend, dtype, o.shape(), v));
            }
            Tensor[] inputs = new Tensor[c.inputs().size()];
            for (int i = 0; i < inputs.length; i++) {
                Operand o = c.inputs().get(i);
                double[] v = o.domain().draw(Seeds.random(c + " input " + i), o.shape().size());
                double[] held = layout.constrain(o.shape(), v);
                inputs[i] = layout.present(backend, dtype, o.shape(), held);
            }
            c.op().apply(targets.toArray(Tensor[]::new), inputs);
            return targets.stream().map(Tensor::toDoubles).toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> severalResults() {
        return Catalogue.joint().stream()
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> joint(c)));
    }

    private void joint(JointCase c) {
        List<double[]> values = c.draw();
        List<double[]> expected = c.run(devices.oracle(), DType.FLOAT64, Layout.PLAIN, values);
        for (Layout layout : JointCase.LAYOUTS) {
            assertAll(
                    devices.plain()
                            .filter(d -> d.isWorth(c.op(), layout))
                            .map(d -> () -> joint(d, c, layout, values, expected)));
        }
    }

    private static void joint(
            Devices.Typed d,
            JointCase c,
            Layout layout,
            List<double[]> values,
            List<double[]> expected) {
        List<double[]> found = c.run(d.backend(), d.dtype(), layout, values);
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            Closeness.check(
                    d + ", inputs " + layout + ", result " + i + ": " + c,
                    expected.get(i),
                    found.get(i),
                    c.precision().of(d.dtype()));
        }
        assertEquals(0, d.backend().memory().liveBuffers(), () -> "leak on " + d + ": " + c);
    }

    @TestFactory
    Stream<DynamicTest> specialNumbers() {
        return devices.typed()
                .flatMap(
                        d ->
                                SpecialNumbers.cases().stream()
                                        .map(
                                                c ->
                                                        DynamicTest.dynamicTest(
                                                                d + ": " + c,
                                                                () -> special(d, c))));
    }

    private void special(Devices.Typed d, SpecialNumbers c) {
        try (Scope scope = Scope.open("special")) {
            double[] expected = apply(devices.oracle(), DType.FLOAT64, c).toDoubles();
            if (d.dtype() == DType.FLOAT32) {
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = (float) expected[i];
                }
            }
            double[] found = apply(d.backend(), d.dtype(), c).toDoubles();
            for (int i = 0; i < found.length; i++) {
                Closeness.check(
                        d + ": " + c.describe(i),
                        new double[] {expected[i]},
                        new double[] {found[i]},
                        Precision.ELEMENT.of(d.dtype()));
            }
        }
    }

    private static Tensor apply(Backend backend, DType dtype, SpecialNumbers c) {
        Tensor[] x =
                c.operands().stream()
                        .map(v -> Tensors.of(backend, dtype, c.shape(), v))
                        .toArray(Tensor[]::new);
        return Tensors.apply(c.op(), x);
    }
}
