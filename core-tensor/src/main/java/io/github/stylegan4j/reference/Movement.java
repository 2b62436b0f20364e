package io.github.stylegan4j.reference;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.Concat;
import io.github.stylegan4j.tensor.Pad;
import java.util.Arrays;

/** The operations that move elements and compute nothing. */
final class Movement {
    private Movement() {}

    static void copy(View[] in, View[] out) {
        for (int i = 0; i < out.length; i++) {
            Elements.write(Elements.read(in[i]), out[i]);
        }
    }

    static void pad(Pad op, View[] in, View[] out) {
        double[] y = new double[out[0].size()];
        int[] step = Arrays.stream(op.interior()).map(n -> n + 1).toArray();
        place(Elements.read(in[0]), in[0].shape(), y, out[0].shape(), op.low(), step);
        Elements.write(y, out[0]);
    }

    static void concat(Concat op, View[] in, View[] out) {
        Shape shape = out[0].shape();
        double[] y = new double[shape.size()];
        int[] start = new int[shape.rank()];
        int[] step = new int[shape.rank()];
        Arrays.fill(step, 1);
        for (View part : in) {
            place(Elements.read(part), part.shape(), y, shape, start, step);
            start[op.axis()] += part.shape().dim(op.axis());
        }
        Elements.write(y, out[0]);
    }

    /** Puts element (i0, i1, ...) of x at (start0 + i0 * step0, start1 + i1 * step1, ...) of y. */
    private static void place(
            double[] x, Shape from, double[] y, Shape to, int[] start, int[] step) {
        int[] strides = to.strides();
        for (int i = 0; i < x.length; i++) {
            int rest = i;
            int at = 0;
            for (int axis = from.rank() - 1; axis >= 0; axis--) {
                int index = rest % from.dim(axis);
                rest /= from.dim(axis);
                at += (start[axis] + index * step[axis]) * strides[axis];
            }
            y[at] = x[i];
        }
    }
}
