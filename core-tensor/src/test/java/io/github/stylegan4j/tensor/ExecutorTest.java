package io.github.stylegan4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.reference.ReferenceBackend;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.fused.AdaIn;
import io.github.stylegan4j.tensor.fused.AdamStep;
import io.github.stylegan4j.tensor.fused.AddInto;
import io.github.stylegan4j.tensor.fused.LerpInto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutorTest {
    private final ReferenceBackend backend = new ReferenceBackend();
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open("test");
    }

    @AfterEach
    void close() {
        scope.close();
        assertEquals(0, backend.memory().liveBuffers());
    }

    private Tensor ones(int... dims) {
        return Tensors.ones(backend, Shape.of(dims));
    }

    private static String refused(Runnable body) {
        return assertThrows(IllegalArgumentException.class, body::run).getMessage();
    }

    @Test
    void tensorsOfTwoDevicesOrTypesDoNotMix() {
        ReferenceBackend other = new ReferenceBackend();
        Tensor elsewhere = Tensors.ones(other, Shape.of(2));
        Tensor single = Tensors.full(backend, DType.FLOAT32, Shape.of(2), 1);
        assertTrue(refused(() -> ones(2).add(elsewhere)).contains("another reference"));
        assertTrue(refused(() -> ones(2).add(single)).contains("cast"));
        Tensor[] target = {ones(2)};
        refused(() -> new UpdateOp.CopyInto().apply(target, elsewhere));
        refused(() -> new UpdateOp.CopyInto().apply(target, single));
        refused(() -> new UpdateOp.CopyInto().apply(target, ones(3)));
    }

    @Test
    void anOperationOnNothingIsRefused() {
        assertTrue(refused(() -> Tensors.apply(new Concat(0))).contains("at least one"));
    }

    @Test
    void aWrongNumberOfInputsIsRefused() {
        Tensor a = ones(2, 2);
        String two = refused(() -> Tensors.apply(new MatMul(), a));
        assertEquals("MatMul has 2 inputs, got 1", two);
        String one = refused(() -> Tensors.apply(new Copy(), a, a));
        assertEquals("Copy has 1 input, got 2", one);
        assertTrue(refused(() -> Tensors.apply(new Where(), a, a)).contains("3 inputs, got 2"));
        assertTrue(refused(() -> Tensors.apply(new Binary(BinaryKind.ADD), a)).contains("got 1"));
        assertTrue(refused(() -> Tensors.apply(new Conv2d(1, 0, 1), a)).contains("got 1"));
        SourceOp none = new SourceOp.Fill(Shape.of(2), DType.FLOAT64, 1);
        assertTrue(refused(() -> Tensors.apply(none, a)).contains("make it with Tensors"));
        assertTrue(refused(() -> Tensors.apply(new AdaIn(1e-8), a)).contains("3 inputs, got 1"));
    }

    @Test
    void wrongNumbersOfValuesAreRefused() {
        assertTrue(
                refused(() -> Tensors.of(backend, Shape.of(2, 2), 1, 2, 3)).contains("3 values"));
        assertThrows(IllegalStateException.class, () -> ones(2).item());
    }

    @Test
    void aFailedKernelLeaksNothing() {
        Tensor a = ones(2, 2);
        Tensor closed = ones(2, 2);
        closed.close();
        long live = backend.memory().liveBuffers();
        assertThrows(IllegalStateException.class, () -> a.add(closed));
        refused(() -> a.matmul(ones(3, 1)));
        assertEquals(live + 1, backend.memory().liveBuffers(), "only the matrix given to matmul");
    }

    @Test
    void anUpdateWithoutAKernelRunsAsItsReference() {
        Tensor target = ones(2);
        Tensor view = target.slice(0, 0, 2);
        long live = backend.memory().liveBuffers();
        new LerpInto(0.25).apply(new Tensor[] {target}, Tensors.full(backend, Shape.of(2), 5));
        assertArrayEquals(new double[] {2, 2}, view.toDoubles(), "views see the new values");
        assertEquals(live + 1, backend.memory().liveBuffers(), "only the input given to it");
    }

    @Test
    void stridedTargetsAreRefused() {
        Tensor[] target = {ones(2, 3).transpose(0, 1)};
        String message = refused(() -> new UpdateOp.CopyInto().apply(target, ones(3, 2)));
        assertTrue(message.contains("strided view"), message);
    }

    @Test
    void detachedTensorsShareTheValueButNotTheHistory() {
        Tensor x = ones(2).track();
        Tensor y = x.mul(2);
        Tensor d = y.detach();
        assertTrue(y.isTracked());
        assertFalse(d.isTracked());
        y.close();
        assertArrayEquals(new double[] {2, 2}, d.toDoubles());
    }

    @Test
    void anUpdateFromViewsOfItsTargetsReadsTheOldValues() {
        updateFromViews(backend);
        try (Backend cpu = Backends.open("cpu");
                Scope inner = Scope.open("cpu")) {
            updateFromViews(cpu);
        }
    }

    private static void updateFromViews(Backend device) {
        Tensor a = Tensors.of(device, Shape.of(4), 1, 2, 3, 4);
        Tensor b = Tensors.of(device, Shape.of(4), 5, 6, 7, 8);
        new UpdateOp.CopyInto().apply(new Tensor[] {a}, a.flip(0));
        assertArrayEquals(new double[] {4, 3, 2, 1}, a.toDoubles());
        new UpdateOp.CopyInto().apply(new Tensor[] {a.slice(0, 1, 4)}, a.slice(0, 0, 3));
        assertArrayEquals(new double[] {4, 4, 3, 2}, a.toDoubles(), "shifted");
        new LerpInto(1).apply(new Tensor[] {a, b}, b, a);
        assertArrayEquals(new double[] {5, 6, 7, 8}, a.toDoubles(), "exchanged");
        assertArrayEquals(new double[] {4, 4, 3, 2}, b.toDoubles(), "exchanged");
        new AddInto().apply(new Tensor[] {a}, a);
        assertArrayEquals(new double[] {10, 12, 14, 16}, a.toDoubles());
    }

    @Test
    void updatesOfMixedElementTypesAreRefused() {
        Tensor single = Tensors.full(backend, DType.FLOAT32, Shape.of(2), 1);
        Tensor[] targets = {ones(2), single};
        refused(() -> new AddInto().apply(targets, ones(2), single));
        refused(() -> new LerpInto(0.5).apply(targets, ones(2), single));
        AdamStep adam = new AdamStep(1e-3, 0, 0.99, 1e-8);
        Tensor[] state = {ones(2), ones(2), ones(2), ones(2)};
        Tensor finite = Tensors.full(backend, DType.FLOAT32, Shape.scalar(), 1);
        assertTrue(refused(() -> adam.apply(state, single, finite)).contains("cast"));
    }
}
