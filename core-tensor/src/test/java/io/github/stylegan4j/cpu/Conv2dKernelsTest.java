package io.github.stylegan4j.cpu;

import io.github.stylegan4j.io.Seeds;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.DeviceKey;
import io.github.stylegan4j.tuning.Tuning;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Conv2dKernelsTest {
    private static final int AT = 3;

    private interface Term {
        void accept(int x, int w, int y);
    }

    /** Calls back with the positions of every product in the definition of the convolution. */
    private static void eachTerm(ConvShape s, Term term) {
        for (int n = 0; n < s.n(); n++) {
            for (int o = 0; o < s.co(); o++) {
                for (int c = 0; c < s.ciPerGroup(); c++) {
                    int channel = o / s.coPerGroup() * s.ciPerGroup() + c;
                    for (int t = 0; t < s.taps(); t++) {
                        int plane = n * s.ci() + channel;
                        int weight = (o * s.ciPerGroup() + c) * s.taps() + t;
                        for (int oy = 0; oy < s.oh(); oy++) {
                            eachOfRow(s, t, oy, plane, weight, n * s.co() + o, term);
                        }
                    }
                }
            }
        }
    }

    /** Those of one row of results with one weight. */
    private static void eachOfRow(
            ConvShape s, int tap, int oy, int plane, int weight, int outPlane, Term term) {
        int y = oy * s.stride() + tap / s.kw() - s.pad();
        if (y < 0 || y >= s.h()) {
            return;
        }
        int left = tap % s.kw() - s.pad();
        int row = (plane * s.h() + y) * s.w();
        int outRow = (outPlane * s.oh() + oy) * s.ow();
        for (int ox = 0; ox < s.ow(); ox++) {
            int x = ox * s.stride() + left;
            if (x >= 0 && x < s.w()) {
                term.accept(row + x, weight, outRow + ox);
            }
        }
    }

    private static void check(RandomGenerator random, ConvShape s) {
        check(random, s, ConvMode.AUTO);
    }

    private static void check(RandomGenerator random, ConvShape s, ConvMode mode) {
        int xs = s.n() * s.ci() * s.h() * s.w();
        int ws = s.co() * s.ciPerGroup() * s.taps();
        int ys = s.n() * s.co() * s.oh() * s.ow();
        float[] x = Engines.normals(random, AT + xs);
        float[] w = Engines.normals(random, AT + ws);
        float[] g = Engines.normals(random, AT + ys);
        double[] y = new double[ys];
        double[] dx = new double[xs];
        double[] dw = new double[ws];
        eachTerm(
                s,
                (i, j, k) -> {
                    y[k] += (double) s.factor() * x[AT + i] * w[AT + j];
                    dx[i] += (double) s.factor() * g[AT + k] * w[AT + j];
                    dw[j] += (double) s.factor() * g[AT + k] * x[AT + i];
                });
        for (KernelFamily family : Engines.families()) {
            check(random, s, mode, family, x, w, g, y, dx, dw);
        }
    }

    private static void check(
            RandomGenerator random,
            ConvShape s,
            ConvMode mode,
            KernelFamily family,
            float[] x,
            float[] w,
            float[] g,
            double[] y,
            double[] dx,
            double[] dw) {
        List<float[]> ySeen = Engines.list();
        List<float[]> dxSeen = Engines.list();
        List<float[]> dwSeen = Engines.list();
        Engines.onEach(
                family,
                engine -> {
                    Conv2dKernels conv =
                            new Conv2dKernels(
                                    engine,
                                    family,
                                    new Tuning(
                                            DeviceKey.of("cpu", "", ""),
                                            mode,
                                            TuningTable.empty()));
                    float[] yOut = Engines.normals(random, AT + y.length);
                    float[] dxOut = Engines.normals(random, AT + dx.length);
                    float[] dwOut = Engines.normals(random, AT + dw.length);
                    Arrays.fill(yOut, 0, AT, 0f);
                    Arrays.fill(dxOut, 0, AT, 0f);
                    Arrays.fill(dwOut, 0, AT, 0f);
                    conv.forward(s, x, AT, w, AT, yOut, AT);
                    conv.inputGrad(s, g, AT, w, AT, dxOut, AT);
                    conv.weightGrad(s, x, AT, g, AT, dwOut, AT);
                    Engines.assertNear(
                            y, yOut, AT, 2e-5, "result of " + s + ", " + family.description());
                    Engines.assertNear(
                            dx,
                            dxOut,
                            AT,
                            2e-5,
                            "input gradient of " + s + ", " + family.description());
                    Engines.assertNear(
                            dw,
                            dwOut,
                            AT,
                            5e-5,
                            "weight gradient of " + s + ", " + family.description());
                    ySeen.add(yOut);
                    dxSeen.add(dxOut);
                    dwSeen.add(dwOut);
                });
        Engines.assertIdentical(ySeen, "result of " + s + ", " + family.description());
        Engines.assertIdentical(dxSeen, "input gradient of " + s + ", " + family.description());
        Engines.assertIdentical(dwSeen, "weight gradient of " + s + ", " + family.description());
    }

    private static ConvShape shape(RandomGenerator random) {
        int groups = Engines.pick(random, 1, 1, 1, 2, 3);
        int ci = Engines.pick(random, 1, 2, 3, 5, 8, 17) * groups;
        int co = Engines.pick(random, 1, 2, 3, 5, 8, 33, 70) * groups;
        int kh = Engines.pick(random, 1, 3, 3, 4, 5);
        int kw = Engines.pick(random, kh, kh, kh, 1, 2);
        int pad = random.nextInt(3);
        int h = Math.max(Engines.pick(random, 1, 2, 3, 4, 7, 8, 9, 13, 16), kh - 2 * pad);
        int w = Math.max(Engines.pick(random, h, 1, 4, 5, 17), kw - 2 * pad);
        int stride = Engines.pick(random, 1, 1, 2, 3);
        int n = Engines.pick(random, 1, 2, 3);
        return Engines.convolution(n, ci, h, w, co, kh, kw, stride, pad, groups);
    }

    @Test
    void randomShapesAgreeWithTheDefinition() {
        RandomGenerator random = Seeds.random("Conv2dKernelsTest");
        for (int i = 0; i < 150; i++) {
            check(random, shape(random));
        }
    }

    @Test
    void shapesOfNetworks() {
        RandomGenerator random = Seeds.random("Conv2dKernelsTest.networks");
        check(random, Engines.convolution(16, 40, 4, 4, 36, 3, 3, 1, 1, 1));
        check(random, Engines.convolution(3, 16, 32, 32, 24, 3, 3, 1, 1, 1));
        check(random, Engines.convolution(2, 3, 32, 32, 64, 1, 1, 1, 0, 1));
        check(random, Engines.convolution(2, 70, 32, 32, 3, 1, 1, 1, 0, 1));
        check(random, Engines.convolution(2, 64, 16, 16, 20, 4, 4, 2, 1, 1));
        check(random, Engines.convolution(1, 80, 9, 9, 1, 4, 4, 1, 0, 1));
    }

    @Test
    void kernelsOfThreeByThreeOverManyChannels() {
        RandomGenerator random = Seeds.random("Conv2dKernelsTest.winograd");
        check(random, Engines.convolution(2, 16, 8, 8, 17, 3, 3, 1, 1, 1));
        check(random, Engines.convolution(3, 19, 9, 11, 16, 3, 3, 1, 1, 1));
        check(random, Engines.convolution(1, 16, 13, 12, 16, 3, 3, 1, 0, 1));
        check(random, Engines.convolution(2, 16, 7, 12, 21, 3, 3, 1, 2, 1));
        check(random, Engines.convolution(1, 130, 16, 16, 33, 3, 3, 1, 1, 1));
        check(random, Engines.convolution(1, 16, 65, 150, 16, 3, 3, 1, 1, 1));
        check(random, Engines.convolution(9, 64, 8, 8, 64, 3, 3, 1, 1, 1));
        check(random, Engines.convolution(1, 16, 1, 200, 16, 3, 3, 1, 1, 1));
        check(random, Engines.convolution(1, 16, 200, 2, 16, 3, 3, 1, 1, 1));
        // As wide as the kernel: a tile's fourth column would lie beyond the last element.
        check(random, Engines.convolution(1, 16, 70, 3, 16, 3, 3, 1, 0, 1));
        check(random, Engines.convolution(1, 16, 70, 1, 16, 3, 3, 1, 2, 1));
        check(random, Engines.convolution(2, 97, 17, 19, 96, 3, 3, 1, 1, 1));
        check(random, Engines.convolution(1, 96, 18, 22, 101, 3, 3, 1, 0, 1));
        check(random, Engines.convolution(2, 20, 32, 32, 24, 3, 3, 1, 1, 1));
    }

    /**
     * So many tiles and channels that transformed kernels are read once for all, by several chunks
     * one after the other, and that the weight gradient is summed over several chunks, too.
     */
    private static final ConvShape IN_TURN =
            Engines.convolution(3, 171, 1, 405, 171, 3, 3, 1, 1, 1);

    @Test
    void chunksThatThreadsShareOneAfterTheOther() {
        RandomGenerator random = Seeds.random("Conv2dKernelsTest.inTurn");
        check(random, IN_TURN, ConvMode.WINOGRAD4);
    }

    @Test
    void imagesDoNotDependOnTheirNeighbours() {
        RandomGenerator random = Seeds.random("Conv2dKernelsTest.neighbours");
        alone(random, IN_TURN, ConvMode.WINOGRAD4);
        alone(random, Engines.convolution(40, 64, 8, 8, 70, 3, 3, 1, 1, 1), ConvMode.AUTO);
        alone(random, Engines.convolution(70, 33, 4, 4, 40, 3, 3, 1, 1, 1), ConvMode.AUTO);
        alone(random, Engines.convolution(9, 20, 19, 17, 9, 3, 3, 1, 1, 1), ConvMode.AUTO);
        alone(random, Engines.convolution(17, 9, 11, 5, 12, 3, 3, 1, 1, 1), ConvMode.DIRECT);
    }

    /** Compares a minibatch with its images one by one, to the last bit. */
    private static void alone(RandomGenerator random, ConvShape s, ConvMode mode) {
        ConvShape one =
                Engines.convolution(1, s.ci(), s.h(), s.w(), s.co(), s.kh(), s.kw(), 1, s.pad(), 1);
        int xs = s.ci() * s.h() * s.w();
        int ys = s.co() * s.oh() * s.ow();
        float[] x = Engines.normals(random, s.n() * xs);
        float[] g = Engines.normals(random, s.n() * ys);
        float[] w = Engines.normals(random, s.co() * s.ci() * s.taps());
        for (KernelFamily family : Engines.families()) {
            Tuning tuning = new Tuning(DeviceKey.of("cpu", "", ""), mode, TuningTable.empty());
            String what = mode + " of " + s + ", " + family.description();
            try (CpuThreads team = new CpuThreads(2)) {
                BlockedProduct engine =
                        new BlockedProduct(team, new Workspace.Pool(), family.panels());
                Conv2dKernels conv = new Conv2dKernels(engine, family, tuning);
                float[] y = new float[s.n() * ys];
                float[] dx = new float[s.n() * xs];
                float[] yOfOne = y.clone();
                float[] dxOfOne = dx.clone();
                conv.forward(s, x, 0, w, 0, y, 0);
                conv.inputGrad(s, g, 0, w, 0, dx, 0);
                for (int i = 0; i < s.n(); i++) {
                    conv.forward(one, x, i * xs, w, 0, yOfOne, i * ys);
                    conv.inputGrad(one, g, i * ys, w, 0, dxOfOne, i * xs);
                }
                Engines.assertIdentical(List.of(yOfOne, y), "result, " + what);
                Engines.assertIdentical(List.of(dxOfOne, dx), "input gradient, " + what);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ConvMode.class)
    void everyAlgorithmForcedOnAnyShape(ConvMode mode) {
        RandomGenerator random = Seeds.random("Conv2dKernelsTest." + mode);
        for (int i = 0; i < 20; i++) {
            check(random, shape(random), mode);
            check(random, threeByThree(random), mode);
        }
    }

    private static ConvShape threeByThree(RandomGenerator random) {
        int pad = random.nextInt(3);
        int least = Math.max(1, 3 - 2 * pad);
        return Engines.convolution(
                Engines.pick(random, 1, 2, 5),
                Engines.pick(random, 1, 2, 7, 16, 33),
                Math.max(least, Engines.pick(random, 1, 2, 3, 4, 5, 8, 15, 17, 31)),
                Math.max(least, Engines.pick(random, 1, 2, 3, 4, 5, 8, 15, 17, 31)),
                Engines.pick(random, 1, 3, 8, 17, 40),
                3,
                3,
                1,
                pad,
                1);
    }

    @Test
    void depthwiseShapes() {
        RandomGenerator random = Seeds.random("Conv2dKernelsTest.depthwise");
        for (int i = 0; i < 40; i++) {
            ConvShape s = shape(random);
            int c = Engines.pick(random, 1, 2, 7, 16);
            check(
                    random,
                    Engines.convolution(
                            s.n(), c, s.h(), s.w(), c, s.kh(), s.kw(), s.stride(), s.pad(), c));
        }
    }

    @Test
    void aLargeBatchGoesThroughInChunks() {
        RandomGenerator random = Seeds.random("Conv2dKernelsTest.chunks");
        check(random, Engines.convolution(3, 2, 1030, 700, 1, 3, 3, 1, 1, 1));
        check(random, Engines.convolution(2, 1, 1030, 512, 9, 1, 1, 1, 0, 1));
    }
}
