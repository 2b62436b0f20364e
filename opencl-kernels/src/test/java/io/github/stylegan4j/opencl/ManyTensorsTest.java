package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.tensor.fused.AdamStep;
import io.github.stylegan4j.tensor.fused.AddInto;
import io.github.stylegan4j.tensor.fused.AllFinite;
import io.github.stylegan4j.tensor.fused.LerpInto;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to many tensors at once has the bits of what is done to one after the other. */
class ManyTensorsTest {
    /**
     * None, one, around vectors and pieces, and several pieces; more than fit into two launches.
     */
    private static final int[] SIZES = {
        5, 0, 1, 7, 8, 9, 4096, 4097, 1, 20_001, 63, 64, 65, 1023, 1025, 3, 70_000, 0, 2
    };

    private static final AdamStep ADAM = new AdamStep(0.002, 0.5, 0.99, 1e-8);

    /** Tensors of all sizes with the same contents for the same stream. */
    private static Tensor[] tensors(OpenClBackend backend, int stream) {
        Tensor[] all = new Tensor[SIZES.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Rng(7, stream * 100L + i).normal(backend, Shape.of(SIZES[i]));
        }
        return all;
    }

    private static void adam(
            OpenClBackend backend, Tensor[][] state, Tensor[] g, int from, int to) {
        int n = to - from;
        List<Tensor> targets = new ArrayList<>();
        for (Tensor[] list : state) {
            targets.addAll(List.of(list).subList(from, to));
        }
        targets.add(Tensors.full(backend, Shape.of(2), 0.25));
        Tensor[] inputs = new Tensor[n + 1];
        System.arraycopy(g, from, inputs, 0, n);
        inputs[n] = Tensors.ones(backend, Shape.scalar());
        ADAM.apply(targets.toArray(new Tensor[0]), inputs);
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void adamIsThatOfOneByOne(Variant variant) {
        try (OpenClBackend backend = TestDevice.open(variant);
                Scope scope = Scope.open("test")) {
            Tensor[][] together = new Tensor[3][];
            Tensor[][] alone = new Tensor[3][];
            for (int k = 0; k < 3; k++) {
                together[k] = squares(tensors(backend, k), k == 2);
                alone[k] = squares(tensors(backend, k), k == 2);
            }
            Tensor[] gradients = tensors(backend, 3);
            adam(backend, together, gradients, 0, SIZES.length);
            for (int i = 0; i < SIZES.length; i++) {
                adam(backend, alone, gradients, i, i + 1);
            }
            for (int k = 0; k < 3; k++) {
                expectEqual(alone[k], together[k]);
            }
        }
    }

    /** Second moments are not negative. */
    private static Tensor[] squares(Tensor[] x, boolean wanted) {
        for (int i = 0; i < x.length && wanted; i++) {
            x[i] = x[i].square();
        }
        return x;
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void averagesAndSumsAreThoseOfOneByOne(Variant variant) {
        for (UpdateOp op : List.of(new LerpInto(0.3), new AddInto())) {
            try (OpenClBackend backend = TestDevice.open(variant);
                    Scope scope = Scope.open("test")) {
                Tensor[] together = tensors(backend, 0);
                Tensor[] alone = tensors(backend, 0);
                Tensor[] inputs = tensors(backend, 1);
                op.apply(together, inputs);
                for (int i = 0; i < SIZES.length; i++) {
                    op.apply(new Tensor[] {alone[i]}, inputs[i]);
                }
                expectEqual(alone, together);
            }
        }
    }

    private static void expectEqual(Tensor[] expected, Tensor[] found) {
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i].toFloats(), found[i].toFloats(), "tensor " + i);
        }
    }

    /** One element of one tensor decides, wherever it stands. */
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aNumberThatIsNotFiniteIsFoundAnywhere(float bad) {
        for (Variant variant : Variant.values()) {
            try (OpenClBackend backend = TestDevice.open(variant);
                    Scope scope = Scope.open("test")) {
                Tensor[] x = tensors(backend, 0);
                assertEquals(1, Tensors.apply(new AllFinite(), x).item());
                for (int i = 0; i < x.length; i++) {
                    for (int at : new int[] {0, SIZES[i] / 2, SIZES[i] - 1}) {
                        if (at < 0 || at >= SIZES[i]) {
                            continue;
                        }
                        float[] values = x[i].toFloats();
                        values[at] = bad;
                        Tensor[] one = x.clone();
                        one[i] = Tensors.of(backend, Shape.of(SIZES[i]), values);
                        assertEquals(0, Tensors.apply(new AllFinite(), one).item(), i + ", " + at);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void eightTensorsTakeOneLaunch(Variant variant) {
        try (OpenClBackend backend = TestDevice.open(variant);
                Scope scope = Scope.open("test")) {
            Tensor[] targets = tensors(backend, 0);
            Tensor[] inputs = tensors(backend, 1);
            long before = backend.counters().launches();
            new LerpInto(0.5).apply(targets, inputs);
            long launches = backend.counters().launches() - before;
            assertEquals((SIZES.length - 2 + 7) / 8, launches, "two of the tensors are empty");
            before = backend.counters().launches();
            Tensors.apply(new AllFinite(), inputs);
            assertTrue(backend.counters().launches() - before <= launches + 2);
        }
    }
}
