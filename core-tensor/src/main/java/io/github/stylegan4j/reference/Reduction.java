package io.github.stylegan4j.reference;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.Reduce;
import io.github.stylegan4j.tensor.ReduceKind;
import java.util.Arrays;

/** Sums and extremes along axes. */
final class Reduction {
    private Reduction() {}

    static void reduce(Reduce op, View[] in, View[] out) {
        double[] x = Elements.read(in[0]);
        double[] y = new double[out[0].size()];
        Arrays.fill(y, neutral(op.kind()));
        Shape from = in[0].shape();
        // The reduced axes have extent 1 in the result; a stride of 0 stays on their only element.
        int[] strides = out[0].shape().strides();
        for (int axis : op.axes()) {
            strides[axis] = 0;
        }
        for (int i = 0; i < x.length; i++) {
            int rest = i;
            int at = 0;
            for (int axis = from.rank() - 1; axis >= 0; axis--) {
                at += rest % from.dim(axis) * strides[axis];
                rest /= from.dim(axis);
            }
            y[at] = combine(op.kind(), y[at], x[i]);
        }
        Elements.write(y, out[0]);
    }

    private static double neutral(ReduceKind kind) {
        return switch (kind) {
            case SUM -> 0;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
        };
    }

    private static double combine(ReduceKind kind, double a, double b) {
        return switch (kind) {
            case SUM -> a + b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }
}
