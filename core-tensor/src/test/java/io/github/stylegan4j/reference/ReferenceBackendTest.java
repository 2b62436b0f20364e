package io.github.stylegan4j.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.Seeds;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.UpdateOp;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kernels on cases small enough to be worked out by hand. */
class ReferenceBackendTest {
    private static final double EPS = 1e-15;

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
        backend.close();
    }

    private Tensor counted(int... dims) {
        Shape s = Shape.of(dims);
        return Tensors.range(backend, 0, 1, s.size()).reshape(s);
    }

    @Test
    void elementwiseFunctionsFollowTheirDefinitions() {
        Tensor x = Tensors.of(backend, Shape.of(3), -2.0, 0.0, 1.5);
        assertArrayEquals(new double[] {-1, 3, 6}, x.affine(2, 3).toDoubles(), EPS);
        assertArrayEquals(new double[] {-0.4, 0, 1.5}, x.leakyRelu(0.2).toDoubles(), EPS);
        assertArrayEquals(new double[] {-1, 0, 1}, x.sign().toDoubles(), EPS);
        assertArrayEquals(new double[] {-1, 0, 1}, x.clamp(-1, 1).toDoubles(), EPS);
        assertArrayEquals(
                new double[] {Math.log(1 + Math.exp(-2)), Math.log(2), Math.log(1 + Math.exp(1.5))},
                x.softplus().toDoubles(),
                EPS);
        assertArrayEquals(
                new double[] {1, 1, 0},
                x.le(x.square()).mul(x.lt(Tensors.scalar(backend, 0.5))).toDoubles(),
                EPS);
        assertEquals(1000, Tensors.scalar(backend, 1000).softplus().item(), EPS);
    }

    @Test
    void viewsAreReadThroughTheirStrides() {
        Tensor x = counted(2, 3);
        assertArrayEquals(
                new double[] {0, 3, 1, 4, 2, 5}, x.transpose(0, 1).toDoubles(), EPS, "permuted");
        assertArrayEquals(new double[] {5, 4, 3, 2, 1, 0}, x.flip(0, 1).toDoubles(), EPS);
        assertArrayEquals(new double[] {1, 2, 4, 5}, x.slice(1, 1, 3).toDoubles(), EPS);
        assertArrayEquals(new double[] {2, 5}, x.slice(1, 0, 3).select(1, 2).toDoubles(), EPS);
        assertArrayEquals(
                new double[] {0, 0, 3, 3},
                x.slice(1, 0, 1).expand(2, 2).flip(1).affine(1, 0).toDoubles(),
                EPS);
    }

    @Test
    void padAndConcatPlaceWholeBlocks() {
        Tensor x = counted(2, 2);
        assertArrayEquals(new double[] {0, 0, 1, 0, 0, 2, 3, 0}, x.pad(1, 1, 1).toDoubles(), EPS);
        assertArrayEquals(
                new double[] {0, 1, 0, 2, 3, 2},
                Tensors.concat(1, x, x.slice(1, 0, 1)).toDoubles(),
                EPS);
    }

    @Test
    void reductionsOfNothingAreNeutral() {
        Tensor empty = Tensors.zeros(backend, Shape.of(2, 0));
        assertArrayEquals(new double[] {0, 0}, empty.sum(1).toDoubles(), EPS);
        assertEquals(Double.NEGATIVE_INFINITY, empty.max().item());
        assertEquals(15, counted(2, 3).sum().item(), EPS);
        assertArrayEquals(new double[] {0, 3}, counted(2, 3).min(1).toDoubles(), EPS);
    }

    @Test
    void matrixProductBroadcastsItsLeadingAxes() {
        Tensor product = counted(2, 2, 2).matmul(counted(2, 1));
        assertEquals(Shape.of(2, 2, 1), product.shape());
        assertArrayEquals(new double[] {1, 3, 5, 7}, product.toDoubles(), EPS);
    }

    @Test
    void convolutionCorrelatesAndItsAdjointsAgree() {
        Tensor x = counted(1, 2, 3, 3);
        Tensor w = counted(2, 1, 2, 2);
        Tensor y = x.conv2d(w, 2, 1, 2);
        assertEquals(Shape.of(1, 2, 2, 2), y.shape());
        // First group, bottom right: rows 1-2, columns 1-2 of the first channel: 4 5 7 8.
        assertEquals(0 * 4 + 1 * 5 + 2 * 7 + 3 * 8, y.toDoubles()[3], EPS);
        Tensor g = counted(1, 2, 2, 2);
        double through = y.mul(g).sum().item();
        assertEquals(through, g.convTranspose2d(w, 2, 1, 2, 3, 3).mul(x).sum().item(), 1e-12);
    }

    @Test
    void convolutionsOfAnyGeometryFollowTheFormula() {
        RandomGenerator random = Seeds.random("ReferenceBackendTest");
        for (int run = 0; run < 60; run++) {
            Conv2d op =
                    new Conv2d(
                            random.nextInt(1, 4),
                            random.nextInt(0, 4),
                            random.nextInt(1, 3),
                            random.nextInt(-3, 4) / 2.0);
            int kh = random.nextInt(1, 5);
            int kw = random.nextInt(1, 5);
            Rng rng = new Rng(run, 0);
            int channels = random.nextInt(1, 4);
            Shape images =
                    Shape.of(
                            random.nextInt(1, 3),
                            channels * op.groups(),
                            random.nextInt(kh, kh + 6),
                            random.nextInt(kw, kw + 6));
            Tensor x = rng.normal(backend, images);
            int out = random.nextInt(1, 4) * op.groups();
            Tensor w = rng.normal(backend, Shape.of(out, channels, kh, kw));
            Tensor y = Tensors.apply(op, x, w);
            assertArrayEquals(formula(op, x, w, y.shape()), y.toDoubles(), 1e-12, op.toString());

            Tensor g = rng.normal(backend, y.shape());
            double product = y.mul(g).sum().item();
            Tensor dx =
                    Tensors.apply(
                            new Conv2dInputGrad(
                                    op.stride(),
                                    op.pad(),
                                    op.groups(),
                                    images.dim(2),
                                    images.dim(3),
                                    op.factor()),
                            g,
                            w);
            assertEquals(product, dx.mul(x).sum().item(), 1e-10, "adjoint in the images, " + op);
            Tensor dw =
                    Tensors.apply(
                            new Conv2dWeightGrad(
                                    op.stride(), op.pad(), op.groups(), kh, kw, op.factor()),
                            x,
                            g);
            assertEquals(product, dw.mul(w).sum().item(), 1e-10, "adjoint in the weights, " + op);
        }
    }

    /**
     * y[n, o, i, j] = factor * sum of x[n, group, i * stride - pad + ky, ...] * w[o, c, ky, kx].
     */
    private static double[] formula(Conv2d op, Tensor images, Tensor weights, Shape out) {
        Shape xs = images.shape();
        Shape ws = weights.shape();
        double[] x = images.toDoubles();
        double[] w = weights.toDoubles();
        double[] y = new double[out.size()];
        for (int e = 0; e < y.length; e++) {
            int j = e % out.dim(3);
            int i = e / out.dim(3) % out.dim(2);
            int o = e / (out.dim(3) * out.dim(2)) % out.dim(1);
            int n = e / (out.dim(3) * out.dim(2) * out.dim(1));
            for (int k = 0; k < ws.size() / ws.dim(0); k++) {
                int kx = k % ws.dim(3);
                int ky = k / ws.dim(3) % ws.dim(2);
                int c = k / (ws.dim(3) * ws.dim(2));
                int channel = o / (ws.dim(0) / op.groups()) * ws.dim(1) + c;
                int row = i * op.stride() - op.pad() + ky;
                int column = j * op.stride() - op.pad() + kx;
                boolean inside = row >= 0 && row < xs.dim(2) && column >= 0 && column < xs.dim(3);
                if (inside) {
                    int at = ((n * xs.dim(1) + channel) * xs.dim(2) + row) * xs.dim(3) + column;
                    y[e] += op.factor() * x[at] * w[o * (ws.size() / ws.dim(0)) + k];
                }
            }
        }
        return y;
    }

    @Test
    void singlePrecisionIsRoundedWhenStored() {
        Tensor x = Tensors.of(backend, DType.FLOAT32, Shape.of(1), 0.1);
        assertEquals((double) 0.1f, x.item());
        assertEquals((double) (float) (0.1f * 3.0), x.mul(3).item());
        assertEquals(DType.FLOAT64, x.cast(DType.FLOAT64).dtype());
    }

    @Test
    void randomNumbersAreTheSameInEitherElementType() {
        Tensor single = new Rng(7, 1).uniform(backend, DType.FLOAT32, Shape.of(9));
        Tensor twice = new Rng(7, 1).uniform(backend, DType.FLOAT64, Shape.of(9));
        assertArrayEquals(single.toDoubles(), twice.toDoubles());
    }

    @Test
    void updatesChangeTheTargetInPlace() {
        Tensor target = counted(4);
        Tensor upper = target.slice(0, 2, 4);
        new UpdateOp.CopyInto().apply(new Tensor[] {upper}, Tensors.ones(backend, Shape.of(2)));
        assertArrayEquals(new double[] {0, 1, 1, 1}, target.toDoubles(), EPS);
    }

    @Test
    void aClosedDeviceSaysSo() {
        ReferenceBackend closed = new ReferenceBackend();
        closed.close();
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> Tensors.zeros(closed, Shape.of(1)));
        assertTrue(e.getMessage().contains("reference was closed"), e.getMessage());
    }
}
