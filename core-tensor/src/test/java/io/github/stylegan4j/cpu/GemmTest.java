package io.github.stylegan4j.cpu;

import io.github.stylegan4j.io.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GemmTest {
    private static final float FACTOR = -0.7f;

    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 16, 17, 31, 33, 64, 95, 97, 127, 193};

    /** Matrices of one batch, at random steps and offsets, optionally transposed in memory. */
    private static Gemm.Matrices matrices(
            RandomGenerator random, int count, int rows, int columns) {
        boolean transposed = random.nextBoolean();
        int gap = random.nextInt(3);
        int inner = (transposed ? rows : columns) + gap;
        int size = (transposed ? columns : rows) * inner;
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = 5 + i * size;
        }
        float[] data = Engines.normals(random, 5 + count * size);
        return new Gemm.Matrices(data, offsets, transposed ? 1 : inner, transposed ? inner : 1);
    }

    private static int at(Gemm.Matrices m, int i, int row, int column) {
        return m.offsets()[i] + row * m.row() + column * m.column();
    }

    private static void check(RandomGenerator random, int count, int m, int n, int k) {
        Gemm.Matrices a = matrices(random, count, m, k);
        Gemm.Matrices b = matrices(random, count, k, n);
        Gemm.Matrices c = matrices(random, count, m, n);
        String what = count + " x [" + m + ", " + k + "] x [" + k + ", " + n + "]";
        double[] expected = new double[count * m * n];
        for (int i = 0, at = 0; i < count; i++) {
            for (int row = 0; row < m; row++) {
                for (int column = 0; column < n; column++) {
                    double sum = 0;
                    for (int j = 0; j < k; j++) {
                        sum += (double) a.data()[at(a, i, row, j)] * b.data()[at(b, i, j, column)];
                    }
                    expected[at++] = FACTOR * sum;
                }
            }
        }
        List<float[]> results = Engines.list();
        Engines.onEach(
                engine -> {
                    Gemm.Matrices out =
                            new Gemm.Matrices(c.data().clone(), c.offsets(), c.row(), c.column());
                    new Gemm(engine).run(m, n, k, FACTOR, a, b, out);
                    results.add(out.data());
                    float[] dense = new float[expected.length];
                    for (int i = 0, to = 0; i < count; i++) {
                        for (int row = 0; row < m; row++) {
                            for (int column = 0; column < n; column++) {
                                dense[to++] = out.data()[at(out, i, row, column)];
                            }
                        }
                    }
                    Engines.assertNear(expected, dense, 0, 2e-6 * (2 + Math.sqrt(k)), what);
                });
        Engines.assertIdentical(results, what);
    }

    @Test
    void randomShapesAgreeWithTheDefinition() {
        RandomGenerator random = Seeds.random("GemmTest");
        for (int i = 0; i < 120; i++) {
            check(
                    random,
                    1 + random.nextInt(3),
                    Engines.pick(random, SIZES),
                    Engines.pick(random, SIZES),
                    Engines.pick(random, SIZES));
        }
    }

    @Test
    void manyPanelsBlocksAndSlices() {
        RandomGenerator random = Seeds.random("GemmTest.large");
        check(random, 1, 37, 1301, 211);
        check(random, 1, 533, 97, 131);
        check(random, 1, 9, 40, 20011);
        check(random, 2, 3, 33, 5003);
        check(random, 1, 1, 1, 12345);
    }
}
