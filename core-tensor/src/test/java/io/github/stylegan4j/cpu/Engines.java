package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What the kernel tests share: engines of every kind, random numbers, comparisons. */
final class Engines {
    private Engines() {}

    /** The sets of kernels that this JVM can run. */
    static List<KernelFamily> families() {
        List<KernelFamily> families = list();
        for (CpuKernelSet set : CpuKernelSet.values()) {
            if (set.isAvailable()) {
                families.add(set.open());
            }
        }
        return families;
    }

    private static List<PanelKernel> kernels(KernelFamily family) {
        return family.set() == CpuKernelSet.LOOPS
                ? List.of(new LoopPanelKernels.FourByTwo(), new LoopPanelKernels.FourByThree())
                : List.of(family.panels());
    }

    /** Runs a test with every panel kernel on one, two and three threads. */
    static void onEach(Consumer<BlockedProduct> test) {
        families().forEach(family -> onEach(family, test));
    }

    /** Runs a test with the panel kernels of one set on one, two and three threads. */
    static void onEach(KernelFamily family, Consumer<BlockedProduct> test) {
        for (PanelKernel kernel : kernels(family)) {
            for (int threads = 1; threads <= 3; threads++) {
                try (CpuThreads team = new CpuThreads(threads)) {
                    test.accept(new BlockedProduct(team, new Workspace.Pool(), kernel));
                }
            }
        }
    }

    /** A convolution with a factor that no kernel can ignore unseen. */
    static ConvShape convolution(
            int n, int ci, int h, int w, int co, int kh, int kw, int stride, int pad, int groups) {
        return new ConvShape(n, ci, h, w, co, kh, kw, stride, pad, groups, -0.7f);
    }

    static float[] normals(RandomGenerator random, int n) {
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
            a[i] = (float) random.nextGaussian();
        }
        return a;
    }

    static int pick(RandomGenerator random, int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Each value lies within {@code tolerance} times the largest expected magnitude. */
    static void assertNear(double[] expected, float[] actual, int offset, double tol, String what) {
        double scale = 1e-30;
        for (double e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(expected[i] - actual[offset + i]);
            if (!(error <= tol * scale)) {
                fail(
                        what
                                + ": element "
                                + i
                                + " is "
                                + actual[offset + i]
                                + ", not "
                                + expected[i]);
            }
        }
    }

    /** All results are the same to the last bit. */
    static void assertIdentical(List<float[]> results, String what) {
        for (float[] r : results) {
            int at = Arrays.mismatch(results.get(0), r);
            assertEquals(-1, at, () -> what + ": first element that differs");
        }
    }

    static <T> List<T> list() {
        return new ArrayList<>();
    }
}
