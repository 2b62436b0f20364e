package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.fused.AdaIn;
import io.github.stylegan4j.tensor.fused.AffineSample;
import io.github.stylegan4j.tensor.fused.AllFinite;
import io.github.stylegan4j.tensor.fused.BiasAct;
import io.github.stylegan4j.tensor.fused.ConvAct;
import io.github.stylegan4j.tensor.fused.DownConv;
import io.github.stylegan4j.tensor.fused.Filter;
import io.github.stylegan4j.tensor.fused.InstanceNorm;
import io.github.stylegan4j.tensor.fused.InstanceNormGrad;
import io.github.stylegan4j.tensor.fused.LeakyReluGrad;
import io.github.stylegan4j.tensor.fused.MinibatchStd;
import io.github.stylegan4j.tensor.fused.NoiseBiasAct;
import io.github.stylegan4j.tensor.fused.PixelNorm;
import io.github.stylegan4j.tensor.fused.PlaneDot;
import io.github.stylegan4j.tensor.fused.Resample2d;
import io.github.stylegan4j.tensor.fused.ResizedConvWeightGrad;
import io.github.stylegan4j.tensor.fused.StyledAct;
import io.github.stylegan4j.tensor.fused.UpConv;
import io.github.stylegan4j.tensor.fused.UpConvBlur;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Rows of the fused operations. Operands of leaky ReLUs lie on grids that keep their sums away from
 * the kink.
 */
final class FusedCases {
    private static final double EPSILON = 1e-8;

    private final List<OpCase> cases = new ArrayList<>();
    private final RandomGenerator random = Seeds.random("fused");

    private FusedCases() {}

    static List<OpCase> all() {
        FusedCases fused = new FusedCases();
        for (int i = 0; i < 4; i++) {
            fused.images(fused.randomImages(), false);
        }
        fused.images(new int[] {1, 1, 2, 2}, false);
        fused.images(new int[] {3, 2, 1, 5}, false);
        fused.images(new int[] {4, 65, 16, 17}, true);
        fused.images(new int[] {2, 3, 64, 33}, true);
        fused.vectors();
        fused.finiteness();
        fused.resamplings();
        fused.movements();
        fused.convolutions();
        fused.doublings();
        return fused.cases;
    }

    private int[] randomImages() {
        return new int[] {
            random.nextInt(1, 5), random.nextInt(1, 8), random.nextInt(2, 10), random.nextInt(2, 10)
        };
    }

    private void add(boolean large, Op op, Precision precision, Operand... operands) {
        OpCase c = OpCase.of(op, precision, operands);
        cases.add(large ? c.large() : c);
    }

    private void images(int[] dims, boolean large) {
        int n = dims[0];
        int c = dims[1];
        Operand x = Operand.normal(dims);
        Operand kinked = Operand.of(Domain.OFF_GRID, dims);
        Operand channels = Operand.of(Domain.ON_GRID, c);
        Operand style = Operand.normal(n, c);
        for (double slope : new double[] {0.2, 1}) {
            add(large, new BiasAct(slope), Precision.ELEMENT, kinked, channels);
            add(large, new LeakyReluGrad(slope), Precision.ELEMENT, kinked, x);
            for (int each : new int[] {1, n}) {
                Operand noise = Operand.of(Domain.SIGNS, each, 1, dims[2], dims[3]);
                NoiseBiasAct op = new NoiseBiasAct(slope);
                add(large, op, Precision.ELEMENT, kinked, noise, channels, channels);
            }
        }
        normalization(large, new InstanceNorm(EPSILON), x);
        normalization(large, new InstanceNormGrad(EPSILON), x, x);
        normalization(large, new AdaIn(EPSILON), x, style, style);
        for (StyledInputs inputs : StyledInputs.of(dims)) {
            normalization(large, new StyledAct(inputs.slope(), EPSILON), inputs.operands());
        }
        if (c > 1) {
            add(large, new PixelNorm(EPSILON), Precision.SUM, x);
        }
        add(large, new PlaneDot(), Precision.SUM, x, x);
        // Two samples that nearly agree would put the root at its steepest.
        Domain apart = large ? Domain.NORMAL : Domain.DISTINCT;
        Operand samples = Operand.of(apart, n % 2 == 0 ? 8 : 3, c, 3, 2);
        add(large, new MinibatchStd(4), Precision.SUM, samples);
        add(large, new MinibatchStd(1), Precision.SUM, Operand.of(apart, dims));
        add(large, new MinibatchStd(n), Precision.SUM, Operand.of(apart, dims));
    }

