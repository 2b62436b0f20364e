package io.github.stylegan4j.io;

import java.util.Arrays;

/**
 * What a safetensors header says about one tensor.
 *
 * @param name the tensor's name
 * @param type the type of the elements
 * @param shape the dimensions, empty for a scalar
 * @param offset where the elements begin, in bytes from the start of the data section
 * @param byteSize how many bytes the elements take
 */
public record TensorInfo(String name, ElementType type, int[] shape, long offset, int byteSize) {
    /**
     * Copies the shape.
     *
     * @param name the tensor's name
     * @param type the type of the elements
     * @param shape the dimensions, empty for a scalar
     * @param offset where the elements begin, in bytes from the start of the data section
     * @param byteSize how many bytes the elements take
     */
    public TensorInfo {
        shape = shape.clone();
    }

    /**
     * The dimensions.
     *
     * @return a copy; empty for a scalar
     */
    @Override
    public int[] shape() {
        return shape.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorInfo info
                && name.equals(info.name)
                && type == info.type
                && Arrays.equals(shape, info.shape)
                && offset == info.offset
                && byteSize == info.byteSize;
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Long.hashCode(offset);
    }

    /**
     * Name, type and shape.
     *
     * @return for example {@code synthesis.b4.const F32[1, 512, 4, 4]}
     */
    @Override
    public String toString() {
        return name + " " + HostTensor.describe(type, shape);
    }
}
