package io.github.stylegan4j.reference;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.host.HostBuffer;

/**
 * Moves elements between strided views and plain row-major arrays of doubles, so that the kernels
 * see nothing of strides and element types.
 */
final class Elements {
    private Elements() {}

    /** A row-major copy of a view's elements. */
    static double[] read(View v) {
        HostBuffer from = (HostBuffer) v.buffer();
        double[] to = new double[v.size()];
        if (v.isContiguous() && v.dtype() == DType.FLOAT64) {
            System.arraycopy(from.doubles(), v.size() == 0 ? 0 : v.offset(), to, 0, to.length);
            return to;
        }
        Shape shape = v.shape();
        int[] index = new int[shape.rank()];
        int at = v.offset();
        for (int i = 0; i < to.length; i++) {
            to[i] = from.get(at);
            for (int axis = index.length - 1; axis >= 0; axis--) {
                at += v.stride(axis);
                if (++index[axis] < shape.dim(axis)) {
                    break;
                }
                at -= shape.dim(axis) * v.stride(axis);
                index[axis] = 0;
            }
        }
        return to;
    }

    /** Multiplies every element. */
    static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    /** Stores row-major elements into a contiguous view, rounding to its element type. */
    static void write(double[] from, View v) {
        HostBuffer to = (HostBuffer) v.buffer();
        if (v.dtype() == DType.FLOAT64) {
            System.arraycopy(from, 0, to.doubles(), from.length == 0 ? 0 : v.offset(), from.length);
            return;
        }
        for (int i = 0; i < from.length; i++) {
            to.set(v.offset() + i, from[i]);
        }
    }
}