    /** Planes of equal elements, with a variance of 0, would only magnify rounding. */
    private void normalization(boolean large, Op op, Operand... operands) {
        OpCase c = OpCase.of(op, Precision.SUM, operands).varied();
        cases.add(large ? c.valuesOnly() : c);
    }

    private void convolutions() {
        convolution(false, new Conv2d(1, 1, 1), new int[] {2, 3, 4, 5}, 4, 3);
        convolution(false, new Conv2d(1, 0, 1), new int[] {3, 2, 3, 4}, 1, 1);
        convolution(false, new Conv2d(2, 1, 2, -2), new int[] {2, 4, 6, 5}, 6, 4);
        convolution(true, new Conv2d(1, 1, 1, -2), new int[] {3, 16, 9, 13}, 17, 3);
        convolution(true, new Conv2d(1, 1, 1), new int[] {2, 33, 16, 16}, 9, 3);
        convolution(true, new Conv2d(1, 1, 1, -2), new int[] {1, 8, 64, 40}, 12, 3);
        convolution(true, new Conv2d(1, 1, 1), new int[] {2, 9, 97, 96}, 8, 3);
        convolution(true, new Conv2d(1, 0, 1), new int[] {2, 3, 17, 16}, 20, 1);
        convolution(true, new Conv2d(1, 0, 1, -2), new int[] {2, 18, 41, 60}, 3, 1);
        convolution(true, new Conv2d(1, 1, 1, -2), new int[] {2, 200, 4, 4}, 3, 3);
        convolution(true, new Conv2d(2, 1, 1), new int[] {2, 3, 16, 16}, 5, 4);
    }

    private void doublings() {
        doubling(false, new int[] {2, 3, 4, 5}, 4, 3);
        doubling(false, new int[] {1, 2, 1, 2}, 1, 1);
        doubling(false, new int[] {1, 1, 3, 2}, 2, 5);
        doubling(true, new int[] {3, 16, 9, 13}, 17, 3);
        doubling(true, new int[] {2, 8, 33, 32}, 9, 3);
        doubling(true, new int[] {1, 9, 64, 48}, 8, 3);
        doubling(true, new int[] {0, 9, 8, 8}, 8, 3);
        doubling(true, new int[] {2, 8, 5, 7}, 33, 3);
        doubling(true, new int[] {5, 40, 4, 4}, 24, 3);
        doubling(true, new int[] {0, 8, 32, 32}, 8, 3);
    }

    private void doubling(boolean large, int[] images, int out, int kernel) {
        Operand w = Operand.normal(out, images[1], kernel, kernel);
        Operand x = Operand.normal(images);
        add(large, new UpConvBlur(-0.7), Precision.SUM, x, w);
        add(large, new UpConv(-1.5), Precision.SUM, x, w);
        Operand twice = Operand.normal(images[0], images[1], 2 * images[2], 2 * images[3]);
        add(large, new DownConv(0.25), Precision.SUM, twice, w);
        Operand small = Operand.normal(images[0], out, images[2], images[3]);
        add(large, new ResizedConvWeightGrad(0.75, kernel), Precision.SUM, twice, small);
    }

    /** All sums before the kink are odd multiples of 1/16. */
    private void convolution(boolean large, Conv2d conv, int[] images, int out, int kernel) {
        Operand x = Operand.of(Domain.SIGNS, images);
        Operand w = Operand.of(Domain.ON_GRID, out, images[1] / conv.groups(), kernel, kernel);
        Operand bias = Operand.of(Domain.OFF_GRID, out);
        Operand strength = Operand.of(Domain.ON_GRID, out);
        Shape y = conv.outputShape(x.shape(), w.shape());
        for (double slope : new double[] {0.2, 1}) {
            ConvAct op = new ConvAct(conv, slope);
            add(large, op, Precision.SUM, x, w, bias);
            for (int each : new int[] {1, y.dim(0)}) {
                Operand noise = Operand.of(Domain.SIGNS, each, 1, y.dim(2), y.dim(3));
                add(large, op, Precision.SUM, x, w, bias, noise, strength);
            }
        }
    }

