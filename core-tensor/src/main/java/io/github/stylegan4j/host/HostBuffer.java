package io.github.stylegan4j.host;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import org.jspecify.annotations.Nullable;

/** A buffer that is a Java array: {@code float[]} or {@code double[]} by its element type. */
public final class HostBuffer implements Buffer {
    private final DType dtype;
    private final int length;
    private final float @Nullable [] floats;
    private final double @Nullable [] doubles;

    /** A buffer of {@code length} zeros. */
    public HostBuffer(DType dtype, int length) {
        this.dtype = dtype;
        this.floats = dtype == DType.FLOAT32 ? new float[length] : null;
        this.doubles = dtype == DType.FLOAT64 ? new double[length] : null;
        this.length = length;
    }

    /** A buffer of {@code length} elements in an array that others use too. */
    private HostBuffer(HostBuffer shared, int length) {
        this.dtype = shared.dtype;
        this.floats = shared.floats;
        this.doubles = shared.doubles;
        this.length = length;
    }

    /** A buffer over the first elements of this one's array; what it holds means nothing. */
    HostBuffer sharing(int newLength) {
        return new HostBuffer(this, newLength);
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public int length() {
        return length;
    }

    /**
     * The array itself.
     *
     * @throws IllegalStateException when the elements are not single precision
     */
    public float[] floats() {
        if (floats == null) {
            throw new IllegalStateException("This buffer holds " + dtype + ", not FLOAT32");
        }
        return floats;
    }

    /**
     * The array itself.
     *
     * @throws IllegalStateException when the elements are not double precision
     */
    public double[] doubles() {
        if (doubles == null) {
            throw new IllegalStateException("This buffer holds " + dtype + ", not FLOAT64");
        }
        return doubles;
    }

    /** Element {@code i}, widened if need be. */
    public double get(int i) {
        return floats != null ? floats[i] : doubles()[i];
    }

    /** Sets element {@code i}, rounded to nearest if need be. */
    public void set(int i, double value) {
        if (floats != null) {
            floats[i] = (float) value;
        } else {
            doubles()[i] = value;
        }
    }
}
