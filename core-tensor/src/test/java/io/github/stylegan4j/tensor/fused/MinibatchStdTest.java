package io.github.stylegan4j.tensor.fused;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Tensor;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MinibatchStdTest extends FusedTestBase {
    /** The definition: collects the samples n with n mod M = m, one group after the other. */
    private static double[] deviations(double[] x, int n, int features, int groupSize) {
        int samples = Math.min(groupSize, n);
        int groups = n / samples;
        double[] result = new double[groups];
        for (int m = 0; m < groups; m++) {
            for (int f = 0; f < features; f++) {
                double mean = 0;
                for (int i = m; i < n; i += groups) {
                    mean += x[i * features + f] / samples;
                }
                double variance = 0;
                for (int i = m; i < n; i += groups) {
                    double d = x[i * features + f] - mean;
                    variance += d * d / samples;
                }
                result[m] += Math.sqrt(variance + 1e-8) / features;
            }
        }
        return result;
    }

    @RepeatedTest(6)
    void appendsTheMeanDeviationOfEachSamplesGroup() {
        int groupSize = 1 + random.nextInt(5);
        int n = random.nextBoolean() ? groupSize * extent() : 1 + random.nextInt(groupSize);
        int c = extent();
        int h = extent();
        int w = extent();
        double[] x = values(n * c * h * w);
        double[] groups = deviations(x, n, c * h * w, groupSize);
        Tensor y = Fused.minibatchStd(tensor(x, n, c, h, w), groupSize);
        assertEquals(Shape.of(n, c + 1, h, w), y.shape());
        assertArrayEquals(x, y.slice(1, 0, c).toDoubles(), 0, "the input's channels");
        double[] added = y.slice(1, c, c + 1).toDoubles();
        for (int i = 0; i < added.length; i++) {
            assertEquals(groups[i / (h * w) % groups.length], added[i], 1e-12);
        }
    }

    @Test
    void sampleIsInTheGroupOfItsNumberModuloTheGroups() {
        double[] x = {1, 100, 1, 300};
        Tensor y = Fused.minibatchStd(tensor(x, 4, 1, 1, 1), 2);
        double[] expected = {1, 1e-4, 100, 100, 1, 1e-4, 300, 100};
        assertArrayEquals(expected, y.toDoubles(), 1e-9);
    }

    @Test
    void minibatchThatDoesNotSplitIsRefused() {
        Tensor x = tensor(values(6), 6, 1, 1, 1);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Fused.minibatchStd(x, 4));
        assertTrue(e.getMessage().contains("minibatch of 6"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new MinibatchStd(0));
    }
}
