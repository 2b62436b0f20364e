package io.github.stylegan4j.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * An array in host memory as tensor files hold it: an element type, a shape, and the elements in C
 * order (last axis fastest), little-endian.
 *
 * <p>A shape of length 0 is a scalar with one element; a dimension of 0 makes an empty array. One
 * array holds less than 2 GiB. Instances are immutable unless the caller changes the memory that
 * was given to {@link #wrap}.
 */
public final class HostTensor {
    /** The largest number of dimensions, that of NumPy 2. */
    public static final int MAX_RANK = 64;

    private static final int WRITE_CHUNK = 1 << 16;

    private final ElementType type;
    private final int[] shape;
    private final ByteBuffer data;

    private HostTensor(ElementType type, int[] shape, ByteBuffer data) {
        this.type = type;
        this.shape = shape;
        this.data = data.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Uses existing memory without copying it.
     *
     * @param type the type of the elements
     * @param data the elements between position and limit, in C order and little-endian
     * @param shape the dimensions
     * @return the array over that memory
     * @throws IllegalArgumentException if the shape does not need exactly the bytes that remain
     */
    public static HostTensor wrap(ElementType type, ByteBuffer data, int... shape) {
        Objects.requireNonNull(type, "type");
        int[] ownShape = shape.clone();
        int needed = byteSize(type, ownShape);
        if (needed != data.remaining()) {
            throw new IllegalArgumentException(
                    "data: found "
                            + data.remaining()
                            + " bytes; "
                            + describe(type, ownShape)
                            + " takes "
                            + needed);
        }
        return new HostTensor(type, ownShape, data.slice());
    }

    /**
     * Copies single-precision numbers.
     *
     * @param values the elements in C order
     * @param shape the dimensions
     * @return an array of type F32
     * @throws IllegalArgumentException if the shape's element count is not the number of values
     */
    public static HostTensor of(float[] values, int... shape) {
        ByteBuffer data = allocate(ElementType.F32, values.length, shape);
        data.asFloatBuffer().put(values);
        return new HostTensor(ElementType.F32, shape.clone(), data);
    }

    /**
     * Copies double-precision numbers.
     *
     * @param values the elements in C order
     * @param shape the dimensions
     * @return an array of type F64
     * @throws IllegalArgumentException if the shape's element count is not the number of values
     */
    public static HostTensor of(double[] values, int... shape) {
        ByteBuffer data = allocate(ElementType.F64, values.length, shape);
        data.asDoubleBuffer().put(values);
        return new HostTensor(ElementType.F64, shape.clone(), data);
    }

    /**
     * Copies 64-bit integers.
     *
     * @param values the elements in C order
     * @param shape the dimensions
     * @return an array of type I64
     * @throws IllegalArgumentException if the shape's element count is not the number of values
     */
    public static HostTensor of(long[] values, int... shape) {
        ByteBuffer data = allocate(ElementType.I64, values.length, shape);
        data.asLongBuffer().put(values);
        return new HostTensor(ElementType.I64, shape.clone(), data);
    }

    /**
     * Copies 32-bit integers.
     *
     * @param values the elements in C order
     * @param shape the dimensions
     * @return an array of type I32
     * @throws IllegalArgumentException if the shape's element count is not the number of values
     */
    public static HostTensor of(int[] values, int... shape) {
        ByteBuffer data = allocate(ElementType.I32, values.length, shape);
        data.asIntBuffer().put(values);
        return new HostTensor(ElementType.I32, shape.clone(), data);
    }

    /**
     * Copies bytes as unsigned 8-bit integers, the type of image pixels.
     *
     * @param values the elements in C order
     * @param shape the dimensions
     * @return an array of type U8
     * @throws IllegalArgumentException if the shape's element count is not the number of values
     */
    public static HostTensor of(byte[] values, int... shape) {
        ByteBuffer data = allocate(ElementType.U8, values.length, shape);
        data.put(0, values);
        return new HostTensor(ElementType.U8, shape.clone(), data);
    }

    private static ByteBuffer allocate(ElementType type, int values, int[] shape) {
        int bytes = byteSize(type, shape);
        if (bytes != (long) values * type.bytes()) {
            throw new IllegalArgumentException(
                    "values: found "
                            + values
                            + "; the shape "
                            + Arrays.toString(shape)
                            + " takes "
                            + bytes / type.bytes());
        }
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes of an array, or an exception that says which shapes are allowed. */
    static int byteSize(ElementType type, int[] shape) {
        long[] dimensions = Arrays.stream(shape).asLongStream().toArray();
        long bytes = ArraySizes.byteSize(type, dimensions);
        if (bytes < 0 || bytes > ArraySizes.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "shape: found "
                            + Arrays.toString(shape)
                            + "; allowed are at most "
                            + MAX_RANK
                            + " dimensions, none negative, and at most "
                            + ArraySizes.MAX_BYTES
                            + " bytes");
        }
        return (int) bytes;
    }

    /**
     * The type of the elements.
     *
     * @return the type
     */
    public ElementType type() {
        return type;
    }

    /**
     * The dimensions.
     *
     * @return a copy; empty for a scalar
     */
    public int[] shape() {
        return shape.clone();
    }

    /**
     * The number of elements.
     *
     * @return the product of the dimensions, 1 for a scalar
     */
    public int elementCount() {
        return data.capacity() / type.bytes();
    }

    /**
     * The elements as bytes.
     *
     * @return a read-only little-endian view of all bytes, with its own position
     */
    public ByteBuffer bytes() {
        return data.asReadOnlyBuffer().rewind().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The elements as single-precision numbers, each rounded to the nearest; true is 1.
     *
     * @return a new array in C order
     */
    public float[] toFloats() {
        float[] values = new float[elementCount()];
        switch (type) {
            case F32 -> data.asFloatBuffer().get(values);
            case I64, U64 -> {
                // Straight from the integer: by way of a double it would be rounded twice.
                for (int i = 0; i < values.length; i++) {
                    long bits = data.getLong(8 * i);
                    values[i] =
                            type == ElementType.I64 || bits >= 0
                                    ? bits
                                    : 2f * ((bits >>> 1) | (bits & 1));
                }
            }
            default -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) doubleAt(i);
                }
            }
        }
        return values;
    }

    /**
     * The elements as double-precision numbers, 64-bit integers rounded to the nearest; true is 1.
     *
     * @return a new array in C order
     */
    public double[] toDoubles() {
        double[] values = new double[elementCount()];
        if (type == ElementType.F64) {
            data.asDoubleBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = doubleAt(i);
        }
        return values;
    }

    /**
     * The elements as integers; true is 1.
     *
     * @return a new array in C order
     * @throws IllegalStateException if the elements are floating-point numbers
     * @throws ArithmeticException if an unsigned 64-bit element is over 2^63 - 1
     */
    public long[] toLongs() {
        if (type.isFloating()) {
            throw new IllegalStateException(
                    "the array holds "
                            + type
                            + " elements; allowed are integer types and BOOL; use toDoubles()");
        }
        long[] values = new long[elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = longAt(i);
            if (type == ElementType.U64 && values[i] < 0) {
                throw new ArithmeticException(
                        "element "
                                + i
                                + " is "
                                + Long.toUnsignedString(values[i])
                                + "; the largest long is "
                                + Long.MAX_VALUE);
            }
        }
        return values;
    }

    /**
     * Converts to a floating-point type, each element rounded to the nearest (ties to even), to
     * infinity where it is too large.
     *
     * @param target F64, F32, F16 or BF16
     * @return this array if it has that type already, else a converted copy
     * @throws IllegalArgumentException if the target is not a floating-point type
     */
    public HostTensor cast(ElementType target) {
        if (!target.isFloating()) {
            throw new IllegalArgumentException(
                    "target: found " + target + "; allowed are F64, F32, F16 and BF16");
        }
        if (target == type) {
            return this;
        }
        if (target == ElementType.F64) {
            return of(toDoubles(), shape);
        }
        if (target == ElementType.F32) {
            return of(toFloats(), shape);
        }
        ByteBuffer converted = allocate(target, elementCount(), shape);
        for (int i = 0; i < elementCount(); i++) {
            double value = doubleAt(i);
            short bits =
                    target == ElementType.F16
                            ? SmallFloats.halfBits(value)
                            : SmallFloats.bfloatBits(value);
            converted.putShort(2 * i, bits);
        }
        return new HostTensor(target, shape.clone(), converted);
    }

    private double doubleAt(int index) {
        return switch (type) {
            case F64 -> data.getDouble(8 * index);
            case F32 -> data.getFloat(4 * index);
            case F16 -> SmallFloats.halfToFloat(data.getShort(2 * index));
            case BF16 -> SmallFloats.bfloatToFloat(data.getShort(2 * index));
            case U64 -> unsignedToDouble(data.getLong(8 * index));
            default -> longAt(index);
        };
    }

    /** Halves values that do not fit, keeping the lost bit sticky so that rounding stays right. */
    private static double unsignedToDouble(long bits) {
        return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
    }

    private long longAt(int index) {
        return switch (type) {
            case I64, U64 -> data.getLong(8 * index);
            case I32 -> data.getInt(4 * index);
            case U32 -> Integer.toUnsignedLong(data.getInt(4 * index));
            case I16 -> data.getShort(2 * index);
            case U16 -> Short.toUnsignedLong(data.getShort(2 * index));
            case I8 -> data.get(index);
            case U8 -> Byte.toUnsignedLong(data.get(index));
            case BOOL -> data.get(index) == 0 ? 0 : 1;
            case F64, F32, F16, BF16 -> throw new AssertionError(type);
        };
    }

    /** Writes the bytes piecewise, so that no second copy of a large array is made. */
    void writeTo(OutputStream out) throws IOException {
        ByteBuffer rest = data.duplicate().rewind();
        byte[] chunk = new byte[Math.min(WRITE_CHUNK, rest.remaining())];
        while (rest.hasRemaining()) {
            int length = Math.min(chunk.length, rest.remaining());
            rest.get(chunk, 0, length);
            out.write(chunk, 0, length);
        }
    }

    static String describe(ElementType type, int[] shape) {
        return type + Arrays.toString(shape);
    }

    /**
     * Type and shape, not the elements.
     *
     * @return for example {@code F32[512, 4, 4]}
     */
    @Override
    public String toString() {
        return describe(type, shape);
    }
}
