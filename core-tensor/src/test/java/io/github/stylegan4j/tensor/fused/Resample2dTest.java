package io.github.stylegan4j.tensor.fused;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class Resample2dTest extends FusedTestBase {
    private static final double EPS = 1e-12;

    /** Inserts, pads, correlates and decimates one plane step by step. */
    private static double[] naive(double[] x, int h, int w, Resample2d r) {
        int up = r.up();
        int low = r.padLow();
        int rows = h * up + low + r.padBottom();
        int columns = w * up + low + r.padRight();
        double[] padded = new double[rows * columns];
        for (int i = 0; i < h; i++) {
            for (int j = 0; j < w; j++) {
                int row = i * up + low;
                int column = j * up + low;
                if (row < rows && column < columns) {
                    padded[row * columns + column] = x[i * w + j];
                }
            }
        }
        int k = r.filter().size();
        int outRows = (rows - k) / r.down() + 1;
        int outColumns = (columns - k) / r.down() + 1;
        double[] y = new double[outRows * outColumns];
        for (int o = 0; o < y.length; o++) {
            int row = o / outColumns * r.down();
            int column = o % outColumns * r.down();
            for (int t = 0; t < k * k; t++) {
                double tap = r.filter().tap(t / k, t % k);
                y[o] += tap * padded[(row + t / k) * columns + column + t % k];
            }
        }
        return y;
    }

    private Resample2d randomResampling(int h, int w) {
        int k = 1 + random.nextInt(4);
        int up = 1 + random.nextInt(3);
        int down = 1 + random.nextInt(3);
        int low = random.nextInt(k);
        int leastBottom = k - h * up - low;
        int leastRight = k - w * up - low;
        return new Resample2d(
                up,
                down,
                low,
                Math.max(leastBottom, random.nextInt(5) - 2),
                Math.max(leastRight, random.nextInt(5) - 2),
                Filter.of(k, values(k * k)));
    }

    private static double dot(double[] a, double[] b) {
        assertEquals(a.length, b.length);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @RepeatedTest(20)
    void followsItsDefinitionStepByStep() {
        int h = extent();
        int w = extent();
        int planes = 2 * extent();
        Resample2d r = randomResampling(h, w);
        double[] x = values(planes * h * w);
        Tensor y = Fused.resample(tensor(x, 2, planes / 2, h, w), r);
        double[] found = y.toDoubles();
        int size = y.dim(2) * y.dim(3);
        for (int p = 0; p < planes; p++) {
            double[] plane = Arrays.copyOfRange(x, p * h * w, (p + 1) * h * w);
            double[] part = Arrays.copyOfRange(found, p * size, (p + 1) * size);
            assertArrayEquals(naive(plane, h, w, r), part, EPS, () -> r + " on " + h + "x" + w);
        }
    }

    @RepeatedTest(20)
    void adjointIsTheTranspose() {
        Shape s = Shape.of(2, 3, extent(), extent());
        Resample2d r = randomResampling(s.dim(2), s.dim(3));
        Shape out = r.outputShape(s);
        Resample2d adjoint = r.adjoint(s);
        assertEquals(s, adjoint.outputShape(out));
        double[] x = values(s.size());
        double[] y = values(out.size());
        double left = dot(Fused.resample(tensor(x, s.dims()), r).toDoubles(), y);
        double right = dot(x, Fused.resample(tensor(y, out.dims()), adjoint).toDoubles());
        assertEquals(left, right, 1e-10 * (1 + Math.abs(left)), r::toString);
    }

    @RepeatedTest(5)
    void adjointOfTheAdjointIsTheSameMap() {
        Shape s = Shape.of(1, 1, extent(), extent());
        Resample2d r = randomResampling(s.dim(2), s.dim(3));
        Resample2d twice = r.adjoint(s).adjoint(r.outputShape(s));
        Tensor x = tensor(values(s.size()), s.dims());
        assertArrayEquals(
                Fused.resample(x, r).toDoubles(), Fused.resample(x, twice).toDoubles(), EPS);
    }

    @Test
    void blurKeepsTheSizeAndSpreadsOnePixel() {
        double[] x = new double[9];
        x[4] = 16;
        Tensor y = Fused.blur(tensor(x, 1, 1, 3, 3));
        assertArrayEquals(new double[] {1, 2, 1, 2, 4, 2, 1, 2, 1}, y.toDoubles(), 0);
        Tensor corner = Fused.blur(tensor(new double[] {16, 0, 0, 0}, 1, 1, 2, 2));
        assertArrayEquals(new double[] {4, 2, 2, 1}, corner.toDoubles(), 0);
    }

    @Test
    void blurIsItsOwnAdjoint() {
        assertEquals(Resample2d.blur(), Resample2d.blur().adjoint(Shape.of(1, 1, 5, 8)));
    }

    @Test
    void upNearestRepeatsAndDownBoxUndoesIt() {
        Tensor x = tensor(new double[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3);
        Tensor up = Fused.upsample(x);
        assertEquals(Shape.of(1, 1, 4, 6), up.shape());
        assertArrayEquals(
                new double[] {1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3},
                up.slice(2, 0, 2).toDoubles(),
                0);
        assertArrayEquals(x.toDoubles(), Fused.downsample(up).toDoubles(), 0);
        Tensor block = tensor(new double[] {1, 2, 3, 6}, 1, 1, 2, 2);
        assertEquals(3, Fused.downsample(block).item(), 0);
    }

    @Test
    void gradientOfUpNearestIsFourBoxMeans() {
        Shape s = Shape.of(1, 2, 3, 5);
        Tensor g = tensor(values(2 * 6 * 10), 1, 2, 6, 10);
        Tensor viaAdjoint = Fused.resample(g, Resample2d.upNearest().adjoint(s));
        assertArrayEquals(Fused.downsample(g).mul(4).toDoubles(), viaAdjoint.toDoubles(), EPS);
    }

    @Test
    void equalAttributesAreEqualOperations() {
        Filter f = Filter.of(2, 1, 2, 3, 4);
        assertEquals(f, Filter.of(2, 4, 3, 2, 1).flipped());
        assertEquals(f.hashCode(), Filter.of(2, 4, 3, 2, 1).flipped().hashCode());
        assertEquals(new Resample2d(2, 1, 1, 0, f), new Resample2d(2, 1, 1, 0, 0, f));
        assertNotEquals(new Resample2d(2, 1, 1, 0, f), new Resample2d(2, 1, 1, 0, f.flipped()));
        assertArrayEquals(new float[] {1, 2, 3, 4}, f.toFloats(), 0);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Filter f = Filter.outer(1, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> new Resample2d(0, 1, 0, 0, f));
        assertThrows(IllegalArgumentException.class, () -> new Resample2d(1, 1, 3, 0, f));
        assertThrows(IllegalArgumentException.class, () -> Filter.of(2, 1, 2, 3));
        Resample2d valid = new Resample2d(1, 1, 0, 0, f);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> valid.outputShape(Shape.of(1, 1, 2, 5)));
        assertTrue(e.getMessage().contains("axis 2"), e.getMessage());
    }
}
