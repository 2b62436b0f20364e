package io.github.stylegan4j.array;

/** Element type of a tensor the engine computes with. */
public enum DType {
    /** IEEE 754 binary32: what networks train in. */
    FLOAT32(4),
    /** IEEE 754 binary64: what gradients are checked in. */
    FLOAT64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }
}
