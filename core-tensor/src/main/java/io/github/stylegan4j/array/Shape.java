package io.github.stylegan4j.array;

import java.util.Arrays;

/**
 * The extent of a tensor along each axis; immutable.
 *
 * <p>A scalar has rank 0 and one element. An axis may have extent 0. The number of elements is at
 * most 2^31 - 1, the limit of a Java array.
 */
public final class Shape {
    private static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;
    private final int size;

    private Shape(int[] dims) {
        this.dims = dims;
        long n = 1;
        for (int d : dims) {
            if (d < 0) {
                throw new IllegalArgumentException(
                        "Shape " + Arrays.toString(dims) + " has a negative extent");
            }
            n *= d;
            if (n > Integer.MAX_VALUE) {
                throw new ArrayTooLongException(
                        "Shape "
                                + Arrays.toString(dims)
                                + " has more than 2^31 - 1 elements, the most one tensor can hold");
            }
        }
        this.size = (int) n;
    }

    /** The shape with the given extents; no extents give the scalar shape. */
    public static Shape of(int... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    /** The shape of rank 0, one element. */
    public static Shape scalar() {
        return SCALAR;
    }

    /** Number of axes. */
    public int rank() {
        return dims.length;
    }

    /** Number of elements: the product of all extents. */
    public int size() {
        return size;
    }

    /**
     * Extent of one axis.
     *
     * @param axis 0 to rank - 1, or negative to count from the last axis (-1 is the last)
     */
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /** A copy of all extents. */
    public int[] dims() {
        return dims.clone();
    }

    /**
     * The axis number counted from the front.
     *
     * @param axis 0 to rank - 1, or negative to count from the last axis
     * @throws IllegalArgumentException when there is no such axis
     */
    public int axis(int axis) {
        int a = axis < 0 ? axis + dims.length : axis;
        if (a < 0 || a >= dims.length) {
            throw new IllegalArgumentException(
                    "Axis " + axis + " does not exist in shape " + this + " of rank " + rank());
        }
        return a;
    }

    /** Row-major strides in elements: the last axis is contiguous. */
    public int[] strides() {
        int[] s = new int[dims.length];
        int n = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            s[i] = n;
            n *= Math.max(1, dims[i]);
        }
        return s;
    }

    /** This shape with one extent replaced. */
    public Shape with(int axis, int extent) {
        int[] d = dims.clone();
        d[axis(axis)] = extent;
        return new Shape(d);
    }

    /**
     * The shape two operands share under NumPy's broadcasting rule: aligned at the last axis, equal
     * extents or one of them 1.
     *
     * @throws IllegalArgumentException when the shapes do not fit
     */
    public static Shape broadcast(Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] d = new int[rank];
        for (int i = 0; i < rank; i++) {
            int ai = i - (rank - a.rank());
            int bi = i - (rank - b.rank());
            int x = ai < 0 ? 1 : a.dims[ai];
            int y = bi < 0 ? 1 : b.dims[bi];
            if (x != y && x != 1 && y != 1) {
                throw new IllegalArgumentException(
                        "Shapes "
                                + a
                                + " and "
                                + b
                                + " do not broadcast: counted from the last axis, extents must be"
                                + " equal or 1");
            }
            d[i] = x == 1 ? y : x;
        }
        return new Shape(d);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape s && Arrays.equals(dims, s.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** The extents in brackets, for example {@code [16, 3, 32, 32]}. */
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
