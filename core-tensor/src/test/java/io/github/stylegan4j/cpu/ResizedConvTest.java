package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.stylegan4j.io.Seeds;
import io.github.stylegan4j.tuning.ConvAlgorithm;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.ConvRole;
import io.github.stylegan4j.tuning.DeviceKey;
import io.github.stylegan4j.tuning.Tuning;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions that double or halve the size, on images of any size. */
class ResizedConvTest {
    private static final int AT = 5;
    private static final int TAPS = 9;
    private static final float SCALE = 0.75f;
    private static final List<ConvAlgorithm> FILTERED =
            List.of(ConvAlgorithm.WINOGRAD_2, ConvAlgorithm.WINOGRAD_4);

    /** Minibatch, channels, height and width of the small images, result channels. */
    @ParameterizedTest
    @CsvSource({
        "1, 8, 1, 1, 8",
        "2, 9, 1, 9, 12",
        "1, 16, 2, 2, 16",
        "3, 8, 31, 1, 11",
        "2, 17, 9, 8, 40",
        "1, 9, 3, 130, 33",
        "1, 130, 5, 6, 9",
        "5, 70, 4, 4, 37",
        "2, 64, 16, 16, 40",
        "3, 9, 16, 20, 33",
        "1, 70, 28, 16, 8",
        // Not a multiple of the large tiles; too many kernels for large tiles that double.
        "1, 12, 18, 16, 9",
        "2, 100, 16, 16, 110",
        // Few tiles and so many channels that kernels are transformed for each chunk.
        "16, 200, 2, 2, 12",
        // Chunks that the threads share.
        "3, 300, 1, 300, 9"
    })
    void sizesThatLoopsGetWrong(int n, int ci, int h, int w, int co) {
        check(Seeds.random("resized"), n, ci, h, w, co);
    }

    @Test
    void anySize() {
        RandomGenerator r = Seeds.random("resized sizes");
        for (int i = 0; i < 8; i++) {
            int n = r.nextInt(1, 5);
            check(r, n, r.nextInt(8, 70), r.nextInt(1, 20), r.nextInt(1, 20), r.nextInt(8, 70));
        }
    }

    @Test
    void anySizeOfLargeTiles() {
        RandomGenerator r = Seeds.random("resized sizes of large tiles");
        for (int i = 0; i < 4; i++) {
            int h = 4 * r.nextInt(4, 9);
            int w = 4 * r.nextInt(4, 9);
            check(r, r.nextInt(1, 4), r.nextInt(8, 40), h, w, r.nextInt(8, 40));
        }
    }

    /** Images by themselves go other ways through memory than many at once. */
    @ParameterizedTest
    @CsvSource({"5, 130, 8, 20", "16, 130, 8, 40", "5, 130, 16, 40", "17, 70, 4, 9"})
    void imagesDoNotDependOnTheirNeighbours(int n, int ci, int edge, int co) {
        RandomGenerator random = Seeds.random("ResizedConvTest.neighbours");
        ConvShape many = new ConvShape(n, ci, 2 * edge, 2 * edge, co, 3, 3, 1, 1, 1, 1);
        ConvShape one = new ConvShape(1, ci, 2 * edge, 2 * edge, co, 3, 3, 1, 1, 1, 1);
        int pixels = edge * edge;
        float[] large = Engines.normals(random, n * ci * 4 * pixels);
        float[] small = Engines.normals(random, n * ci * pixels);
        float[] taps = Engines.normals(random, co * ci * TAPS);
        ResizedConv.Taps weights = new ResizedConv.Taps(taps, 0, false, SCALE);
        for (KernelFamily family : Engines.families()) {
            if (family.set() != CpuKernelSet.VECTOR) {
                continue;
            }
            for (ConvAlgorithm algorithm : FILTERED) {
                String what = algorithm + " of " + many + ", " + family.description();
                alone(
                        family,
                        "sums, " + what,
                        n,
                        co * pixels,
                        (c, y) -> c.down(algorithm, many, large, 0, weights, y, 0),
                        i ->
                                (c, y) ->
                                        c.down(
                                                algorithm,
                                                one,
                                                large,
                                                i * ci * 4 * pixels,
                                                weights,
                                                y,
                                                0));
                alone(
                        family,
                        "doubled, " + what,
                        n,
                        4 * co * pixels,
                        (c, y) -> c.up(algorithm, many, small, 0, weights, y, 0),
                        i -> (c, y) -> c.up(algorithm, one, small, i * ci * pixels, weights, y, 0));
            }
        }
    }

    /** Compares a minibatch of {@code size} results each with its images one by one, to the bit. */
    private static void alone(
            KernelFamily family, String what, int n, int size, Run all, IntFunction<Run> image) {
        Engines.onEach(
                family,
                engine -> {
                    ResizedConv conv = family.resizedConv(engine);
                    assertNotNull(conv);
                    float[] expected = new float[n * size];
                    all.run(conv, expected);
                    float[] found = new float[size];
                    for (int i = 0; i < n; i++) {
                        image.apply(i).run(conv, found);
                        assertArrayEquals(
                                Arrays.copyOfRange(expected, i * size, (i + 1) * size),
                                found,
                                what + ", image " + i);
                    }
                });
    }

    @Test
    void directlyOnlyInTurn() {
        ConvShape s = new ConvShape(1, 16, 16, 16, 16, 3, 3, 1, 1, 1, 1);
        for (KernelFamily family : Engines.families()) {
            Engines.onEach(
                    family,
                    engine -> {
                        for (ConvRole role : ConvRole.values()) {
                            assertNull(kernels(family, engine, ConvMode.DIRECT).resized(role, s));
                            if (family.set() == CpuKernelSet.VECTOR) {
                                Conv2dKernels auto = kernels(family, engine, ConvMode.AUTO);
                                assertNotNull(auto.resized(role, s));
                            }
                        }
                    });
        }
    }

