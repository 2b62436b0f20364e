package io.github.stylegan4j.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.GradOptions;
import io.github.stylegan4j.autograd.Gradients;
import io.github.stylegan4j.autograd.check.GradCheck;
import io.github.stylegan4j.autograd.check.GradCheckException;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Cast;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Derivatives of every operation: right by central differences, and the same on every device. */
@TestInstance(Lifecycle.PER_CLASS)
class DerivativesTest {
    private final Devices devices = Devices.ofThisMachine();

    /** Strides of 0 and of everything else; the values test goes through the rest. */
    private static final List<Layout> LAYOUTS =
            List.of(Layout.PLAIN, Layout.PERMUTED, Layout.EXPANDED_FIRST);

    @AfterAll
    void close() {
        devices.close();
    }

    private static Stream<OpCase> cases(OpCase.Check check) {
        return Catalogue.operations().stream().filter(c -> c.checks().contains(check));
    }

    @TestFactory
    Stream<DynamicTest> agreeWithDifferences() {
        return cases(OpCase.Check.DIFFERENCES)
                .map(
                        c ->
                                DynamicTest.dynamicTest(
                                        c.toString(),
                                        () -> differences(devices.fusedKernels(), c)));
    }

    /** Conditions are held constant. */
    private static void differences(Backend backend, OpCase c) {
        try (Scope scope = Scope.open(c.toString())) {
            List<Tensor> all =
                    c.present(backend, DType.FLOAT64, Layout.PLAIN, c.draw(Layout.PLAIN));
            List<Tensor> varying = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (varies(c, i)) {
                    varying.add(all.get(i));
                }
            }
            GradCheck.standard().check(in -> List.of(c.apply(join(c, all, in))), varying);
        } catch (GradCheckException e) {
            throw new AssertionError(c.toString(), e);
        }
        assertEquals(0, backend.memory().liveBuffers(), () -> "leak: " + c);
    }

    private static boolean varies(OpCase c, int operand) {
        return c.operands().get(operand).domain() != Domain.BITS;
    }

    private static List<Tensor> join(OpCase c, List<Tensor> all, List<Tensor> varying) {
        List<Tensor> joined = new ArrayList<>(all);
        int next = 0;
        for (int i = 0; i < joined.size(); i++) {
            if (varies(c, i)) {
                joined.set(i, varying.get(next++));
            }
        }
        return joined;
    }

    /** A fused operation is compared with its reference, differentiated as primitives. */
    @TestFactory
    Stream<DynamicTest> agreeOnEveryDevice() {
        return cases(OpCase.Check.DERIVATIVES)
                .filter(c -> !(c.op() instanceof Cast))
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> agree(devices, c)));
    }

    static void agree(Devices devices, OpCase c) {
        Map<Layout, Derivatives> byValues = new EnumMap<>(Layout.class);
        for (Layout layout : LAYOUTS) {
            if (!c.layouts().contains(layout)) {
                continue;
            }
            List<double[]> values = c.draw(layout);
            Derivatives expected =
                    byValues.computeIfAbsent(
                            layout.plainest(), l -> ofDefinition(devices.oracle(), c, values));
            assertAll(
                    devices.running(c).stream()
                            .map(d -> () -> agree(d, c, layout, values, expected)));
        }
    }

    private static Derivatives ofDefinition(Backend oracle, OpCase c, List<double[]> values) {
        try (Scope scope = Scope.open(c.toString())) {
            List<Tensor> x = c.present(oracle, DType.FLOAT64, Layout.PLAIN, values);
            return Derivatives.of(definition(c), x, c.toString());
        }
    }

    private static void agree(
            Devices.Typed d, OpCase c, Layout layout, List<double[]> values, Derivatives expected) {
        String what = d + ", " + layout + ": " + c;
        try (Scope scope = Scope.open(what)) {
            List<Tensor> x = c.present(d.backend(), d.dtype(), layout, values);
            Derivatives found = Derivatives.of(c::apply, x, c.toString());
            expected.check(what, found, Precision.SUM.of(d.dtype()));
        }
        assertEquals(0, d.backend().memory().liveBuffers(), () -> "leak on " + what);
    }

    private static Function<List<Tensor>, Tensor> definition(OpCase c) {
        return c.op() instanceof FusedOp fused
                ? x -> fused.reference(x.toArray(Tensor[]::new))
                : c::apply;
    }

    /**
     * What a derivative does not say it reads is dropped at the end of a scope; the derivative must
     * come out all the same.
     */
    @TestFactory
    Stream<DynamicTest> readOnlyWhatTheyDeclare() {
        return cases(OpCase.Check.DERIVATIVES)
                .map(
                        c ->
                                DynamicTest.dynamicTest(
                                        c.toString(), () -> declared(devices.fusedKernels(), c)));
    }

    static void declared(Backend backend, OpCase c) {
        DType dtype = backend.defaultDType();
        for (int of = 0; of < c.operands().size(); of++) {
            try (Scope scope = Scope.open(c.toString())) {
                List<Tensor> leaves = c.present(backend, dtype, Layout.PLAIN, c.draw(Layout.PLAIN));
                Tensor wanted = leaves.get(of).track();
                Tensor kept = c.apply(leaves);
                Tensor p = cotangent(kept, c);
                Tensor dropped = Scope.run("dropping", () -> behindCopies(c, leaves));
                for (GradOptions how :
                        List.of(
                                GradOptions.retaining(),
                                GradOptions.differentiable(),
                                GradOptions.once())) {
                    Closeness.check(
                            c + " by input " + of + " with " + how,
                            gradient(kept, p, wanted, how),
                            gradient(dropped, p, wanted, how),
                            Precision.SUM.of(dtype));
                }
            }
        }
    }

    /** Neither a copy nor an affine map reads a value, so all between them may be dropped. */
    private static Tensor behindCopies(OpCase c, List<Tensor> leaves) {
        List<Tensor> copies = new ArrayList<>();
        leaves.forEach(t -> copies.add(t.copy()));
        return c.apply(copies).affine(1, 0);
    }

    private static Tensor cotangent(Tensor y, OpCase c) {
        double[] values = Domain.NORMAL.draw(Seeds.random(c + " p"), y.size());
        return Tensors.of(y.backend(), y.dtype(), y.shape(), values);
    }

    private static double[] gradient(Tensor y, Tensor p, Tensor x, GradOptions how) {
        Gradients g =
                Scope.run("gradient", () -> Autograd.grad(List.of(y), List.of(p), List.of(x), how));
        return g.get(x).toDoubles();
    }
}
