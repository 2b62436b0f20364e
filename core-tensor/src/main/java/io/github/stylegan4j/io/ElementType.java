package io.github.stylegan4j.io;

/**
 * The type of one element as it lies in a tensor file. The constants' names are the names that the
 * safetensors format uses.
 */
public enum ElementType {
    /** IEEE 754 binary64. */
    F64(8, Kind.FLOATING),
    /** IEEE 754 binary32. */
    F32(4, Kind.FLOATING),
    /** IEEE 754 binary16: 5 exponent bits, 10 fraction bits. */
    F16(2, Kind.FLOATING),
    /** The upper half of a binary32: 8 exponent bits, 7 fraction bits. */
    BF16(2, Kind.FLOATING),
    /** Signed 64-bit integer. */
    I64(8, Kind.SIGNED),
    /** Signed 32-bit integer. */
    I32(4, Kind.SIGNED),
    /** Signed 16-bit integer. */
    I16(2, Kind.SIGNED),
    /** Signed 8-bit integer. */
    I8(1, Kind.SIGNED),
    /** Unsigned 8-bit integer. */
    U8(1, Kind.UNSIGNED),
    /** Unsigned 16-bit integer. */
    U16(2, Kind.UNSIGNED),
    /** Unsigned 32-bit integer. */
    U32(4, Kind.UNSIGNED),
    /** Unsigned 64-bit integer. */
    U64(8, Kind.UNSIGNED),
    /** One byte: 0 is false, anything else is true. */
    BOOL(1, Kind.UNSIGNED);

    private enum Kind {
        FLOATING,
        SIGNED,
        UNSIGNED
    }

    private final int bytes;
    private final Kind kind;

    ElementType(int bytes, Kind kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    /**
     * The size of one element.
     *
     * @return 1, 2, 4 or 8 bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Whether elements are floating-point numbers.
     *
     * @return true for F64, F32, F16 and BF16
     */
    public boolean isFloating() {
        return kind == Kind.FLOATING;
    }
}
