package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tuning.ConvAlgorithm;
import io.github.stylegan4j.tuning.ConvRole;
import io.github.stylegan4j.tuning.Tuning;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Two-dimensional convolution (cross-correlation, zero padding) and its two gradients on contiguous
 * arrays: images {@code [N, C, H, W]}, weights {@code [Co, Ci / groups, Kh, Kw]}.
 */
final class Conv2dKernels {
    private final BlockedProduct engine;
    private final ConvChoices choices;
    private final DepthwiseConv depthwise;
    private final ConvWeightGrad weightGrad;
    private final FilteredConv filtered;
    private final @Nullable PhasedConv phased;
    private final @Nullable ResizedConv resized;
    private final @Nullable PointwiseConv pointwise;

    Conv2dKernels(BlockedProduct engine, KernelFamily family, Tuning tuning) {
        this.engine = engine;
        this.choices = new ConvChoices(family.set(), tuning);
        this.depthwise = new DepthwiseConv(engine.threads(), engine.workspaces());
        this.weightGrad = new ConvWeightGrad(engine);
        this.filtered = family.filteredConv(engine);
        this.phased = family.phasedConv(engine);
        this.resized = family.resizedConv(engine);
        this.pointwise = family.pointwiseConv(engine.threads());
    }

    /** The result {@code y} of convolving {@code x} with {@code w}. */
    void forward(ConvShape s, float[] x, int xAt, float[] w, int wAt, float[] y, int yAt) {
        if (s.isDepthwise()) {
            depthwise.forward(s, x, xAt, w, wAt, y, yAt);
            return;
        }
        if (pointwise != null && PointwiseConv.suits(s)) {
            pointwise.run(s, x, xAt, w, wAt, s.ci(), 1, y, yAt);
            return;
        }
        ConvAlgorithm algorithm = choices.of(ConvRole.FORWARD, s);
        if (algorithm != ConvAlgorithm.DIRECT) {
            filtered.forward(algorithm, s, x, xAt, w, wAt, y, yAt);
            return;
        }
        int[] dy = new int[s.taps()];
        int[] dx = new int[s.taps()];
        for (int t = 0; t < s.taps(); t++) {
            dy[t] = t / s.kw() - s.pad();
            dx[t] = t % s.kw() - s.pad();
        }
        int plane = s.h() * s.w();
        int outPlane = s.oh() * s.ow();
        int k = s.ciPerGroup() * s.taps();
        PatchProduct.Plan plan =
                new PatchProduct.Plan(
                        new ColumnMap.Grid(
                                s.oh(), s.ow(), s.stride(), s.h(), s.w(), s.ci() * plane),
                        dy,
                        dx,
                        x,
                        w,
                        k,
                        new PatchProduct.Target(y, s.co() * outPlane, s.oh(), s.ow(), 1, 0, 0));
        int co = s.coPerGroup();
        int groupPlanes = s.ciPerGroup() * plane;
        engine.run(
                new BlockedProduct.Extent(s.groups(), co, s.n() * outPlane, k, s.factor()),
                g -> new PatchProduct(plan, xAt + g * groupPlanes, wAt + g * co * k),
                PatchProduct.sink(plan, yAt, co * outPlane));
    }

    /**
     * Doubling by repetition, convolution with a 3 x 3 kernel and the [1, 2, 1] blur as one, or
     * nothing where that does not pay.
     *
     * @param s the convolution of the small images
     * @return whether {@code y} was computed
     */
    boolean doubled(ConvShape s, float[] x, int xAt, float[] w, int wAt, float[] y, int yAt) {
        ConvAlgorithm algorithm = choices.of(ConvRole.FORWARD, s.doubled());
        if (phased == null || algorithm == ConvAlgorithm.DIRECT || !choices.inPhases(s)) {
            return false;
        }
        phased.doubled(algorithm, s, x, xAt, w, wAt, y, yAt);
        return true;
    }

    /**
     * How a convolution that doubles or halves the size, or its weight gradient, is computed in
     * one, or null where that is a convolution of the larger images and a resampling.
     *
     * @param role which of them
     * @param s the convolution of the larger images
     */
    @Nullable ResizedConv resized(ConvRole role, ConvShape s) {
        return choices.of(role, s) == ConvAlgorithm.DIRECT ? null : resized;
    }

    /** How a convolution that resizes is filtered where it is one of the larger images. */
    ConvAlgorithm algorithm(ConvShape s) {
        return choices.of(ConvRole.FORWARD, s);
    }

