package io.github.stylegan4j.tensor.fused;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The layers' fused operations against their formulas in plain loops. */
class LayerOpsTest extends FusedTestBase {
    private static final double EPS = 1e-12;
    private static final double SLOPE = 0.2;

    @RepeatedTest(5)
    void biasActAddsTheChannelsBiasThenBends() {
        int n = extent();
        int c = extent();
        int rest = extent();
        double[] x = values(n * c * rest);
        double[] b = values(c);
        double[] expected = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = leaky(x[i] + b[i / rest % c], SLOPE);
        }
        Tensor bias = tensor(b, c);
        assertArrayEquals(
                expected, Fused.biasAct(tensor(x, n, c, rest), bias, SLOPE).toDoubles(), EPS);
        assertArrayEquals(
                expected, Fused.biasAct(tensor(x, n, c, 1, rest), bias, SLOPE).toDoubles(), EPS);
    }

    @Test
    void slopeOneIsAPlainBias() {
        Tensor x = tensor(new double[] {-1, 2}, 1, 2);
        Tensor bias = tensor(new double[] {-2, -2}, 2);
        assertArrayEquals(new double[] {-3, 0}, Fused.biasAct(x, bias, 1).toDoubles(), 0);
    }

    @Test
    void slopeZeroIsRefusedSinceTheResultWouldHideTheSide() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new BiasAct(0));
        assertTrue(e.getMessage().contains("relu"), e.getMessage());
    }

    @RepeatedTest(5)
    void noiseBiasActTakesNoisePerSampleOrShared() {
        int n = extent();
        int c = extent();
        int h = extent();
        int w = extent();
        int plane = h * w;
        double[] x = values(n * c * plane);
        double[] s = values(c);
        double[] b = values(c);
        for (int noises : new int[] {1, n}) {
            double[] z = values(noises * plane);
            double[] expected = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                int ch = i / plane % c;
                int sample = noises == 1 ? 0 : i / (plane * c);
                double noise = z[sample * plane + i % plane];
                expected[i] = leaky(x[i] + noise * s[ch] + b[ch], SLOPE);
            }
            Tensor y =
                    Fused.noiseBiasAct(
                            tensor(x, n, c, h, w),
                            tensor(z, noises, 1, h, w),
                            tensor(s, c),
                            tensor(b, c),
                            SLOPE);
            assertArrayEquals(expected, y.toDoubles(), EPS);
        }
    }

    @Test
    void noiseOfAnotherSizeIsNamed() {
        Tensor c = tensor(values(2), 2);
        Tensor x = tensor(values(8), 1, 2, 2, 2);
        Tensor noise = tensor(values(2), 1, 1, 1, 2);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Fused.noiseBiasAct(x, noise, c, c, SLOPE));
        assertTrue(e.getMessage().contains("noise"), e.getMessage());
        assertTrue(e.getMessage().contains("[1, 1, 2, 2]"), e.getMessage());
    }

    @Test
    void leakyReluGradHasSlopeOneAtZero() {
        Tensor y = tensor(new double[] {-2, -0.0, 0, 3}, 4);
        Tensor g = tensor(new double[] {10, 10, 10, 10}, 4);
        assertArrayEquals(
                new double[] {2, 10, 10, 10},
                Tensors.apply(new LeakyReluGrad(SLOPE), y, g).toDoubles(),
                EPS);
    }

    @RepeatedTest(5)
    void adaInNormalisesEachPlaneThenAppliesTheStyle() {
        int n = extent();
        int c = extent();
        int h = extent();
        int w = extent();
        double[] x = values(n * c * h * w);
        double[] scale = values(n * c);
        double[] bias = values(n * c);
        double eps = 1e-3;
        double[] normalized = normalize(x, h * w, eps);
        double[] expected = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int p = i / (h * w);
            expected[i] = normalized[i] * (scale[p] + 1) + bias[p];
        }
        Tensor images = tensor(x, n, c, h, w);
        assertArrayEquals(normalized, Fused.instanceNorm(images, eps).toDoubles(), 1e-9);
        Tensor y = Fused.adaIn(images, tensor(scale, n, c), tensor(bias, n, c), eps);
        assertArrayEquals(expected, y.toDoubles(), 1e-9);
    }

    private static double[] normalize(double[] x, int plane, double eps) {
        double[] y = new double[x.length];
        for (int from = 0; from < x.length; from += plane) {
            double mean = 0;
            for (int i = 0; i < plane; i++) {
                mean += x[from + i] / plane;
            }
            double variance = 0;
            for (int i = 0; i < plane; i++) {
                variance += (x[from + i] - mean) * (x[from + i] - mean) / plane;
            }
            for (int i = 0; i < plane; i++) {
                y[from + i] = (x[from + i] - mean) / Math.sqrt(variance + eps);
            }
        }
        return y;
    }

    @RepeatedTest(5)
    void pixelNormDividesByTheRootMeanSquareOverChannels() {
        int n = extent();
        int c = extent();
        int rest = extent();
        double[] x = values(n * c * rest);
        double[] expected = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double sum = 0;
            for (int ch = 0; ch < c; ch++) {
                double v = x[(i / (c * rest) * c + ch) * rest + i % rest];
                sum += v * v;
            }
            expected[i] = x[i] / Math.sqrt(sum / c + 1e-8);
        }
        assertArrayEquals(expected, Fused.pixelNorm(tensor(x, n, c, rest), 1e-8).toDoubles(), 1e-9);
    }

    @RepeatedTest(5)
    void planeDotSumsProductsPerPlane() {
        int n = extent();
        int c = extent();
        int plane = extent();
        double[] a = values(n * c * plane);
        double[] b = values(n * plane);
        double[] expected = new double[n * c];
        for (int i = 0; i < a.length; i++) {
            expected[i / plane] += a[i] * b[i / (c * plane) * plane + i % plane];
        }
        Tensor broadcast = tensor(b, n, 1, plane, 1).expand(n, c, plane, 1);
        Tensor y = Fused.planeDot(tensor(a, n, c, plane, 1), broadcast);
        assertArrayEquals(expected, y.toDoubles(), EPS);
    }

    @Test
    void allFiniteFindsOneBadElementAnywhere() {
        Tensor good = tensor(new double[] {1, -1e300, 0}, 3);
        Tensor empty = tensor(new double[0], 0);
        assertEquals(1, Fused.allFinite(good, empty, good).item());
        for (double bad : new double[] {Double.NaN, 1 / 0.0, -1 / 0.0}) {
            Tensor other = tensor(new double[] {0, bad}, 2, 1);
            assertEquals(0, Fused.allFinite(good, other).item());
            assertEquals(0, Fused.allFinite(other, good).item());
        }
    }
}
