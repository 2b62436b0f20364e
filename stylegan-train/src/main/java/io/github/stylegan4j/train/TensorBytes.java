package io.github.stylegan4j.train;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.ForwardingBackend;

/**
 * Counts, in front of a backend, the buffers that tensors hold. What the backend has beyond them is
 * its own: scratch memory of kernels, transformed weights, buffers that wait for reuse.
 */
final class TensorBytes extends ForwardingBackend {
    private long live;
    private long peak;

    TensorBytes(Backend device) {
        super(device);
    }

    @Override
    public Buffer allocate(DType dtype, int length) {
        Buffer buffer = super.allocate(dtype, length);
        live += bytes(buffer);
        peak = Math.max(peak, live);
        return buffer;
    }

    @Override
    public void release(Buffer buffer) {
        live -= bytes(buffer);
        super.release(buffer);
    }

    /** The most that tensors held at once, in bytes; buffers count with their capacity. */
    long peak() {
        return peak;
    }

    private static long bytes(Buffer buffer) {
        return (long) buffer.length() * buffer.dtype().bytes();
    }
}
