package io.github.stylegan4j.cpu;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * Prints the speed of the matrix product and of convolutions beside the multiply-add limit of the
 * same loops, measured next to it. Not a test: run the main method; the argument is the number of
 * threads. One thread is timed by the processor time it used, which other load disturbs least.
 */
public final class KernelBench {
    private static final double SECONDS = 0.5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static boolean byProcessorTime;

    private KernelBench() {}

    private static void chain(float[] x, float a, float b) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            x[i] = v;
        }
    }

    private static double best(Runnable body, double flops) {
        long begin = System.nanoTime();
        double best = 0;
        for (int i = 0; i < 4 || System.nanoTime() - begin < SECONDS * 1e9; i++) {
            long t = now();
            body.run();
            best = Math.max(best, flops / Math.max(1, now() - t));
        }
        return best;
    }

    private static long now() {
        return byProcessorTime ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private static double peak(CpuThreads team) {
        float[][] x = new float[team.size()][2048];
        int rounds = 1000;
        return best(
                () ->
                        team.each(
                                team.size(),
                                t -> {
                                    for (int i = 0; i < rounds; i++) {
                                        chain(x[t], 0.5f, 0.25f);
                                    }
                                }),
                16.0 * 2048 * rounds * team.size());
    }

    private static void print(CpuThreads team, String name, double... rates) {
        double limit = peak(team);
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-14s", name));
        for (double r : rates) {
            line.append(String.format(Locale.ROOT, " %6.1f GF/s (%2.0f %%)", r, 100 * r / limit));
        }
        System.out.println(line + String.format(Locale.ROOT, "   limit %.1f", limit));
    }

    private static float[] filled(int n) {
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
            a[i] = (i % 13 - 6) * 0.1f;
        }
        return a;
    }

    public static void main(String[] args) {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        System.out.println("Java " + System.getProperty("java.version") + ", threads " + threads);
        byProcessorTime = threads == 1;
        try (CpuThreads team = new CpuThreads(threads)) {
            BlockedProduct engine =
                    new BlockedProduct(team, new Workspace.Pool(), PanelKernel.best());
            peak(team);
            for (int n : new int[] {512, 1024}) {
                int[] zero = {0};
                Gemm.Matrices a = new Gemm.Matrices(filled(n * n), zero, n, 1);
                Gemm.Matrices b = new Gemm.Matrices(filled(n * n), zero, n, 1);
                Gemm.Matrices c = new Gemm.Matrices(filled(n * n), zero, n, 1);
                Gemm gemm = new Gemm(engine);
                double flops = 2.0 * n * n * n;
                print(
                        team,
                        "matmul " + n,
                        best(() -> gemm.run(n, n, n, a, b, c, false), flops),
                        best(() -> gemm.run(n, n, n, a, b.transposed(), c, false), flops));
            }
            int[][] shapes = {{32, 32}, {64, 32}, {128, 16}, {128, 32}, {512, 8}, {512, 4}};
            for (int[] s : shapes) {
                conv(team, engine, new ConvShape(16, s[0], s[1], s[1], s[0], 3, 3, 1, 1, 1));
            }
            conv(team, engine, new ConvShape(16, 64, 32, 32, 128, 4, 4, 2, 1, 1));
            conv(team, engine, new ConvShape(16, 3, 32, 32, 64, 1, 1, 1, 0, 1));
            conv(team, engine, new ConvShape(16, 64, 32, 32, 3, 1, 1, 1, 0, 1));
        }
    }

    private static void conv(CpuThreads team, BlockedProduct engine, ConvShape s) {
        float[] x = filled(s.n() * s.ci() * s.h() * s.w());
        float[] w = filled(s.co() * s.ci() * s.taps());
        float[] y = filled(s.n() * s.co() * s.oh() * s.ow());
        Conv2dKernels conv = new Conv2dKernels(engine);
        double flops = 2.0 * y.length * s.ci() * s.taps();
        print(
                team,
                s.ci() + ">" + s.co() + "@" + s.h() + " k" + s.kh(),
                best(() -> conv.forward(s, x, 0, w, 0, y, 0), flops),
                best(() -> conv.inputGrad(s, y, 0, w, 0, x, 0), flops),
                best(() -> conv.weightGrad(s, x, 0, y, 0, w, 0), flops));
    }
}
