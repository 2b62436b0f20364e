package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;

/**
 * A buffer for the inner use of an operation, which goes back to the pool when closed, however the
 * operation ends; commands under way may still use it, because the queue is in order.
 */
record Scratch(Device device, ClBuffer buffer) implements AutoCloseable {
    static Scratch floats(Device device, long length) {
        return new Scratch(device, device.scratch(DType.FLOAT32, length));
    }

    @Override
    public void close() {
        device.memory().release(buffer);
    }
}
