package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.Seeds;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.AdaIn;
import io.github.stylegan4j.tensor.fused.AllFinite;
import io.github.stylegan4j.tensor.fused.BiasAct;
import io.github.stylegan4j.tensor.fused.Filter;
import io.github.stylegan4j.tensor.fused.InstanceNorm;
import io.github.stylegan4j.tensor.fused.InstanceNormGrad;
import io.github.stylegan4j.tensor.fused.LeakyReluGrad;
import io.github.stylegan4j.tensor.fused.MinibatchStd;
import io.github.stylegan4j.tensor.fused.NoiseBiasAct;
import io.github.stylegan4j.tensor.fused.PixelNorm;
import io.github.stylegan4j.tensor.fused.PlaneDot;
import io.github.stylegan4j.tensor.fused.Resample2d;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Every fused kernel against the operation's reference in double precision. */
class FusedKernelsTest {
    private static final int[] EXTENTS = {1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33, 64};
    private static final int[] FEW = {1, 2, 3, 4, 6};

    private final RandomGenerator random = Seeds.random("FusedKernelsTest");

    private int few() {
        return Engines.pick(random, FEW);
    }

    private int extent() {
        return Engines.pick(random, EXTENTS);
    }

    private float[] values(Shape s) {
        return Engines.normals(random, s.size());
    }

    /** A tensor of the given values: plain, or a view that is neither contiguous nor at 0. */
    private static Tensor tensor(Backend b, DType type, Shape s, float[] values, boolean strided) {
        Tensor t = Tensors.of(b, type, s, values);
        if (!strided || s.rank() == 0) {
            return t;
        }
        int last = s.rank() - 1;
        return Tensors.concat(last, Tensors.zerosLike(t), t).slice(last, s.dim(-1), 2 * s.dim(-1));
    }

    private void check(FusedOp op, Shape... shapes) {
        check(op, 1e-5, UnaryOperator.identity(), shapes);
    }

    private void check(
            FusedOp op, double tolerance, UnaryOperator<Tensor> secondView, Shape... shapes) {
        float[][] values = new float[shapes.length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = values(shapes[i]);
        }
        for (boolean strided : new boolean[] {false, true}) {
            String what = op + " of " + List.of(shapes) + (strided ? " strided" : "");
            List<float[]> seen = Engines.list();
            for (int threads = 1; threads <= 3; threads++) {
                try (CpuBackend cpu = new CpuBackend(threads);
                        Scope scope = Scope.open("test")) {
                    assertTrue(cpu.supports(op, DType.FLOAT32), op.name());
                    Tensor[] single = new Tensor[shapes.length];
                    Tensor[] exact = new Tensor[shapes.length];
                    for (int i = 0; i < shapes.length; i++) {
                        single[i] = tensor(cpu, DType.FLOAT32, shapes[i], values[i], strided);
                        exact[i] = tensor(cpu, DType.FLOAT64, shapes[i], values[i], strided);
                    }
                    if (shapes.length > 1) {
                        single[1] = secondView.apply(single[1]);
                        exact[1] = secondView.apply(exact[1]);
                    }
                    float[] y = Tensors.apply(op, single).toFloats();
                    Engines.assertNear(op.reference(exact).toDoubles(), y, 0, tolerance, what);
                    seen.add(y);
                }
            }
            Engines.assertIdentical(seen, what);
        }
    }

    private Shape images() {
        return Shape.of(few(), extent(), extent(), extent());
    }

    @Test
    void activations() {
        for (int i = 0; i < 12; i++) {
            double slope = new double[] {0.2, 1, 0.01, 2.5}[i % 4];
            Shape x = images();
            Shape c = Shape.of(x.dim(1));
            check(new BiasAct(slope), x, c);
            check(new BiasAct(slope), Shape.of(few(), x.dim(1)), c);
            check(new LeakyReluGrad(slope), x, x);
            Shape noise = x.with(1, 1);
            check(new NoiseBiasAct(slope), x, noise, c, c);
            check(new NoiseBiasAct(slope), x, noise.with(0, 1), c, c);
        }
    }

