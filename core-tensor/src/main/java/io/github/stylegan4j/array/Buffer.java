package io.github.stylegan4j.array;

/**
 * A flat run of elements owned by one backend, opaque to everybody else.
 *
 * <p>Only the backend that allocated a buffer knows what stands behind it (a Java array, an OpenCL
 * memory object). The length may exceed what was asked for, because buffers are pooled by size
 * class.
 */
public interface Buffer {
    /** Element type. */
    DType dtype();

    /** Capacity in elements, at least what was requested. */
    int length();
}
