package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import java.util.Arrays;

/**
 * The axes that some operands share, as few as their strides allow, and in the form kernels take:
 * eight extents and eight strides per operand, outermost first, filled up with extents of 1.
 */
final class Axes {
    /** How many axes a kernel can walk. */
    static final int MOST = 8;

    private final int[] dims = new int[MOST];
    private final int[][] strides;
    private int rank;

    /**
     * Axes of the given extents.
     *
     * @param extents extent per axis, none of them 0
     * @param operandStrides for each operand its stride per axis
     * @throws IllegalArgumentException when more than eight axes cannot be merged
     */
    Axes(int[] extents, int[]... operandStrides) {
        strides = new int[operandStrides.length][MOST];
        Arrays.fill(dims, 1);
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            if (extents[axis] == 1) {
                continue;
            }
            if (rank > 0 && continues(axis, operandStrides)) {
                dims[MOST - rank] *= extents[axis];
                continue;
            }
            if (rank == MOST) {
                throw new IllegalArgumentException(
                        "An operation on a tensor of extents "
                                + Arrays.toString(extents)
                                + " walks more than "
                                + MOST
                                + " axes; make its inputs contiguous with copy() first");
            }
            rank++;
            dims[MOST - rank] = extents[axis];
            for (int i = 0; i < strides.length; i++) {
                strides[i][MOST - rank] = operandStrides[i][axis];
            }
        }
    }

    /** The axes of views of one shape. */
    static Axes of(Shape shape, View... views) {
        int[][] strides = new int[views.length][];
        for (int i = 0; i < views.length; i++) {
            strides[i] = views[i].strides();
        }
        return new Axes(shape.dims(), strides);
    }

    /** Whether a step along this axis is, for every operand, one past the end of the next. */
    private boolean continues(int axis, int[][] operandStrides) {
        int inner = MOST - rank;
        for (int i = 0; i < strides.length; i++) {
            if (operandStrides[i][axis] != (long) strides[i][inner] * dims[inner]) {
                return false;
            }
        }
        return true;
    }

    /** Whether an operand's rows are dense and each begins at a multiple of some elements. */
    boolean rowsAlignedBy(int elements, int operand) {
        boolean aligned = lastStride(operand) == 1 && (rank <= 1 || last() % elements == 0);
        for (int axis = MOST - rank; axis < MOST - 1; axis++) {
            aligned &= strides[operand][axis] % elements == 0;
        }
        return aligned;
    }

    /** Eight extents. */
    int[] dims() {
        return dims;
    }

    /** Eight strides of one operand. */
    int[] strides(int operand) {
        return strides[operand];
    }

    /** How many axes have an extent other than 1. */
    int rank() {
        return rank;
    }

    /** Extent of the last axis. */
    int last() {
        return dims[MOST - 1];
    }

    /** Stride of one operand along the last axis. */
    int lastStride(int operand) {
        return strides[operand][MOST - 1];
    }
}
