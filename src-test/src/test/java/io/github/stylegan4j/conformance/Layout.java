package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How an operand lies in memory: the same elements, seen through different strides and offsets.
 * What lies between and around the elements is not a number, so that a read beside them shows.
 */
enum Layout {
    /** Row-major from the start of the buffer. */
    PLAIN,
    /** Row-major, but further on in the buffer. */
    OFFSET,
    /** Axes stored in reverse order. */
    PERMUTED,
    /** Every axis stored backwards: negative strides. */
    FLIPPED,
    /** Every second element of the last axis. */
    STEPPED,
    /** One element repeated along the first axis: stride 0. */
    EXPANDED_FIRST,
    /** One element repeated along the last axis: stride 0. */
    EXPANDED_LAST;

    private static final int LEAD = 5;

    /** The plainest layout that holds the same values: itself only where it repeats an element. */
    Layout plainest() {
        return switch (this) {
            case EXPANDED_FIRST, EXPANDED_LAST -> this;
            default -> PLAIN;
        };
    }

    /** The values changed so that this layout can hold them: equal along a repeated axis. */
    double[] constrain(Shape shape, double[] values) {
        int axis = repeatedAxis(shape);
        if (axis < 0 || values.length == 0) {
            return values;
        }
        int stride = shape.strides()[axis];
        double[] equal = new double[values.length];
        for (int i = 0; i < equal.length; i++) {
            equal[i] = values[i - i / stride % shape.dim(axis) * stride];
        }
        return equal;
    }

    private int repeatedAxis(Shape shape) {
        return switch (this) {
            case EXPANDED_FIRST -> shape.rank() > 0 ? 0 : -1;
            case EXPANDED_LAST -> shape.rank() - 1;
            default -> -1;
        };
    }

    /** A tensor of these elements that lies so in memory. */
    Tensor present(Backend backend, DType dtype, Shape shape, double[] values) {
        int rank = shape.rank();
        int[] axes = IntStream.range(0, rank).toArray();
        return switch (this) {
            case PLAIN -> Tensors.of(backend, dtype, shape, values);
            case OFFSET -> {
                double[] stored = junk(LEAD + values.length + LEAD);
                System.arraycopy(values, 0, stored, LEAD, values.length);
                yield Tensors.of(backend, dtype, Shape.of(stored.length), stored)
                        .slice(0, LEAD, LEAD + values.length)
                        .reshape(shape);
            }
            case PERMUTED -> {
                int[] reversed = IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
                Shape stored = Shape.of(Arrays.stream(reversed).map(shape::dim).toArray());
                double[] moved =
                        scatter(shape, values, stored.size(), reverse(stored.strides()), 0);
                yield Tensors.of(backend, dtype, stored, moved).permute(reversed);
            }
            case FLIPPED -> {
                int[] strides = Arrays.stream(shape.strides()).map(s -> -s).toArray();
                double[] moved = scatter(shape, values, values.length, strides, values.length - 1);
                yield Tensors.of(backend, dtype, shape, moved).flip(axes);
            }
            case STEPPED -> {
                if (rank == 0) {
                    yield OFFSET.present(backend, dtype, shape, values);
                }
                Shape stored = shape.with(-1, 2 * shape.dim(-1));
                int[] strides = stored.strides();
                strides[rank - 1] = 2;
                yield Tensors.of(
                                backend,
                                dtype,
                                stored,
                                scatter(shape, values, stored.size(), strides, 0))
                        .slice(-1, 0, stored.dim(-1), 2);
            }
            case EXPANDED_FIRST, EXPANDED_LAST -> expanded(backend, dtype, shape, values);
        };
    }

    private Tensor expanded(Backend backend, DType dtype, Shape shape, double[] values) {
        int axis = repeatedAxis(shape);
        if (axis < 0 || values.length == 0) {
            return Tensors.of(backend, dtype, shape, values);
        }
        Shape stored = shape.with(axis, 1);
        int[] strides = stored.strides();
        strides[axis] = 0;
        return Tensors.of(backend, dtype, stored, scatter(shape, values, stored.size(), strides, 0))
                .expand(shape);
    }

    private static double[] junk(int n) {
        double[] v = new double[n];
        Arrays.fill(v, Double.NaN);
        return v;
    }

    private static int[] reverse(int[] a) {
        return IntStream.range(0, a.length).map(i -> a[a.length - 1 - i]).toArray();
    }

    /** Stores row-major values at the positions that strides and an offset give. */
    private static double[] scatter(
            Shape shape, double[] values, int size, int[] strides, int offset) {
        double[] stored = junk(size);
        int[] dims = shape.dims();
        int[] index = new int[dims.length];
        int at = offset;
        for (double value : values) {
            stored[at] = value;
            for (int axis = dims.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < dims[axis]) {
                    break;
                }
                at -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }
        return stored;
    }
}
