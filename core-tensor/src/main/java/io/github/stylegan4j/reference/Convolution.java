package io.github.stylegan4j.reference;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;

/**
 * The convolution and its two adjoints.
 *
 * <p>All three visit the same triples of elements: gradient g[n, o, oy, ox], image x[n, c, oy *
 * stride - pad + ky, ox * stride - pad + kx] and weight w[o, c, ky, kx] belong together wherever
 * the image position exists. Each sums over the triples the product of two into the third, times a
 * factor.
 */
final class Convolution {
    private Convolution() {}

    /**
     * Receives the triples of one weight and one row of the gradient: for i from 0 to count - 1 the
     * flat positions x + i * stride, w, and g + i.
     */
    @FunctionalInterface
    private interface Triples {
        void visit(int x, int w, int g, int count);
    }

    static void forward(Conv2d op, View[] in, View[] out) {
        double[] x = Elements.read(in[0]);
        double[] w = Elements.read(in[1]);
        double[] y = new double[out[0].size()];
        int stride = op.stride();
        triples(
                in[0].shape(),
                in[1].shape(),
                out[0].shape(),
                op,
                (xi, wi, gi, count) -> {
                    for (int i = 0; i < count; i++) {
                        y[gi + i] += x[xi + i * stride] * w[wi];
                    }
                });
        Elements.scale(y, op.factor());
        Elements.write(y, out[0]);
    }

    static void inputGrad(Conv2dInputGrad op, View[] in, View[] out) {
        double[] g = Elements.read(in[0]);
        double[] w = Elements.read(in[1]);
        double[] x = new double[out[0].size()];
        int stride = op.stride();
        triples(
                out[0].shape(),
                in[1].shape(),
                in[0].shape(),
                op.forward(),
                (xi, wi, gi, count) -> {
                    for (int i = 0; i < count; i++) {
                        x[xi + i * stride] += g[gi + i] * w[wi];
                    }
                });
        Elements.scale(x, op.factor());
        Elements.write(x, out[0]);
    }

    static void weightGrad(Conv2dWeightGrad op, View[] in, View[] out) {
        double[] x = Elements.read(in[0]);
        double[] g = Elements.read(in[1]);
        double[] w = new double[out[0].size()];
        int stride = op.stride();
        triples(
                in[0].shape(),
                out[0].shape(),
                in[1].shape(),
                op.forward(),
                (xi, wi, gi, count) -> {
                    for (int i = 0; i < count; i++) {
                        w[wi] += x[xi + i * stride] * g[gi + i];
                    }
                });
        Elements.scale(w, op.factor());
        Elements.write(w, out[0]);
    }

    private static void triples(Shape x, Shape w, Shape g, Conv2d op, Triples each) {
        int outputsPerGroup = g.dim(1) / op.groups();
        for (int n = 0; n < g.dim(0); n++) {
            for (int o = 0; o < g.dim(1); o++) {
                int firstChannel = o / outputsPerGroup * w.dim(1);
                for (int c = 0; c < w.dim(1); c++) {
                    int image = (n * x.dim(1) + firstChannel + c) * x.dim(2);
                    int kernel = (o * w.dim(1) + c) * w.dim(2);
                    int result = (n * g.dim(1) + o) * g.dim(2);
                    planes(x, w, g, op, image, kernel, result, each);
                }
            }
        }
    }

    /** The triples of one image plane, one kernel and one result plane, given their first rows. */
    private static void planes(
            Shape x,
            Shape w,
            Shape g,
            Conv2d op,
            int imageRow,
            int kernelRow,
            int resultRow,
            Triples each) {
        int stride = op.stride();
        for (int ky = 0; ky < w.dim(2); ky++) {
            for (int kx = 0; kx < w.dim(3); kx++) {
                int from = firstInside(op.pad() - kx, stride);
                int to = Math.min(g.dim(3), firstInside(x.dim(3) + op.pad() - kx, stride));
                int wi = (kernelRow + ky) * w.dim(3) + kx;
                for (int oy = 0; oy < g.dim(2) && from < to; oy++) {
                    int iy = oy * stride - op.pad() + ky;
                    if (iy >= 0 && iy < x.dim(2)) {
                        int xi = (imageRow + iy) * x.dim(3) + from * stride - op.pad() + kx;
                        each.visit(xi, wi, (resultRow + oy) * g.dim(3) + from, to - from);
                    }
                }
            }
        }
    }

    /** The smallest position from 0 on whose window starts at {@code border} or beyond. */
    private static int firstInside(int border, int stride) {
        return Math.max(0, Math.floorDiv(border + stride - 1, stride));
    }
}
