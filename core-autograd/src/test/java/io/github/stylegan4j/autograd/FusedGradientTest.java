package io.github.stylegan4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.check.GradCheck;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.AdaIn;
import io.github.stylegan4j.tensor.fused.AllFinite;
import io.github.stylegan4j.tensor.fused.BiasAct;
import io.github.stylegan4j.tensor.fused.Filter;
import io.github.stylegan4j.tensor.fused.InstanceNorm;
import io.github.stylegan4j.tensor.fused.InstanceNormGrad;
import io.github.stylegan4j.tensor.fused.LeakyReluGrad;
import io.github.stylegan4j.tensor.fused.MinibatchStd;
import io.github.stylegan4j.tensor.fused.NoiseBiasAct;
import io.github.stylegan4j.tensor.fused.PixelNorm;
import io.github.stylegan4j.tensor.fused.PlaneDot;
import io.github.stylegan4j.tensor.fused.Resample2d;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The derivatives of the fused operations, those they bring and those of their references. */
class FusedGradientTest {
    private static final long SEED = Long.getLong("tests.seed", 11);

    /**
     * An operation with the shapes of its inputs. The first {@code awayFromKinks} inputs keep their
     * elements between 0.5 and 1.5 in size, all others below 0.1, so that no difference quotient
     * crosses the kink of a leaky ReLU.
     */
    record Case(FusedOp op, int awayFromKinks, Shape... shapes) {
        List<Tensor> inputs(Backend backend, Rng rng) {
            List<Tensor> inputs = new ArrayList<>();
            for (int i = 0; i < shapes.length; i++) {
                if (awayFromKinks == 0) {
                    inputs.add(rng.normal(backend, shapes[i]));
                    continue;
                }
                Tensor sign = rng.uniform(backend, shapes[i]).affine(2, -1).sign();
                Tensor size = rng.uniform(backend, shapes[i]);
                inputs.add(i < awayFromKinks ? size.add(0.5).mul(sign) : size.mul(0.1).mul(sign));
            }
            return inputs;
        }

        @Override
        public String toString() {
            return op + " of " + List.of(shapes);
        }
    }

    private static Shape s(int... dims) {
        return Shape.of(dims);
    }

    static Stream<Case> cases() {
        Filter skew = Filter.of(3, 1, -2, 3, 0.5, 4, 1, -1, 2, 0.25);
        return Stream.of(
                new Case(new BiasAct(0.2), 1, s(3, 2, 5), s(2)),
                new Case(new BiasAct(1), 0, s(3, 7), s(7)),
                new Case(new NoiseBiasAct(0.2), 1, s(2, 3, 4, 1), s(2, 1, 4, 1), s(3), s(3)),
                new Case(new NoiseBiasAct(0.2), 1, s(3, 2, 2, 3), s(1, 1, 2, 3), s(2), s(2)),
                new Case(new NoiseBiasAct(1), 0, s(2, 1, 3, 3), s(2, 1, 3, 3), s(1), s(1)),
                new Case(new LeakyReluGrad(0.2), 2, s(2, 3), s(2, 3)),
                new Case(new PlaneDot(), 0, s(2, 3, 4, 5), s(2, 3, 4, 5)),
                new Case(new InstanceNorm(0.1), 0, s(2, 3, 3, 4)),
                new Case(new InstanceNorm(0.1), 0, s(2, 1, 1, 1)),
                new Case(new InstanceNormGrad(0.1), 0, s(2, 2, 3, 3), s(2, 2, 3, 3)),
                new Case(new AdaIn(0.1), 0, s(2, 3, 4, 3), s(2, 3), s(2, 3)),
                new Case(new PixelNorm(0.1), 0, s(3, 5)),
                new Case(new PixelNorm(0.1), 0, s(2, 3, 2, 2)),
                new Case(new MinibatchStd(4), 0, s(8, 2, 2, 3)),
                new Case(new MinibatchStd(4), 0, s(3, 1, 2, 2)),
                new Case(Resample2d.blur(), 0, s(2, 2, 3, 5)),
                new Case(Resample2d.upNearest(), 0, s(1, 2, 3, 2)),
                new Case(Resample2d.downBox(), 0, s(2, 1, 4, 5)),
                new Case(new Resample2d(2, 3, 2, -1, skew), 0, s(1, 2, 5, 4)));
    }

    private void check(Backend backend, Case c) {
        try (Scope scope = Scope.open("check")) {
            List<Tensor> inputs = c.inputs(backend, new Rng(SEED, 1));
            GradCheck.standard()
                    .withSeed(SEED)
                    .check(x -> List.of(Tensors.apply(c.op, x.toArray(new Tensor[0]))), inputs);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivativeItBringsHoldsToSecondOrder(Case c) {
        try (Backend claiming = new ClaimingBackend()) {
            check(claiming, c);
            assertEquals(0, claiming.memory().liveBuffers(), "live buffers");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivativeOfItsReferenceHoldsToSecondOrder(Case c) {
        try (Backend reference = Backends.open("reference")) {
            check(reference, c);
            assertEquals(0, reference.memory().liveBuffers(), "live buffers");
        }
    }

    @Test
    void onlyWhatTheDerivativeReadsIsKept() {
        try (Backend claiming = new ClaimingBackend()) {
            Tensor x = Tensors.ones(claiming, s(2, 3)).track();
            Tensor bias = Tensors.ones(claiming, s(3)).track();
            Tensor y =
                    Scope.run(
                            "layer",
                            () -> Tensors.apply(new BiasAct(0.2), x.mul(2), bias.mul(3)).sum());
            long kept = claiming.memory().liveBuffers();
            assertEquals(4, kept, "x, bias, the activation and the sum");
            Tensor g = Autograd.grad(y, List.of(bias)).get(bias);
            assertArrayEquals(new double[] {6, 6, 6}, g.toDoubles(), 1e-12);
            g.close();
            x.close();
            bias.close();
            y.close();
        }
    }

    @Test
    void whetherAllIsFiniteHasNoDerivative() {
        assertNull(new AllFinite().vjp(0, null, null));
    }
}
