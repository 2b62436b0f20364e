package io.github.stylegan4j.array;

import java.util.Arrays;

/**
 * A strided window on a buffer: element {@code (i0, i1, ...)} lies at {@code offset + i0 * stride0
 * + i1 * stride1 + ...}.
 *
 * <p>Strides are in elements and may be zero (an expanded axis) or negative (a flipped one).
 */
public final class View {
    private final Buffer buffer;
    private final Shape shape;
    private final int[] strides;
    private final int offset;
    private final boolean contiguous;

    /** A view with the given strides and offset, both in elements. */
    public View(Buffer buffer, Shape shape, int[] strides, int offset) {
        if (strides.length != shape.rank()) {
            throw new IllegalArgumentException(
                    "Shape "
                            + shape
                            + " needs "
                            + shape.rank()
                            + " strides, got "
                            + strides.length);
        }
        this.buffer = buffer;
        this.shape = shape;
        this.strides = strides.clone();
        this.offset = offset;
        this.contiguous = isRowMajor(shape, strides);
    }

    /** The row-major view of the first {@code shape.size()} elements of a buffer. */
    public static View contiguous(Buffer buffer, Shape shape) {
        return new View(buffer, shape, shape.strides(), 0);
    }

    private static boolean isRowMajor(Shape shape, int[] strides) {
        int expected = 1;
        for (int i = shape.rank() - 1; i >= 0; i--) {
            int d = shape.dim(i);
            if (d == 0) {
                return true;
            }
            if (d != 1 && strides[i] != expected) {
                return false;
            }
            expected *= d;
        }
        return true;
    }

    /** The buffer looked at. */
    public Buffer buffer() {
        return buffer;
    }

    /** Extents. */
    public Shape shape() {
        return shape;
    }

    /** Number of elements. */
    public int size() {
        return shape.size();
    }

    /** Element type. */
    public DType dtype() {
        return buffer.dtype();
    }

    /** Stride of one axis (0 to rank - 1) in elements. */
    public int stride(int axis) {
        return strides[axis];
    }

    /** A copy of all strides in elements. */
    public int[] strides() {
        return strides.clone();
    }

    /** Position of the first element in the buffer. */
    public int offset() {
        return offset;
    }

    /** Whether the elements stand row-major and without gaps from {@link #offset()} on. */
    public boolean isContiguous() {
        return contiguous;
    }

    @Override
    public String toString() {
        return buffer.dtype() + shape.toString() + " strides " + Arrays.toString(strides);
    }
}
