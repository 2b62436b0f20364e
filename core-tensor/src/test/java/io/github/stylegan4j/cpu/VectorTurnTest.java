package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.stylegan4j.io.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Squares are turned alike on every version of Java, also where they are not used. */
class VectorTurnTest {
    private static final int EDGE = 16;
    private static final float BEYOND = 7f;

    private final RandomGenerator random = Seeds.random("VectorTurnTest");

    @BeforeEach
    void needVectors() {
        assumeTrue(CpuKernelSet.VECTOR.isAvailable() && VectorKernels.LANES == EDGE);
    }

    private float[] numbers(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextFloat();
        }
        return x;
    }

    private static float[] beyond(int n) {
        float[] x = new float[n];
        Arrays.fill(x, BEYOND);
        return x;
    }

    @Test
    void rowsBecomeVectors() {
        for (int squares = 1; squares < 5; squares++) {
            int n = squares * EDGE;
            int step = n + random.nextInt(20);
            int at = random.nextInt(20);
            int to = random.nextInt(20);
            float[] x = numbers(at + (EDGE - 1) * step + n);
            float[] vectors = beyond(to + n * EDGE + 3);
            VectorTurn.gather(x, at, step, vectors, to, n);
            for (int i = 0; i < vectors.length; i++) {
                int j = i - to;
                float expected =
                        j < 0 || j >= n * EDGE ? BEYOND : x[at + j % EDGE * step + j / EDGE];
                assertEquals(expected, vectors[i], "element " + j + " of " + n + " vectors");
            }
        }
    }

    @Test
    void vectorsBecomeRows() {
        for (int squares = 1; squares < 5; squares++) {
            int n = squares * EDGE;
            int step = n + random.nextInt(20);
            int at = random.nextInt(20);
            int from = random.nextInt(20);
            float[] vectors = numbers(from + n * EDGE);
            float[] y = beyond(at + EDGE * step);
            VectorTurn.scatter(vectors.clone(), from, y, at, step, n);
            for (int i = 0; i < y.length; i++) {
                int column = (i - at) % step;
                int row = (i - at) / step;
                float expected =
                        i < at || column >= n ? BEYOND : vectors[from + column * EDGE + row];
                assertEquals(expected, y[i], "row " + row + ", column " + column + " of " + n);
            }
        }
    }
}
