package io.github.stylegan4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.Seeds;
import io.github.stylegan4j.reference.ReferenceBackend;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MovementTest {
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

    /** A tensor beside a plain array that every movement rearranges by its definition. */
    private record Twin(Tensor tensor, Shape shape, double[] values) {
        /** The definition: element {@code i} of the result is element {@code source(i)}. */
        Twin move(Tensor moved, Shape to, UnaryOperator<int[]> source) {
            double[] out = new double[to.size()];
            int[] strides = shape.strides();
            for (int flat = 0; flat < out.length; flat++) {
                int[] index = new int[to.rank()];
                int rest = flat;
                for (int axis = to.rank() - 1; axis >= 0; axis--) {
                    index[axis] = rest % to.dim(axis);
                    rest /= to.dim(axis);
                }
                int[] from = source.apply(index);
                int at = 0;
                for (int axis = 0; axis < from.length; axis++) {
                    at += from[axis] * strides[axis];
                }
                out[flat] = values[at];
            }
            return new Twin(moved, to, out);
        }

        void check() {
            assertEquals(shape, tensor.shape());
            assertArrayEquals(values, tensor.toDoubles());
        }
    }

    private Twin random(RandomGenerator random, int rank) {
        int[] dims = random.ints(rank, 1, 6).toArray();
        Shape shape = Shape.of(dims);
        Tensor t = Tensors.range(backend, 0, 1, shape.size()).reshape(shape);
        return new Twin(t, shape, t.toDoubles());
    }

    private static int[] with(int[] index, int axis, int value) {
        int[] copy = index.clone();
        copy[axis] = value;
        return copy;
    }

    private static Twin permuted(Twin x, RandomGenerator random) {
        int rank = x.shape().rank();
        int[] axes = IntStream.range(0, rank).toArray();
        for (int i = rank - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int t = axes[i];
            axes[i] = axes[j];
            axes[j] = t;
        }
        int[] dims = Arrays.stream(axes).map(x.shape()::dim).toArray();
        return x.move(
                x.tensor().permute(axes),
                Shape.of(dims),
                index -> {
                    int[] from = new int[rank];
                    for (int i = 0; i < rank; i++) {
                        from[axes[i]] = index[i];
                    }
                    return from;
                });
    }

    private static Twin sliced(Twin x, RandomGenerator random) {
        int axis = random.nextInt(x.shape().rank());
        int n = x.shape().dim(axis);
        int from = random.nextInt(n);
        int to = random.nextInt(from + 1, n + 1);
        int step = random.nextInt(1, 4);
        return x.move(
                x.tensor().slice(axis, from, to, step),
                x.shape().with(axis, (to - from + step - 1) / step),
                index -> with(index, axis, from + index[axis] * step));
    }

    private static Twin flipped(Twin x, RandomGenerator random) {
        int axis = random.nextInt(x.shape().rank());
        return x.move(
                x.tensor().flip(axis - x.shape().rank()),
                x.shape(),
                index -> with(index, axis, x.shape().dim(axis) - 1 - index[axis]));
    }

    private static Twin repeated(Twin x, RandomGenerator random) {
        int n = random.nextInt(1, 4);
        int[] dims = new int[x.shape().rank() + 1];
        dims[0] = n;
        System.arraycopy(x.shape().dims(), 0, dims, 1, dims.length - 1);
        Twin leading =
                x.move(
                        x.tensor().expand(dims),
                        Shape.of(dims),
                        index -> Arrays.copyOfRange(index, 1, index.length));
        Tensor back = leading.tensor().select(0, n - 1);
        return new Twin(back, x.shape(), x.values());
    }

    private static Twin flattened(Twin x) {
        return new Twin(x.tensor().reshape(-1), Shape.of(x.shape().size()), x.values());
    }

    @Test
    void chainsOfMovementsFollowTheirDefinitions() {
        RandomGenerator random = Seeds.random("MovementTest");
        for (int run = 0; run < 200; run++) {
            Twin x = random(random, random.nextInt(1, 5));
            for (int i = 0; i < 6; i++) {
                x =
                        switch (random.nextInt(4)) {
                            case 0 -> permuted(x, random);
                            case 1 -> sliced(x, random);
                            case 2 -> flipped(x, random);
                            default -> repeated(x, random);
                        };
                x.check();
            }
            flattened(x).check();
        }
    }

    @Test
    void movementSharesMemoryAndCopyingDoesNot() {
        Tensor x = Tensors.ones(backend, Shape.of(2, 3));
        Tensor view = x.transpose(0, 1).flip(0).slice(0, 1, 2).expand(5, 1, 2);
        assertEquals(1, backend.memory().liveBuffers());
        assertSame(x, x.contiguous());
        view.contiguous();
        assertEquals(2, backend.memory().liveBuffers());
        x.transpose(0, 1).reshape(6);
        assertEquals(3, backend.memory().liveBuffers());
    }

    @Test
    void axesOfExtentOneComeAndGo() {
        Tensor x = Tensors.range(backend, 0, 1, 6).reshape(2, 3);
        assertEquals(Shape.of(2, 3, 1), x.unsqueeze(-1).shape());
        assertEquals(Shape.of(1, 2, 3), x.unsqueeze(0).shape());
        assertEquals(Shape.of(2, 1, 3), x.unsqueeze(-2).shape());
        assertEquals(Shape.of(2, 3), x.unsqueeze(1).squeeze(1).shape());
        assertThrows(IllegalArgumentException.class, () -> x.squeeze(0));
        assertThrows(IllegalArgumentException.class, () -> x.unsqueeze(3));
        assertArrayEquals(new double[] {1, 4}, x.select(1, 1).toDoubles());
    }

    @Test
    void stackingTilingAndConcatenatingAgree() {
        Tensor a = Tensors.range(backend, 0, 1, 2);
        Tensor b = a.add(10);
        assertArrayEquals(new double[] {0, 1, 10, 11}, Tensors.stack(0, a, b).toDoubles());
        assertArrayEquals(new double[] {0, 10, 1, 11}, Tensors.stack(-1, a, b).toDoubles());
        assertArrayEquals(new double[] {0, 1, 0, 1, 0, 1}, a.tile(0, 3).toDoubles());
        assertSame(a, Tensors.concat(0, a));
        assertThrows(IllegalArgumentException.class, () -> Tensors.concat(0));
        assertThrows(IllegalArgumentException.class, () -> Tensors.concat(0, a, a.reshape(2, 1)));
    }

    @Test
    void emptyTensorsMoveToo() {
        Tensor x = Tensors.zeros(backend, Shape.of(2, 0, 3));
        assertEquals(Shape.of(3, 0, 2), x.permute(2, 1, 0).copy().shape());
        assertEquals(Shape.of(0), x.reshape(-1).shape());
        assertEquals(Shape.of(2, 0, 3), x.flip(0, 1).contiguous().shape());
        assertArrayEquals(new double[12], x.pad(1, 1, 1).toDoubles());
        assertEquals(0, x.slice(2, 3, 3).toDoubles().length);
    }

    @Test
    void aStepBeyondTheEndTakesTheFirstElement() {
        Tensor x = Tensors.range(backend, 0, 1, 6);
        assertArrayEquals(new double[] {2}, x.slice(0, 2, 6, 4).toDoubles());
        assertArrayEquals(new double[] {2}, x.slice(0, 2, 6, Integer.MAX_VALUE).toDoubles());
        assertEquals(0, x.slice(0, 2, 2, Integer.MAX_VALUE).size());
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheNumbers() {
        Tensor x = Tensors.zeros(backend, Shape.of(2, 3));
        refused(() -> x.reshape(4), "[2, 3]", "[4]", "6");
        refused(() -> x.reshape(-1, 4), "-1", "[2, 3]");
        refused(() -> x.slice(1, 1, 4), "1:4:1", "axis 1", "[2, 3]");
        refused(() -> x.permute(0, 0), "[0, 0]");
        refused(() -> x.expand(2, 4), "[2, 3]", "[2, 4]");
        refused(() -> x.pad(0, -1, 0), "negative");
        refused(() -> x.sum(0, -2), "twice");
        refused(() -> x.tile(0, 0), "tile", "0");
        refused(() -> Tensors.stack(-1), "stack", "at least one");
    }

    private static void refused(Runnable body, String... parts) {
        String message = assertThrows(IllegalArgumentException.class, body::run).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message + " should mention " + part);
        }
    }
}