    @Test
    void theLeakyReluGradientChoosesExactly() {
        float[] y = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 1e38f, -1e38f, 1, -1, 2e-30f};
        float[] g = {3, 3, 3, 3, 3, 3, 3, 3, 3};
        try (CpuBackend cpu = new CpuBackend(1);
                Scope scope = Scope.open("test")) {
            Shape s = Shape.of(y.length);
            float[] dx =
                    Tensors.apply(
                                    new LeakyReluGrad(0.2),
                                    Tensors.of(cpu, s, y),
                                    Tensors.of(cpu, s, g))
                            .toFloats();
            for (int i = 0; i < y.length; i++) {
                assertEquals(y[i] >= 0 ? 3f : 3f * 0.2f, dx[i], 0f, "at " + y[i]);
            }
        }
    }

    @Test
    void norms() {
        for (int i = 0; i < 10; i++) {
            Shape x = Shape.of(few(), few(), 2 + extent(), 2 + extent());
            Shape style = Shape.of(x.dim(0), x.dim(1));
            check(new InstanceNorm(1e-8), x);
            check(new AdaIn(1e-8), x, style, style);
            check(new InstanceNormGrad(1e-8), 2e-5, UnaryOperator.identity(), x, x);
            check(new PixelNorm(1e-8), images());
            check(new PixelNorm(1e-8), Shape.of(few(), extent()));
        }
        check(new PixelNorm(1e-8), Shape.of(2, 5, 40, 41));
    }

    @Test
    void planeProducts() {
        for (int i = 0; i < 10; i++) {
            Shape x = images();
            check(new PlaneDot(), x, x);
            check(new PlaneDot(), 1e-5, t -> t.expand(x), x, x.with(1, 1));
            check(
                    new PlaneDot(),
                    1e-5,
                    t -> t.transpose(2, 3),
                    x,
                    x.with(2, x.dim(3)).with(3, x.dim(2)));
        }
    }

    @Test
    void minibatchDeviation() {
        for (int i = 0; i < 8; i++) {
            int group = few();
            int n = Engines.pick(random, group, 2 * group, 3 * group, Math.max(1, group - 1));
            check(new MinibatchStd(group), Shape.of(n, extent(), few(), few()));
        }
    }

    @Test
    void resampling() {
        for (int i = 0; i < 12; i++) {
            Shape x = images();
            Resample2d[] all = {
                Resample2d.blur(),
                Resample2d.upNearest(),
                Resample2d.blur().adjoint(x),
                new Resample2d(1, 1, 1, 1, Filter.of(3, values9())),
                new Resample2d(1 + random.nextInt(3), 1, 1, 2, Filter.of(3, values9())),
                new Resample2d(1, 1 + random.nextInt(3), 2, 1, 2, Filter.of(3, values9())),
                new Resample2d(2, 3, 2, 1, 3, Filter.outer(1, 3, 3, 1)),
                new Resample2d(1, 1, 1, 1, separable()),
            };
            for (Resample2d op : all) {
                check(op, x);
            }
            Resample2d doubling = Resample2d.upNearest();
            check(doubling.adjoint(x), doubling.outputShape(x));
            Shape even = Shape.of(few(), few(), 1 + extent(), 1 + extent());
            check(Resample2d.downBox(), even);
            Shape half = Resample2d.downBox().outputShape(even);
            check(Resample2d.downBox().adjoint(even), half);
        }
        check(Resample2d.blur(), Shape.of(1, 2, 70, 90));
        check(new Resample2d(1, 1, 1, 1, separable()), Shape.of(1, 2, 35, 128));
    }

    /** The product of a column and a row, with no two taps alike. */
    private Filter separable() {
        double[] v = values9();
        double[] taps = new double[9];
        for (int i = 0; i < 9; i++) {
            taps[i] = v[i / 3] * v[3 + i % 3];
        }
        return Filter.of(3, taps);
    }

    private double[] values9() {
        double[] v = new double[9];
        for (int i = 0; i < 9; i++) {
            v[i] = (float) random.nextGaussian();
        }
        return v;
    }

    @Test
    void badNumbersAreFoundWhereverTheyAre() {
        for (int i = 0; i < 6; i++) {
            check(new AllFinite(), images(), images());
        }
        try (CpuBackend cpu = new CpuBackend(2);
                Scope scope = Scope.open("test")) {
            int n = 70_001;
            for (float bad :
                    new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                for (int at : new int[] {0, 1023, 1024, 32768, n - 1}) {
                    float[] x = values(Shape.of(n));
                    x[at] = bad;
                    Tensor t = Tensors.of(cpu, Shape.of(n), x);
                    Tensor good = Tensors.zerosLike(t);
                    assertEquals(0, Tensors.apply(new AllFinite(), good, t).item());
                    assertEquals(1, Tensors.apply(new AllFinite(), good, good).item());
                }
            }
        }
    }
}