    private void vectors() {
        Operand x = Operand.of(Domain.OFF_GRID, 5, 7);
        Operand bias = Operand.of(Domain.ON_GRID, 7);
        add(false, new BiasAct(0.2), Precision.ELEMENT, x, bias);
        add(false, new PixelNorm(EPSILON), Precision.SUM, Operand.normal(5, 7));
        add(true, new BiasAct(0.2), Precision.ELEMENT, Operand.normal(0, 7), bias);
        add(true, new BiasAct(0.2), Precision.ELEMENT, Operand.normal(33, 513), bias(513));
        add(true, new PixelNorm(EPSILON), Precision.SUM, Operand.normal(33, 513));
        add(true, new PixelNorm(EPSILON), Precision.SUM, Operand.of(Domain.POSITIVE, 4, 1, 3, 3));
        add(true, new InstanceNorm(EPSILON), Precision.SUM, Operand.normal(2, 3, 1, 1));
        add(true, new LeakyReluGrad(0.2), Precision.ELEMENT, Operand.normal(7), Operand.normal(7));
    }

    private static Operand bias(int channels) {
        return Operand.of(Domain.NORMAL, channels);
    }

    private void finiteness() {
        Operand x = Operand.normal(3, 5);
        Operand large = Operand.normal(7, 33, 65);
        Operand nan = Operand.of(Domain.LAST_NAN, 4, 33, 129);
        Operand infinite = Operand.of(Domain.FIRST_INFINITE, 9);
        add(false, new AllFinite(), Precision.EXACT, x, large, Operand.normal(0), Operand.normal());
        add(true, new AllFinite(), Precision.EXACT, x, nan);
        add(true, new AllFinite(), Precision.EXACT, infinite, x);
        add(true, new AllFinite(), Precision.EXACT, Operand.normal(0));
    }

    /** Matrices of small whole numbers: differences leave them alone, as derivatives do. */
    private void movements() {
        for (boolean reflect : new boolean[] {false, true}) {
            for (boolean adjoint : new boolean[] {false, true}) {
                AffineSample op = new AffineSample(reflect, adjoint);
                Operand bits = Operand.of(Domain.BITS, 2, 6);
                add(false, op, Precision.SUM, Operand.normal(2, 3, 5, 4), bits);
                add(false, op, Precision.SUM, Operand.normal(2, 1, 1, 7), bits);
                Operand eighths = Operand.of(Domain.ON_GRID, 3, 6);
                add(true, op, Precision.SUM, Operand.normal(3, 17, 33, 31), eighths);
            }
        }
    }

    private void resamplings() {
        Filter lopsided = Filter.of(3, 1, 2, 3, -4, 5, 6, 7, -8, 9);
        Resample2d[] ops = {
            Resample2d.blur(),
            Resample2d.upNearest(),
            Resample2d.downBox(),
            new Resample2d(1, 1, 2, 0, lopsided),
            new Resample2d(2, 1, 2, 1, lopsided),
            new Resample2d(1, 2, 1, 1, lopsided),
            new Resample2d(3, 2, 0, 2, lopsided),
            new Resample2d(2, 3, 1, -1, 2, lopsided),
            new Resample2d(2, 1, 2, 1, Filter.outer(1, 3, 3, 1)),
            new Resample2d(1, 1, 0, 0, Filter.of(1, 0.5)),
        };
        for (Resample2d op : ops) {
            add(false, op, Precision.SUM, Operand.normal(2, 3, 8, 6));
            add(false, op, Precision.SUM, Operand.normal(1, 2, 5, 7));
            add(true, op, Precision.SUM, Operand.normal(3, 17, 33, 31));
            add(true, op, Precision.SUM, Operand.normal(1, 2, 64, 64));
        }
    }
}
