package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Layouts that the kernels treat differently, against the reference device. */
class CpuBackendTest {
    private static double[] on(String device, Function<Backend, Tensor> f) {
        try (Backend b = Backends.open(device);
                Scope scope = Scope.open("test")) {
            return f.apply(b).toDoubles();
        }
    }

    private static void agree(Function<Backend, Tensor> f) {
        double[] expected = on("reference", f);
        double[] actual = on("cpu", f);
        assertArrayEquals(expected, actual, 2e-4);
    }

    private static Tensor normal(Backend b, long stream, int... dims) {
        return new Rng(11, stream).normal(b, DType.FLOAT32, Shape.of(dims));
    }

    @Test
    void broadcastOverEveryAxis() {
        for (int[] d : new int[][] {{5, 7, 9, 11}, {1, 3, 64, 64}, {16, 1, 4, 4}, {2, 2, 1, 1}}) {
            for (int mask = 0; mask < 16; mask++) {
                int[] e = d.clone();
                for (int i = 0; i < 4; i++) {
                    if ((mask >> i & 1) == 1) {
                        e[i] = 1;
                    }
                }
                agree(b -> normal(b, 1, d).add(normal(b, 2, e)));
                agree(b -> normal(b, 2, e).sub(normal(b, 1, d)));
                agree(b -> normal(b, 1, d).maximum(normal(b, 2, e)).mul(normal(b, 3, e)));
            }
        }
    }

    @Test
    void reductionsOverEverySetOfAxes() {
        for (int[] d : new int[][] {{5, 7, 9, 11}, {16, 3, 64, 64}, {3, 200, 4, 4}}) {
            for (int mask = 0; mask < 16; mask++) {
                int chosen = mask;
                int[] axes = IntStream.range(0, 4).filter(a -> (chosen >> a & 1) == 1).toArray();
                agree(b -> normal(b, 1, d).mul(0.1).sum(axes));
                agree(b -> normal(b, 1, d).max(axes));
                agree(b -> normal(b, 1, d).permute(3, 1, 0, 2).mul(0.1).sum(axes));
                agree(b -> normal(b, 1, d).permute(2, 3, 1, 0).min(axes));
                agree(b -> normal(b, 1, d).slice(3, 1, 4).flip(1).mul(0.1).sum(axes));
            }
        }
    }

    @Test
    void sumDoesNotDependOnTheNumberOfThreads() {
        float[][] results = new float[4][];
        for (int threads = 1; threads < 4; threads++) {
            try (Backend b = new CpuBackend(threads);
                    Scope scope = Scope.open("test")) {
                results[threads] = normal(b, 1, 3, 100_003).sum(1).toFloats();
            }
        }
        assertArrayEquals(results[1], results[2], 0);
        assertArrayEquals(results[1], results[3], 0);
    }

    @Test
    void copiesOfStridedViews() {
        agree(b -> normal(b, 1, 6, 5, 4, 3).permute(3, 0, 2, 1).copy());
        agree(b -> normal(b, 1, 6, 5, 4, 3).slice(1, 1, 5, 2).flip(0, 3).copy());
        agree(b -> normal(b, 1, 6, 5).pad(1, 2, 3).pad(0, 1, 0));
        agree(b -> normal(b, 1, 6, 5).unsqueeze(1).expand(6, 9, 5).copy());
        agree(b -> normal(b, 1, 6, 5).tile(1, 3));
    }

    @Test
    void productsOfViews() {
        agree(b -> normal(b, 1, 33, 65).matmul(normal(b, 2, 65, 17)));
        agree(
                b ->
                        normal(b, 1, 65, 33)
                                .transpose(0, 1)
                                .matmul(normal(b, 2, 17, 65).transpose(0, 1)));
        agree(b -> normal(b, 1, 3, 1, 9, 8).matmul(normal(b, 2, 4, 8, 5)));
        agree(b -> normal(b, 1, 4, 6, 9, 9).permute(0, 1, 3, 2).conv2d(normal(b, 2, 7, 6, 3, 3)));
    }

    @Test
    void normalsAgreeWithTheReference() {
        assertArrayEquals(
                on("reference", b -> normal(b, 5, 1001)),
                on("cpu", b -> normal(b, 5, 1001)),
                0,
                "normals are rounded from the same doubles");
        assertEquals(1001, on("cpu", b -> new Rng(1, 2).uniform(b, Shape.of(1001))).length);
    }

    @Test
    void infiniteNumbersPassReluAsTheyShould() {
        double inf = Double.POSITIVE_INFINITY;
        double[] x = {-inf, -1, 0, 2, inf};
        for (String device : new String[] {"cpu", "reference"}) {
            double[] y = on(device, b -> Tensors.of(b, Shape.of(5), x).relu());
            assertArrayEquals(new double[] {0, 0, 0, 2, inf}, y, device);
        }
    }
}
