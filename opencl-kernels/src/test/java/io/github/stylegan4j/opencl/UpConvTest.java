package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.BufferPool;
import io.github.stylegan4j.tensor.Philox;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.Fused;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.Tuning;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Doubling, convolution and blur in phases and in turn, on images of any size. */
class UpConvTest {
    private static final int LARGEST_POISON = 1 << 20;

    /** Images [n, in, height, width] and result channels. */
    private record Case(int n, int in, int height, int width, int out) {
        Shape x() {
            return Shape.of(n, in, height, width);
        }

        Shape w() {
            return Shape.of(out, in, 3, 3);
        }
    }

    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        all.add(new Case(1, 1, 1, 1, 1));
        all.add(new Case(2, 3, 1, 9, 2));
        all.add(new Case(3, 5, 31, 1, 4));
        all.add(new Case(2, 16, 8, 8, 17));
        all.add(new Case(1, 9, 33, 31, 8));
        all.add(new Case(1, 8, 64, 64, 7));
        all.add(new Case(1, 12, 65, 130, 5));
        all.add(new Case(1, 257, 5, 5, 100));
        all.add(new Case(0, 8, 32, 32, 8));
        long seed = Long.getLong("tests.seed", System.nanoTime());
        LoggerFactory.getLogger(UpConvTest.class).info("-Dtests.seed={}", seed);
        Random random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            int[] r = IntStream.range(0, 4).map(k -> 1 + random.nextInt(40)).toArray();
            all.add(new Case(1 + random.nextInt(5), r[0], r[1], r[2], r[3]));
        }
        return all;
    }

    private static OpenClBackend open(ConvMode mode, boolean phases) {
        int from = phases ? 0 : Integer.MAX_VALUE;
        return OpenClBackend.open(
                "opencl:test",
                TestDevice.find(),
                Variant.COARSE,
                BackendOptions.defaults()
                        .withConv(mode)
                        .withTable(TuningTable.empty().with(Tuning.PHASES_FROM, from)));
    }

    @ParameterizedTest
    @CsvSource({
        "WINOGRAD2, true, 4e-6",
        "WINOGRAD4, true, 4e-5",
        "WINOGRAD4, false, 4e-5",
        "DIRECT, true, 4e-6"
    })
    void errorsAreBounded(ConvMode mode, boolean phases, double bound) {
        try (Backend oracle = Backends.open("reference");
                Backend device = open(mode, phases)) {
            poison(device);
            for (Case c : cases()) {
                double[] expected = run(oracle, c, false);
                double[] found = run(device, c, false);
                assertArrayEquals(found, run(device, c, true), "strided " + c);
                double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
                for (int i = 0; i < expected.length; i++) {
                    double error = Math.abs(expected[i] - found[i]);
                    int at = i;
                    assertTrue(
                            error <= bound * largest,
                            () -> c + ", element " + at + ": error " + error);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"24, 12, 5, 20", "8, 40, 3, 9"})
    void imagesDoNotDependOnTheirNeighbours(int channels, int side, int images, int outs) {
        try (Backend device = open(ConvMode.AUTO, true)) {
            double[] all = run(device, new Case(images, channels, side, side, outs), false);
            double[] one = run(device, new Case(1, channels, side, side, outs), false);
            assertArrayEquals(one, Arrays.copyOf(all, one.length));
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

    private static double[] run(Backend backend, Case c, boolean strided) {
        try (Scope scope = Scope.open("case")) {
            return Fused.upConvBlur(
                            tensor(backend, c.x(), 0, strided),
                            tensor(backend, c.w(), 1, strided),
                            -0.7)
                    .toDoubles();
        }
    }

    private static Tensor tensor(Backend backend, Shape shape, int stream, boolean strided) {
        float[] values = new float[shape.size()];
        Philox.uniform(7, stream, 0, values, 0, values.length);
        Tensor t = Tensors.of(backend, shape, values).affine(2, -1);
        return strided ? t.permute(3, 1, 0, 2).contiguous().permute(2, 1, 3, 0) : t;
    }
}
