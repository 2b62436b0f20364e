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
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.Philox;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tuning.ConvMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Every way to convolve, forced in turn, is as exact as the guide says, whatever the shape. */
class WinogradTest {
    private static final int LARGEST_POISON = 1 << 22;

    /** One that no kernel can ignore unseen. */
    private static final double FACTOR = -0.7;

    /** Largest error relative to the largest element, as docs/performance.md has it. */
    private static double bound(int tile) {
        return tile == 4 ? 4e-5 : 4e-6;
    }

    private record Images(int n, int in, int height, int width, int out) {
        Shape x() {
            return Shape.of(n, in, height, width);
        }

        Shape y() {
            return Shape.of(n, out, height, width);
        }

        Shape w() {
            return Shape.of(out, in, 3, 3);
        }
    }

    private static List<Images> images() {
        List<Images> all = new ArrayList<>();
        all.add(new Images(1, 1, 1, 1, 1));
        all.add(new Images(16, 16, 4, 4, 16));
        all.add(new Images(17, 8, 8, 8, 9));
        all.add(new Images(3, 17, 16, 16, 31));
        all.add(new Images(1, 9, 33, 31, 8));
        all.add(new Images(1, 8, 64, 64, 7));
        all.add(new Images(2, 5, 2, 70, 6));
        all.add(new Images(2, 8, 130, 133, 9));
        all.add(new Images(1, 257, 5, 5, 100));
        all.add(new Images(1, 512, 8, 8, 512));
        all.add(new Images(3, 190, 7, 13, 171));
        all.add(new Images(2, 170, 80, 72, 178));
        long seed = Long.getLong("tests.seed", System.nanoTime());
        LoggerFactory.getLogger(WinogradTest.class).info("-Dtests.seed={}", seed);
        Random random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            all.add(
                    new Images(
                            1 + random.nextInt(9),
                            1 + random.nextInt(40),
                            1 + random.nextInt(40),
                            1 + random.nextInt(40),
                            1 + random.nextInt(40)));
        }
        return all;
    }

    private static OpenClBackend open(int tile) {
        return open(tile, TestDevice.find());
    }

    private static OpenClBackend open(int tile, Discovery.Found found) {
        ConvMode mode =
                tile == ConvChoice.DIRECT ? ConvMode.DIRECT : ConvMode.ofLabel("winograd" + tile);
        return OpenClBackend.open(
                "opencl:test", found, Variant.COARSE, BackendOptions.defaults().withConv(mode));
    }

    @ParameterizedTest
    @ValueSource(ints = {ConvChoice.DIRECT, 2, 4})
    void errorsAreBounded(int tile) {
        try (Backend oracle = Backends.open("reference");
                Backend device = open(tile)) {
            poison(device);
            for (Images i : images()) {
                compare(tile, oracle, device, new Conv2d(1, 1, 1, FACTOR), i.x(), i.w());
                Conv2dInputGrad byImages =
                        new Conv2dInputGrad(1, 1, 1, i.height(), i.width(), FACTOR);
                compare(tile, oracle, device, byImages, i.y(), i.w());
                Conv2dWeightGrad byWeights = new Conv2dWeightGrad(1, 1, 1, 3, 3, FACTOR);
                compare(tile, oracle, device, byWeights, i.x(), i.y());
            }
        }
    }

    /** Register tiles of both heights; any device can compute with vectors longer than its own. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void bitsDoNotDependOnTheLengthOfVectors(int tile) {
        try (Backend narrow = open(tile, TestDevice.withVector(8));
                Backend wide = open(tile, TestDevice.withVector(16))) {
            poison(narrow);
            poison(wide);
            for (Images i : images()) {
                Conv2dInputGrad byImages = new Conv2dInputGrad(1, 1, 1, i.height(), i.width());
                Conv2dWeightGrad byWeights = new Conv2dWeightGrad(1, 1, 1, 3, 3);
                same(narrow, wide, new Conv2d(1, 1, 1), i.x(), i.w());
                same(narrow, wide, byImages, i.y(), i.w());
                same(narrow, wide, byWeights, i.x(), i.y());
            }
        }
    }

    private static void same(Backend a, Backend b, Op op, Shape... shapes) {
        double[] expected = run(a, op, false, shapes);
        assertArrayEquals(expected, run(b, op, false, shapes), op + " of " + List.of(shapes));
    }

    /** Leaves buffers full of NaN in the pool, which kernels then get as scratch memory. */
    private static void poison(Backend device) {
        try (Scope scope = Scope.open("poison")) {
            for (int n = 1; n < LARGEST_POISON; n = BufferPool.sizeClass(n) + 1) {
                Tensors.full(device, Shape.of(n), Double.NaN);
            }
        }
    }

    private static void compare(int tile, Backend oracle, Backend device, Op op, Shape... shapes) {
        double[] expected = run(oracle, op, false, shapes);
        double bound = bound(tile) * largest(expected);
        double[] found = run(device, op, false, shapes);
        double[] strided = run(device, op, true, shapes);
        assertArrayEquals(found, strided, op + " of strided " + List.of(shapes));
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(expected[i] - found[i]);
            int at = i;
            assertTrue(
                    error <= bound,
                    () -> op + " of " + List.of(shapes) + ", element " + at + ": error " + error);
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double v : values) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }

    private static double[] run(Backend backend, Op op, boolean strided, Shape... shapes) {
        try (Scope scope = Scope.open("case")) {
            Tensor[] x = new Tensor[shapes.length];
            for (int i = 0; i < x.length; i++) {
                float[] values = new float[shapes[i].size()];
                Philox.uniform(7, i, 0, values, 0, values.length);
                Tensor t = Tensors.of(backend, shapes[i], values).affine(2, -1);
                x[i] = strided ? t.permute(3, 1, 0, 2).contiguous().permute(2, 1, 3, 0) : t;
            }
            return Tensors.apply(op, x).toDoubles();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, 24, 12, 5",
        "4, 24, 12, 5",
        "4, 300, 8, 40",
        "4, 130, 16, 70",
        ConvChoice.DIRECT + ", 256, 4, 5"
    })
    void imagesDoNotDependOnTheirNeighbours(int tile, int channels, int side, int images) {
        Shape w = Shape.of(20, channels, 3, 3);
        Conv2d conv = new Conv2d(1, 1, 1);
        try (Backend device = open(tile)) {
            double[] all = run(device, conv, false, Shape.of(images, channels, side, side), w);
            double[] one = run(device, conv, false, Shape.of(1, channels, side, side), w);
            assertArrayEquals(one, Arrays.copyOf(all, one.length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ConvChoice.DIRECT, 2, 4})
    void doublePrecisionIsDirect(int tile) {
        try (Backend oracle = Backends.open("reference");
                Backend device = open(tile);
                Scope scope = Scope.open("test")) {
            assumeTrue(device.supports(DType.FLOAT64));
            Conv2d conv = new Conv2d(1, 1, 1);
            Shape x = Shape.of(2, 20, 16, 16);
            Shape w = Shape.of(16, 20, 3, 3);
            Tensor y = Tensors.apply(conv, exact(device, x), exact(device, w));
            Tensor expected = Tensors.apply(conv, exact(oracle, x), exact(oracle, w));
            assertArrayEquals(expected.toDoubles(), y.toDoubles(), 1e-12);
        }
    }

    private static Tensor exact(Backend backend, Shape shape) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(i);
        }
        return Tensors.of(backend, DType.FLOAT64, shape, values);
    }
}
