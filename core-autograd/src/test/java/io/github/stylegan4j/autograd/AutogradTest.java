package io.github.stylegan4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.check.GradCheck;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.UpdateOp;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AutogradTest {
    private Backend backend;
    private Scope scope;

    @BeforeEach
    void open() {
        backend = Backends.open("reference");
        scope = Scope.open("test");
    }

    @AfterEach
    void everythingIsGivenBack() {
        scope.close();
        assertEquals(0, backend.memory().liveBuffers(), "live buffers after the scope");
        backend.close();
    }

    private Tensor x(double... values) {
        return Tensors.of(backend, Shape.of(values.length), values).track();
    }

    @Test
    void gradientOfCubeToThirdOrder() {
        Tensor x = x(2, -3);
        Tensor y = x.mul(x).mul(x).sum();
        Tensor g1 = Autograd.grad(y, List.of(x), GradOptions.differentiable()).get(x);
        Tensor g2 = Autograd.grad(g1.sum(), List.of(x), GradOptions.differentiable()).get(x);
        Tensor g3 = Autograd.grad(g2.sum(), List.of(x)).get(x);
        assertArrayEquals(new double[] {12, 27}, g1.toDoubles(), 1e-12);
        assertArrayEquals(new double[] {12, -18}, g2.toDoubles(), 1e-12);
        assertArrayEquals(new double[] {6, 6}, g3.toDoubles(), 1e-12);
    }

    @Test
    void sharedContributionsAddUp() {
        Tensor x = x(1, 2);
        Tensor y = x.add(x).add(x.mul(2)).add(x).sum();
        assertArrayEquals(new double[] {5, 5}, Autograd.grad(y, List.of(x)).get(x).toDoubles(), 0);
    }

    @Test
    void unreachedInputHasZeroGradient() {
        Tensor x = x(1, 2);
        Tensor z = x(5);
        Gradients g = Autograd.grad(x.sum(), List.of(x, z));
        assertFalse(g.reached(z));
        assertTrue(g.reached(x));
        assertArrayEquals(new double[] {0}, g.get(z).toDoubles(), 0);
    }

    @Test
    void gradientThroughAGraphGivenBackIsRefused() {
        Tensor x = x(1, 2);
        Tensor y = x.square().sum();
        Autograd.grad(y, List.of(x));
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> Autograd.grad(y, List.of(x)));
        assertTrue(e.getMessage().contains("retainGraph"), e.getMessage());
    }

    @Test
    void updateInPlaceBeforeTheGradientIsRefused() {
        Tensor x = x(1, 2);
        Tensor y = x.square().sum();
        new UpdateOp.CopyInto().apply(new Tensor[] {x}, Tensors.zerosLike(x));
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> Autograd.grad(y, List.of(x)));
        assertTrue(e.getMessage().contains("in place"), e.getMessage());
    }

    @Test
    void interiorValuesAreGivenBackDuringTheWalk() {
        Tensor x = x(1, 2, 3);
        Tensor y =
                Scope.run(
                        "deep",
                        () -> {
                            Tensor t = x;
                            for (int i = 0; i < 50; i++) {
                                t = t.add(1).mul(0.5).tanh().add(t.mul(0.1));
                            }
                            return t.sum();
                        });
        long recorded = backend.memory().liveBuffers();
        Tensor g = Autograd.grad(y, List.of(x)).get(x);
        assertTrue(recorded > 50, "the graph keeps what tanh needs: " + recorded);
        assertEquals(3, backend.memory().liveBuffers(), "x, y and the gradient " + g);
    }

    @Test
    void aResultThatWasAdoptedBringsItsGraphAlong() {
        Tensor x = x(1, 2);
        Tensor adopted = Scope.run("inner", () -> scope.adopt(x.exp().square().sum()));
        Tensor kept = Scope.run("inner", () -> x.square().mul(x).sum().keep());
        double[] e = {2 * Math.exp(2), 2 * Math.exp(4)};
        assertArrayEquals(e, Autograd.grad(adopted, List.of(x)).get(x).toDoubles(), 1e-12);
        double[] cube = {3, 12};
        assertArrayEquals(cube, Autograd.grad(kept, List.of(x)).get(x).toDoubles(), 1e-12);
        kept.close();
    }

    @Test
    void compositionsPassTheCheckToThirdOrder() {
        Rng rng = new Rng(7, 0);
        Tensor a = rng.normal(backend, Shape.of(3, 4));
        Tensor b = rng.normal(backend, Shape.of(4, 2));
        GradCheck.standard()
                .withOrder(3)
                .withTolerance(1e-6)
                .check(
                        in ->
                                List.of(
                                        in.get(0).matmul(in.get(1)).tanh().softplus(),
                                        in.get(0).square().sum(1).add(1).log().sigmoid()),
                        List.of(a, b));
    }

    @Test
    void gradientPenaltyThroughAConvolutionPassesTheCheck() {
        Rng rng = new Rng(8, 0);
        Tensor images = rng.normal(backend, Shape.of(2, 3, 5, 5));
        Tensor weight = rng.normal(backend, Shape.of(4, 3, 3, 3));
        GradCheck.standard()
                .check(
                        in -> {
                            Tensor x = in.get(0).isTracked() ? in.get(0) : in.get(0).track();
                            Tensor score = x.conv2d(in.get(1)).softplus().sum();
                            Tensor g =
                                    Autograd.grad(score, List.of(x), GradOptions.differentiable())
                                            .get(x);
                            return List.of(g.square().sum());
                        },
                        List.of(images, weight));
    }

    @Test
    void updateOfAResultThatItsDerivativeReadsIsRefused() {
        Tensor x = x(1, 2);
        Tensor read = x.exp();
        Tensor unread = x.mul(3);
        Tensor y = read.add(unread).sum();
        new UpdateOp.CopyInto().apply(new Tensor[] {unread}, Tensors.zerosLike(x));
        Autograd.grad(y, List.of(x), GradOptions.retaining());
        new UpdateOp.CopyInto().apply(new Tensor[] {read}, Tensors.zerosLike(x));
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> Autograd.grad(y, List.of(x)));
        assertTrue(e.getMessage().contains("result") && e.getMessage().contains("exp"), "" + e);
    }

    @Test
    void aCheckThatWouldCheckNothingIsRefused() {
        GradCheck check = GradCheck.standard();
        assertThrows(IllegalArgumentException.class, () -> check.withDirections(0));
        assertThrows(IllegalArgumentException.class, () -> check.withStep(0));
        assertThrows(IllegalArgumentException.class, () -> check.withTolerance(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> check.withOrder(0));
    }
}
