package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import java.util.Arrays;

/**
 * A regular part: along each axis every {@code step}-th element from {@code start} (included) to
 * {@code stop} (excluded). The arrays are not to be modified.
 *
 * @param start first index per axis
 * @param stop end per axis
 * @param step distance per axis, 1 or more
 */
public record Slice(int[] start, int[] stop, int[] step) implements ViewOp {
    @Override
    public Shape outputShape(Shape... inputs) {
        Shape s = inputs[0];
        int[] dims = new int[s.rank()];
        for (int i = 0; i < dims.length; i++) {
            if (start[i] < 0 || stop[i] < start[i] || stop[i] > s.dim(i) || step[i] < 1) {
                throw new IllegalArgumentException(
                        "Slice "
                                + start[i]
                                + ":"
                                + stop[i]
                                + ":"
                                + step[i]
                                + " does not fit axis "
                                + i
                                + " of "
                                + s
                                + "; allowed is 0 <= start <= stop <= "
                                + s.dim(i)
                                + " and step >= 1");
            }
            dims[i] = stop[i] == start[i] ? 0 : (stop[i] - start[i] - 1) / step[i] + 1;
        }
        return Shape.of(dims);
    }

    @Override
    public View apply(View x) {
        Shape out = outputShape(x.shape());
        int[] strides = x.strides();
        int offset = x.offset();
        for (int i = 0; i < strides.length; i++) {
            if (out.dim(i) > 0) {
                offset += start[i] * strides[i];
            }
            strides[i] *= step[i];
        }
        return new View(x.buffer(), out, strides, offset);
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        int rank = start.length;
        int[] high = new int[rank];
        int[] low = start.clone();
        int[] interior = new int[rank];
        for (int i = 0; i < rank; i++) {
            int n = g.dim(i);
            interior[i] = step[i] - 1;
            int covered = n == 0 ? 0 : (n - 1) * step[i] + 1;
            high[i] = x[0].dim(i) - low[i] - covered;
        }
        return Tensors.apply(new Pad(low, high, interior), g);
    }

    @Override
    public String toString() {
        return "slice" + Arrays.toString(start) + Arrays.toString(stop) + Arrays.toString(step);
    }
}