    private static Conv2dKernels kernels(
            KernelFamily family, BlockedProduct engine, ConvMode mode) {
        DeviceKey device = DeviceKey.of("cpu", "", "");
        return new Conv2dKernels(engine, family, new Tuning(device, mode, TuningTable.empty()));
    }

    private static void check(RandomGenerator random, int n, int ci, int h, int w, int co) {
        ConvShape s = new ConvShape(n, ci, 2 * h, 2 * w, co, 3, 3, 1, 1, 1, 1);
        float[] large = Engines.normals(random, AT + n * ci * 4 * h * w);
        float[] small = Engines.normals(random, AT + n * ci * h * w);
        float[] grads = Engines.normals(random, AT + n * co * h * w);
        float[] taps = Engines.normals(random, AT + co * ci * TAPS);
        double[] sums = new double[n * co * h * w];
        double[] dw = new double[co * ci * TAPS];
        double[] doubled = new double[n * co * 4 * h * w];
        for (int y = 0; y < doubled.length; y++) {
            terms(s, y, large, small, grads, taps, sums, dw, doubled);
        }
        for (KernelFamily family : Engines.families()) {
            if (family.set() == CpuKernelSet.VECTOR) {
                for (boolean turned : new boolean[] {false, true}) {
                    ResizedConv.Taps weights =
                            new ResizedConv.Taps(
                                    turned ? turned(s, taps) : taps, AT, turned, SCALE);
                    for (ConvAlgorithm algorithm : FILTERED) {
                        double bound = algorithm == ConvAlgorithm.WINOGRAD_2 ? 4e-6 : 2e-5;
                        String what = algorithm + ", " + turned + ", " + s;
                        seen(
                                family,
                                sums,
                                bound,
                                "sums, " + what,
                                (c, y) -> c.down(algorithm, s, large, AT, weights, y, AT));
                        seen(
                                family,
                                doubled,
                                bound,
                                "doubled, " + what,
                                (c, y) -> c.up(algorithm, s, small, AT, weights, y, AT));
                    }
                }
                seen(
                        family,
                        dw,
                        4e-6,
                        "weight gradient of " + s,
                        (c, y) -> c.weightGrad(s, SCALE, large, AT, grads, AT, y, AT));
            }
        }
    }

    private interface Run {
        void run(ResizedConv conv, float[] y);
    }

    private static void seen(
            KernelFamily family, double[] expected, double bound, String what, Run run) {
        List<float[]> seen = Engines.list();
        Engines.onEach(
                family,
                engine -> {
                    float[] y = new float[AT + expected.length];
                    Arrays.fill(y, AT, y.length, Float.NaN);
                    poison(engine);
                    ResizedConv conv = family.resizedConv(engine);
                    assertNotNull(conv);
                    run.run(conv, y);
                    seen.add(y);
                });
        Engines.assertNear(expected, seen.get(0), AT, bound, what);
        Engines.assertIdentical(seen, what);
    }

    /** Leaves scratch memory full of NaN, which kernels then get. */
    private static void poison(BlockedProduct engine) {
        for (int length : new int[] {1 << 10, 1 << 16, 1 << 21}) {
            float[] scratch = engine.workspaces().bulk(length);
            Arrays.fill(scratch, Float.NaN);
            engine.workspaces().give(scratch);
        }
        try (Workspace w = engine.workspaces().take()) {
            Arrays.fill(w.coefficients(1 << 18), Float.NaN);
            for (float[] row : w.sums(3, 1 << 16)) {
                Arrays.fill(row, Float.NaN);
            }
            for (float[] row : w.panel(2, 1 << 14)) {
                Arrays.fill(row, Float.NaN);
            }
        }
    }

    /** The same weights by source and then by result channel, turned by half a revolution. */
    private static float[] turned(ConvShape s, float[] taps) {
        float[] turned = new float[taps.length];
        for (int i = 0; i < s.co() * s.ci() * TAPS; i++) {
            int o = i / TAPS / s.ci();
            int c = i / TAPS % s.ci();
            turned[AT + (c * s.co() + o) * TAPS + TAPS - 1 - i % TAPS] = taps[AT + i];
        }
        return turned;
    }

    /** Adds what one pixel of the large results means, by the definitions, in double precision. */
    private static void terms(
            ConvShape s,
            int pixel,
            float[] large,
            float[] small,
            float[] grads,
            float[] taps,
            double[] sums,
            double[] dw,
            double[] doubled) {
        int row = pixel / s.w() % s.h();
        int column = pixel % s.w();
        int plane = pixel / s.w() / s.h();
        int h = s.h() / 2;
        int w = s.w() / 2;
        int half = (plane * h + row / 2) * w + column / 2;
        for (int c = 0; c < s.ci(); c++) {
            int from = plane / s.co() * s.ci() + c;
            int tap = (plane % s.co() * s.ci() + c) * TAPS;
            for (int t = 0; t < TAPS; t++) {
                int i = row + t / 3 - 1;
                int j = column + t % 3 - 1;
                if (i >= 0 && i < s.h() && j >= 0 && j < s.w()) {
                    double x = large[AT + (from * s.h() + i) * s.w() + j];
                    double weight = SCALE * taps[AT + tap + t];
                    sums[half] += x * weight;
                    dw[tap + t] += SCALE * x * grads[AT + half];
                    doubled[pixel] += weight * small[AT + (from * h + i / 2) * w + j / 2];
                }
            }
        }
    }
}
