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
 * the image position exists. Each sums over the triples the product of two into the third.
 */
final class Convolution {
    private Convolution() {}

    /** Receives the flat positions of one triple. */
    @FunctionalInterface
    private interface Triple {
        void visit(int x, int w, int g);
    }

    static void forward(Conv2d op, View[] in, View[] out) {
        double[] x = Elements.read(in[0]);
        double[] w = Elements.read(in[1]);
        double[] y = new double[out[0].size()];
        triples(
                in[0].shape(),
                in[1].shape(),
                out[0].shape(),
                op,
                (xi, wi, gi) -> y[gi] += x[xi] * w[wi]);
        Elements.write(y, out[0]);
    }

    static void inputGrad(Conv2dInputGrad op, View[] in, View[] out) {
        double[] g = Elements.read(in[0]);
        double[] w = Elements.read(in[1]);
        double[] x = new double[out[0].size()];
        triples(
                out[0].shape(),
                in[1].shape(),
                in[0].shape(),
                new Conv2d(op.stride(), op.pad(), op.groups()),
                (xi, wi, gi) -> x[xi] += g[gi] * w[wi]);
        Elements.write(x, out[0]);
    }

    static void weightGrad(Conv2dWeightGrad op, View[] in, View[] out) {
        double[] x = Elements.read(in[0]);
        double[] g = Elements.read(in[1]);
        double[] w = new double[out[0].size()];
        triples(
                in[0].shape(),
                out[0].shape(),
                in[1].shape(),
                new Conv2d(op.stride(), op.pad(), op.groups()),
                (xi, wi, gi) -> w[wi] += x[xi] * g[gi]);
        Elements.write(w, out[0]);
    }

    private static void triples(Shape x, Shape w, Shape g, Conv2d op, Triple each) {
        int outputsPerGroup = g.dim(1) / op.groups();
        for (int n = 0; n < g.dim(0); n++) {
            for (int o = 0; o < g.dim(1); o++) {
                int firstChannel = o / outputsPerGroup * w.dim(1);
                for (int oy = 0; oy < g.dim(2); oy++) {
                    for (int ox = 0; ox < g.dim(3); ox++) {
                        int gi = ((n * g.dim(1) + o) * g.dim(2) + oy) * g.dim(3) + ox;
                        for (int c = 0; c < w.dim(1); c++) {
                            int image = (n * x.dim(1) + firstChannel + c) * x.dim(2);
                            int kernel = (o * w.dim(1) + c) * w.dim(2);
                            window(x, w, op, oy, ox, image, kernel, gi, each);
                        }
                    }
                }
            }
        }
    }

    /** The triples of one output position in one channel. */
    private static void window(
            Shape x,
            Shape w,
            Conv2d op,
            int oy,
            int ox,
            int imageRow,
            int kernelRow,
            int gi,
            Triple each) {
        for (int ky = 0; ky < w.dim(2); ky++) {
            int iy = oy * op.stride() - op.pad() + ky;
            if (iy < 0 || iy >= x.dim(2)) {
                continue;
            }
            for (int kx = 0; kx < w.dim(3); kx++) {
                int ix = ox * op.stride() - op.pad() + kx;
                if (ix >= 0 && ix < x.dim(3)) {
                    each.visit(
                            (imageRow + iy) * x.dim(3) + ix, (kernelRow + ky) * w.dim(3) + kx, gi);
                }
            }
        }
    }
}
