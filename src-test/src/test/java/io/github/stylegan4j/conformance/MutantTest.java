package io.github.stylegan4j.conformance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.autograd.check.GradCheck;
import io.github.stylegan4j.autograd.check.GradCheckException;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.ForwardingBackend;
import io.github.stylegan4j.spi.OpSpec;
import io.github.stylegan4j.tensor.Copy;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The checks catch operations and devices that are broken on purpose. */
class MutantTest {
    /** What is wrong with the derivative. */
    private enum Fault {
        NONE,
        FACTOR,
        SIGN,
        SMALL,
        ZERO,
        LOST_SECOND_ORDER,
        UNDECLARED_READ
    }

    /** {@code x^3} with a derivative of its own. */
    private record Cube(Fault fault) implements FusedOp {
        @Override
        public Shape outputShape(Shape... inputs) {
            return inputs[0];
        }

        @Override
        public Tensor reference(Tensor... x) {
            return x[0].square().mul(x[0]);
        }

        @Override
        public boolean hasVjp() {
            return true;
        }

        @Override
        public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
            Tensor right = x[0].square().mul(3);
            return switch (fault) {
                case NONE, UNDECLARED_READ -> g.mul(right);
                case FACTOR -> g.mul(x[0].square().mul(2));
                case SIGN -> g.mul(right).neg();
                case SMALL -> g.mul(right).mul(1 + 1e-5);
                case ZERO -> null;
                case LOST_SECOND_ORDER -> g.mul(right.detach());
            };
        }

        @Override
        public boolean vjpReads(int of, int input) {
            return fault != Fault.UNDECLARED_READ;
        }
    }

    private static void check(Fault fault, int order) {
        try (Backend backend = new FusedKernelBackend();
                Scope scope = Scope.open("mutant")) {
            Tensor x = new Rng(3, 0).normal(backend, Shape.of(4, 3));
            GradCheck.standard().withOrder(order).check(t -> Tensors.apply(new Cube(fault), t), x);
        }
    }

    @Test
    void theRightDerivativePasses() {
        assertDoesNotThrow(() -> check(Fault.NONE, 3));
    }

    @Test
    void aWrongFirstDerivativeIsCaught() {
        for (Fault fault : new Fault[] {Fault.FACTOR, Fault.SIGN, Fault.SMALL, Fault.ZERO}) {
            GradCheckException e =
                    assertThrows(GradCheckException.class, () -> check(fault, 1), fault.name());
            assertTrue(e.getMessage().contains("order 1"), e.getMessage());
        }
    }

    @Test
    void aDerivativeThatForgetsItsOwnDerivativeIsCaughtAtTheSecondOrder() {
        assertDoesNotThrow(() -> check(Fault.LOST_SECOND_ORDER, 1));
        GradCheckException e =
                assertThrows(GradCheckException.class, () -> check(Fault.LOST_SECOND_ORDER, 2));
        assertTrue(e.getMessage().contains("order 2"), e.getMessage());
    }

    @Test
    void aDerivativeThatReadsMoreThanItDeclaresIsCaught() {
        try (Backend backend = new FusedKernelBackend()) {
            OpCase honest = cube(Fault.NONE);
            assertDoesNotThrow(() -> DerivativesTest.declared(backend, honest));
            OpCase secret = cube(Fault.UNDECLARED_READ);
            assertThrows(
                    IllegalStateException.class, () -> DerivativesTest.declared(backend, secret));
        }
    }

    private static OpCase cube(Fault fault) {
        return OpCase.of(new Cube(fault), Precision.ELEMENT, Operand.normal(5));
    }

    /** Leaves the last element of every copy unwritten. */
    private static final class LazyBackend extends ForwardingBackend {
        LazyBackend() {
            super(Backends.open("reference"));
        }

        @Override
        public void run(OpSpec op, View[] inputs, View[] outputs) {
            if (op instanceof Copy) {
                double[] values = new double[outputs[0].size()];
                download(inputs[0].buffer(), values);
                upload(Arrays.copyOf(values, values.length - 1), outputs[0].buffer());
            } else {
                super.run(op, inputs, outputs);
            }
        }
    }

    @Test
    void anElementLeftUnwrittenIsCaughtEvenInARecycledBuffer() {
        try (Backend backend = new PoisonBackend(new LazyBackend());
                Scope scope = Scope.open("mutant")) {
            Tensor x = Tensors.ones(backend, Shape.of(5));
            x.copy().close();
            double[] found = x.copy().toDoubles();
            assertThrows(
                    AssertionError.class, () -> Closeness.check("copy", x.toDoubles(), found, 0));
        }
    }

    /** Copies one element too many. */
    private static final class EagerBackend extends ForwardingBackend {
        EagerBackend() {
            super(Backends.open("cpu"));
        }

        @Override
        public void run(OpSpec op, View[] inputs, View[] outputs) {
            if (op instanceof Copy) {
                float[] values = new float[outputs[0].size() + 1];
                download(inputs[0].buffer(), values);
                upload(values, outputs[0].buffer());
            } else {
                super.run(op, inputs, outputs);
            }
        }
    }

    @Test
    void anElementWrittenPastTheEndIsCaughtEvenIfItWasReadThere() {
        try (Backend backend = new PoisonBackend(new EagerBackend());
                Scope scope = Scope.open("mutant")) {
            Tensor copy = Tensors.ones(backend, Shape.of(5)).copy();
            AssertionError e = assertThrows(AssertionError.class, copy::close);
            assertTrue(e.getMessage().contains("written to element 5 of 5"), e.getMessage());
        }
    }
}