    /** The gradient {@code dx} with respect to the input, from that with respect to the result. */
    void inputGrad(ConvShape s, float[] dy, int dyAt, float[] w, int wAt, float[] dx, int dxAt) {
        if (s.isDepthwise()) {
            depthwise.inputGrad(s, dy, dyAt, w, wAt, dx, dxAt);
            return;
        }
        if (pointwise != null && PointwiseConv.suits(s)) {
            pointwise.run(s.turned(), dy, dyAt, w, wAt, 1, s.ci(), dx, dxAt);
            return;
        }
        ConvAlgorithm algorithm = choices.of(ConvRole.INPUT_GRAD, s);
        if (algorithm != ConvAlgorithm.DIRECT) {
            filtered.inputGrad(algorithm, s, dy, dyAt, w, wAt, dx, dxAt);
            return;
        }
        for (int py = 0; py < Math.min(s.stride(), s.h()); py++) {
            for (int px = 0; px < Math.min(s.stride(), s.w()); px++) {
                phase(s, py, px, dy, dyAt, w, wAt, dx, dxAt);
            }
        }
    }

    /**
     * The input gradient at every {@code stride}-th pixel from (py, px) on: only those taps reach
     * them that lie at one phase of the stride, so each phase is a convolution of stride 1.
     */
    private void phase(
            ConvShape s,
            int py,
            int px,
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            float[] dx,
            int dxAt) {
        int[] rows = tapsOfPhase(s.kh(), py + s.pad(), s.stride());
        int[] columns = tapsOfPhase(s.kw(), px + s.pad(), s.stride());
        int taps = rows.length * columns.length;
        int[] tap = new int[taps];
        int[] oy = new int[taps];
        int[] ox = new int[taps];
        for (int t = 0; t < taps; t++) {
            int kh = rows[t / columns.length];
            int kw = columns[t % columns.length];
            tap[t] = kh * s.kw() + kw;
            oy[t] = (py + s.pad() - kh) / s.stride();
            ox[t] = (px + s.pad() - kw) / s.stride();
        }
        int k = s.coPerGroup() * taps;
        Workspace.Pool pool = engine.workspaces();
        float[] mirrored = pool.bulk(Math.max(1, s.ci() * k));
        mirror(s, tap, w, wAt, mirrored);
        int plane = s.h() * s.w();
        int outPlane = s.oh() * s.ow();
        int gridHeight = BlockedProduct.ceil(s.h() - py, s.stride());
        int gridWidth = BlockedProduct.ceil(s.w() - px, s.stride());
        PatchProduct.Plan plan =
                new PatchProduct.Plan(
                        new ColumnMap.Grid(
                                gridHeight, gridWidth, 1, s.oh(), s.ow(), s.co() * outPlane),
                        oy,
                        ox,
                        dy,
                        mirrored,
                        k,
                        new PatchProduct.Target(
                                dx, s.ci() * plane, s.h(), s.w(), s.stride(), py, px));
        int ci = s.ciPerGroup();
        int groupPlanes = s.coPerGroup() * outPlane;
        engine.run(
                new BlockedProduct.Extent(
                        s.groups(), ci, s.n() * gridHeight * gridWidth, k, s.factor()),
                g -> new PatchProduct(plan, dyAt + g * groupPlanes, g * ci * k),
                PatchProduct.sink(plan, dxAt, ci * plane));
        pool.give(mirrored);
    }

    /** Kernel positions that reach pixels of one phase, along one axis. */
    private static int[] tapsOfPhase(int kernel, int phase, int stride) {
        int[] taps = new int[kernel];
        int n = 0;
        for (int k = 0; k < kernel; k++) {
            if ((phase - k) % stride == 0) {
                taps[n++] = k;
            }
        }
        return Arrays.copyOf(taps, n);
    }

    /** Weights with input and output channels exchanged: row ci, column (co, tap). */
    private void mirror(ConvShape s, int[] tap, float[] w, int wAt, float[] to) {
        int ci = s.ciPerGroup();
        int co = s.coPerGroup();
        int taps = s.taps();
        engine.threads()
                .ranges(
                        s.ci(),
                        Math.max(1, 16384 / Math.max(1, co * tap.length)),
                        (from, end) -> {
                            for (int row = from; row < end; row++) {
                                int group = row / ci;
                                int at = row * co * tap.length;
                                for (int o = 0; o < co; o++) {
                                    int base = wAt + ((group * co + o) * ci + row % ci) * taps;
                                    for (int t : tap) {
                                        to[at++] = w[base + t];
                                    }
                                }
                            }
                        });
    }

    /** The gradient {@code dw} with respect to the weights. */
    void weightGrad(ConvShape s, float[] x, int xAt, float[] dy, int dyAt, float[] dw, int dwAt) {
        if (s.isDepthwise()) {
            depthwise.weightGrad(s, x, xAt, dy, dyAt, dw, dwAt);
            return;
        }
        ConvAlgorithm algorithm = choices.of(ConvRole.WEIGHT_GRAD, s);
        if (s.n() > 0 && algorithm != ConvAlgorithm.DIRECT) {
            filtered.weightGrad(algorithm, s, x, xAt, dy, dyAt, dw, dwAt);
        } else {
            weightGrad.run(s, x, xAt, dy, dyAt, dw, dwAt);
        }
    }
}
