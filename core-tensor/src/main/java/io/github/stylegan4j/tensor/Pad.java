package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import java.util.Arrays;

/**
 * Adds zeros: {@code low} before, {@code high} after and {@code interior} between neighbours, per
 * axis. The arrays are not to be modified.
 *
 * @param low zeros before the first element
 * @param high zeros after the last element
 * @param interior zeros between each two neighbours
 */
public record Pad(int[] low, int[] high, int[] interior) implements PrimitiveOp {
    @Override
    public Shape outputShape(Shape... inputs) {
        int[] d = inputs[0].dims();
        for (int i = 0; i < d.length; i++) {
            if (low[i] < 0 || high[i] < 0 || interior[i] < 0) {
                throw new IllegalArgumentException(
                        "Padding must not be negative, got " + this + " for " + inputs[0]);
            }
            d[i] += low[i] + high[i] + Math.max(0, d[i] - 1) * interior[i];
        }
        return Shape.of(d);
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        int[] stop = new int[low.length];
        int[] step = new int[low.length];
        for (int i = 0; i < low.length; i++) {
            int n = x[0].dim(i);
            step[i] = interior[i] + 1;
            stop[i] = n == 0 ? low[i] : low[i] + (n - 1) * step[i] + 1;
        }
        return Tensors.apply(new Slice(low, stop, step), g);
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return false;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }

    @Override
    public String toString() {
        return "pad" + Arrays.toString(low) + Arrays.toString(high) + Arrays.toString(interior);
    }
}
