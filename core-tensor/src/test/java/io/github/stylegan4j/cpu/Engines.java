package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What the kernel tests share: engines of every kind, random numbers, comparisons. */
final class Engines {
    private Engines() {}

    static List<PanelKernel> kernels() {
        List<PanelKernel> kernels = list();
        kernels.add(new LoopPanelKernels.FourByTwo());
        kernels.add(new LoopPanelKernels.FourByThree());
        if (CpuKernelSet.VECTOR.isAvailable()) {
            kernels.add(CpuKernelSet.VECTOR.open().panels());
        }
        return kernels;
    }

    /** Runs a test with every panel kernel on one, two and three threads. */
    static void onEach(Consumer<BlockedProduct> test) {
        for (PanelKernel kernel : kernels()) {
            for (int threads = 1; threads <= 3; threads++) {
                try (CpuThreads team = new CpuThreads(threads)) {
                    test.accept(new BlockedProduct(team, new Workspace.Pool(), kernel));
                }
            }
        }
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
            for (int i = 0; i < r.length; i++) {
                assertEquals(results.get(0)[i], r[i], 0f, what + ", element " + i);
            }
        }
    }

    static <T> List<T> list() {
        return new ArrayList<>();
    }
}
