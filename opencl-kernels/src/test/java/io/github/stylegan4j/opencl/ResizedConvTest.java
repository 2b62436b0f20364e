package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.BufferPool;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.Philox;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.DownConv;
import io.github.stylegan4j.tensor.fused.ResizedConvWeightGrad;
import io.github.stylegan4j.tensor.fused.UpConv;
import io.github.stylegan4j.tuning.ConvMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Convolutions that halve or double the size, filtered and in turn, on images of any size. */
class ResizedConvTest {
    private static final int LARGEST_POISON = 1 << 22;

    /** Channels of images or results from which convolutions are filtered. */
    private static final int FEW = 8;

    /** Bound of errors below that number of channels, relative to the largest result. */
    private static final double OF_FEW = 1e-5;

    /** Small images [n, in, height, width] and result channels. */
    private record Case(int n, int in, int height, int width, int out) {
        Shape small(int channels) {
            return Shape.of(n, channels, height, width);
        }

        Shape large(int channels) {
            return Shape.of(n, channels, 2 * height, 2 * width);
        }

        Shape w() {
            return Shape.of(out, in, 3, 3);
        }

        boolean isOfFew() {
            return Math.min(in, out) < FEW;
        }
    }

    /** Few tiles, some and many, of which those of one vector lie in one row or several. */
    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        all.add(new Case(1, 1, 1, 1, 1));
        all.add(new Case(2, 3, 1, 9, 2));
        all.add(new Case(3, 5, 31, 1, 4));
        all.add(new Case(16, 24, 4, 4, 17));
        all.add(new Case(17, 12, 8, 8, 9));
        all.add(new Case(9, 20, 8, 16, 30));
        all.add(new Case(1, 300, 18, 16, 260));
        all.add(new Case(1, 9, 33, 31, 8));
        all.add(new Case(1, 8, 64, 64, 7));
        all.add(new Case(2, 8, 65, 130, 9));
        all.add(new Case(1, 257, 5, 5, 100));
        all.add(new Case(3, 190, 7, 13, 171));
        all.add(new Case(0, 8, 32, 32, 8));
        long seed = Long.getLong("tests.seed", System.nanoTime());
        LoggerFactory.getLogger(ResizedConvTest.class).info("-Dtests.seed={}", seed);
        Random random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            int[] r = IntStream.range(0, 4).map(k -> 1 + random.nextInt(40)).toArray();
            all.add(new Case(1 + random.nextInt(5), r[0], r[1], r[2], r[3]));
        }
        return all;
    }

    private static OpenClBackend open(ConvMode mode) {
        return OpenClBackend.open(
                "opencl:test",
                TestDevice.find(),
                Variant.COARSE,
                BackendOptions.defaults().withConv(mode));
    }

    /**
     * Where they are filtered they are more exact than the direct sum, which is what few channels
     * are left to unless the mode says otherwise.
     */
    @ParameterizedTest
    @CsvSource({"WINOGRAD4, 4e-6", "WINOGRAD2, 4e-6", "DIRECT, 1e-5", "AUTO, 4e-6"})
    void errorsAreBounded(ConvMode mode, double ofMany) {
        try (Backend oracle = Backends.open("reference");
                Backend device = open(mode)) {
            poison(device);
            for (Case c : cases()) {
                double bound = c.isOfFew() ? OF_FEW : ofMany;
                compare(bound, oracle, device, new DownConv(0.25), c.large(c.in()), c.w());
                compare(bound, oracle, device, new UpConv(-1.5), c.small(c.in()), c.w());
                Op byWeights = new ResizedConvWeightGrad(0.75, 3);
                compare(bound, oracle, device, byWeights, c.large(c.in()), c.small(c.out()));
            }
        }
    }

    /** Leaves buffers full of NaN in the pool, which kernels then get as scratch memory. */
    private static void poison(Backend device) {
        try (Scope scope = Scope.open("poison")) {
            for (int n = 1; n < LARGEST_POISON; n = BufferPool.sizeClass(n) + 1) {
                Tensors.full(device, Shape.of(n), Double.NaN);
            }
        }
    }

    private static void compare(
            double bound, Backend oracle, Backend device, Op op, Shape x, Shape y) {
        double[] expected = run(oracle, op, t -> t, x, y);
        double[] found = run(device, op, t -> t, x, y);
        String what = op + " of " + x + " and " + y;
        assertArrayEquals(found, run(device, op, ResizedConvTest::strided, x, y), what);
        assertArrayEquals(found, run(device, op, ResizedConvTest::backwards, x, y), what);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(expected[i] - found[i]);
            int at = i;
            assertTrue(
                    error <= bound * largest,
                    () -> what + ", element " + at + ": error " + error / largest);
        }
    }

    private static Tensor strided(Tensor t) {
        return t.permute(3, 1, 0, 2).contiguous().permute(2, 1, 3, 0);
    }

    /** The same elements seen as gradients see weights: turned around, channels exchanged. */
    private static Tensor backwards(Tensor t) {
        return t.flip(2, 3).transpose(0, 1).contiguous().flip(2, 3).transpose(0, 1);
    }

    private static double[] run(
            Backend backend, Op op, UnaryOperator<Tensor> layout, Shape... shapes) {
        try (Scope scope = Scope.open("case")) {
            Tensor[] x = new Tensor[shapes.length];
            for (int i = 0; i < x.length; i++) {
                float[] values = new float[shapes[i].size()];
                Philox.uniform(7, i, 0, values, 0, values.length);
                x[i] = layout.apply(Tensors.of(backend, shapes[i], values).affine(2, -1));
            }
            return Tensors.apply(op, x).toDoubles();
        }
    }

    /** However many tiles there are, and hence however the work is shared out. */
    @ParameterizedTest
    @CsvSource({"24, 12, 5, 20", "300, 8, 40, 20", "130, 16, 70, 20", "512, 4, 20, 48"})
    void imagesDoNotDependOnTheirNeighbours(int channels, int side, int images, int outs) {
        try (Backend device = open(ConvMode.WINOGRAD4)) {
            Shape w = Shape.of(outs, channels, 3, 3);
            for (Op op : new Op[] {new DownConv(1), new UpConv(1)}) {
                Shape all = Shape.of(images, channels, side, side);
                double[] many = run(device, op, t -> t, all, w);
                double[] one = run(device, op, t -> t, all.with(0, 1), w);
                assertArrayEquals(one, Arrays.copyOf(many, one.length), op.toString());
            }
        }
    }

    @Test
    void doublePrecisionIsInTurn() {
        try (Backend oracle = Backends.open("reference");
                Backend device = open(ConvMode.AUTO)) {
            assumeTrue(device.supports(DType.FLOAT64));
            Shape small = Shape.of(2, 9, 8, 7);
            Shape large = Shape.of(2, 9, 16, 14);
            Shape w = Shape.of(8, 9, 3, 3);
            exact(oracle, device, new DownConv(0.3), large, w);
            exact(oracle, device, new UpConv(0.3), small, w);
            exact(oracle, device, new ResizedConvWeightGrad(0.3, 3), large, small);
            exact(oracle, device, new ResizedConvWeightGrad(1, 5), large, small);
            exact(oracle, device, new UpConv(1), small, w.with(2, 1).with(3, 1));
        }
    }

    private static void exact(Backend oracle, Backend device, Op op, Shape x, Shape y) {
        try (Scope scope = Scope.open("exact")) {
            Tensor found = Tensors.apply(op, sines(device, x), sines(device, y));
            Tensor expected = Tensors.apply(op, sines(oracle, x), sines(oracle, y));
            assertArrayEquals(expected.toDoubles(), found.toDoubles(), 1e-11, op.toString());
        }
    }

    private static Tensor sines(Backend backend, Shape shape) {
        double[] values = IntStream.range(0, shape.size()).mapToDouble(Math::sin).toArray();
        return Tensors.of(backend, DType.FLOAT64, shape, values);
    }
}
