package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.io.Seeds;
import io.github.stylegan4j.tensor.fused.Filter;
import io.github.stylegan4j.tensor.fused.Resample2d;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.DeviceKey;
import io.github.stylegan4j.tuning.Tuning;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Doubling, convolution and blur in phases, on images of any size. */
class DoubledConvTest {
    private static final int AT = 5;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1",
        "2, 3, 1, 9, 2",
        "1, 16, 8, 8, 16",
        "3, 5, 31, 1, 4",
        "2, 17, 33, 31, 40",
        "1, 9, 9, 300, 33",
        "1, 130, 5, 6, 3",
        "2, 32, 7, 260, 16"
    })
    void sizesThatLoopsGetWrong(int n, int ci, int h, int w, int co) {
        check(Seeds.random("doubled"), n, ci, h, w, co);
    }

    @Test
    void anySize() {
        RandomGenerator r = Seeds.random("doubled sizes");
        for (int i = 0; i < 6; i++) {
            int n = r.nextInt(1, 4);
            int[] extents = r.ints(4, 1, 40).toArray();
            check(r, n, extents[0], extents[1], extents[2], extents[3]);
        }
    }

    private static void check(RandomGenerator random, int n, int ci, int h, int w, int co) {
        ConvShape s = Engines.convolution(n, ci, h, w, co, 3, 3, 1, 1, 1);
        float[] x = Engines.normals(random, AT + n * ci * h * w);
        float[] taps = Engines.normals(random, AT + co * ci * 9);
        double[] expected = expected(s, x, taps);
        for (KernelFamily family : Engines.families()) {
            if (family.set() == CpuKernelSet.VECTOR) {
                for (ConvMode mode : List.of(ConvMode.WINOGRAD2, ConvMode.WINOGRAD4)) {
                    List<float[]> seen = Engines.list();
                    Engines.onEach(
                            family, engine -> seen.add(doubled(family, mode, engine, s, x, taps)));
                    Engines.assertNear(expected, seen.get(0), AT, 4e-5, mode + " of " + s);
                    Engines.assertIdentical(seen, mode + " of " + s);
                }
            }
        }
    }

    private static float[] doubled(
            KernelFamily family,
            ConvMode mode,
            BlockedProduct engine,
            ConvShape s,
            float[] x,
            float[] taps) {
        Tuning always =
                new Tuning(
                        DeviceKey.of("cpu", "", ""),
                        mode,
                        TuningTable.empty().with(Tuning.PHASES_FROM, 0));
        float[] y = new float[AT + 4 * s.n() * s.co() * s.h() * s.w()];
        Arrays.fill(y, AT, y.length, Float.NaN);
        poison(engine);
        Conv2dKernels conv = new Conv2dKernels(engine, family, always);
        assertEquals(true, conv.doubled(s, x, AT, taps, AT, y, AT));
        return y;
    }

    /** Leaves scratch memory full of NaN, which kernels then get. */
    private static void poison(BlockedProduct engine) {
        for (int length : new int[] {1 << 10, 1 << 16, 1 << 20}) {
            float[] scratch = engine.workspaces().bulk(length);
            Arrays.fill(scratch, Float.NaN);
            engine.workspaces().give(scratch);
        }
        try (Workspace w = engine.workspaces().take()) {
            Arrays.fill(w.coefficients(1 << 16), Float.NaN);
            for (float[] row : w.sums(2, 1 << 16)) {
                Arrays.fill(row, Float.NaN);
            }
        }
    }

    /** By the definition, in double precision. */
    private static double[] expected(ConvShape s, float[] x, float[] taps) {
        int h = 2 * s.h();
        int w = 2 * s.w();
        Filter blur = Resample2d.blur().filter();
        double[] y = new double[s.n() * s.co() * h * w];
        double[] sharp = new double[h * w];
        for (int plane = 0; plane < s.n() * s.co(); plane++) {
            for (int i = 0; i < h * w; i++) {
                sharp[i] = convolved(s, x, taps, plane, i / w, i % w);
            }
            for (int i = 0; i < h * w; i++) {
                for (int t = 0; t < 9; t++) {
                    int row = i / w + t / 3 - 1;
                    int column = i % w + t % 3 - 1;
                    if (row >= 0 && row < h && column >= 0 && column < w) {
                        y[plane * h * w + i] += blur.tap(t / 3, t % 3) * sharp[row * w + column];
                    }
                }
            }
        }
        return y;
    }

    private static double convolved(
            ConvShape s, float[] x, float[] taps, int plane, int row, int column) {
        double sum = 0;
        for (int c = 0; c < s.ci(); c++) {
            int from = AT + (plane / s.co() * s.ci() + c) * s.h() * s.w();
            int tap = AT + (plane % s.co() * s.ci() + c) * 9;
            for (int t = 0; t < 9; t++) {
                int i = row + t / 3 - 1;
                int j = column + t % 3 - 1;
                if (i >= 0 && i < 2 * s.h() && j >= 0 && j < 2 * s.w()) {
                    sum += (double) x[from + i / 2 * s.w() + j / 2] * taps[tap + t];
                }
            }
        }
        return s.factor() * sum;
    }
}
