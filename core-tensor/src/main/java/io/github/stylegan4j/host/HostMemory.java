package io.github.stylegan4j.host;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.BufferPool;
import io.github.stylegan4j.spi.MemoryStats;

/**
 * The memory half of a backend over Java arrays: pooled allocation and the copies to and from the
 * caller's arrays.
 */
public final class HostMemory {
    private final String owner;
    private final BufferPool<HostBuffer> pool;
    private volatile boolean closed;

    /**
     * Memory of one backend.
     *
     * @param owner the backend's identifier, for messages
     * @param accounting whether all buffers share one array, so that only their figures mean
     *     anything
     */
    public HostMemory(String owner, boolean accounting) {
        this.owner = owner;
        this.pool =
                new BufferPool<>(
                        accounting ? new SharedArrays()::buffer : HostBuffer::new, b -> {});
    }

    /**
     * A buffer of at least {@code length} elements, contents undefined.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public HostBuffer allocate(DType dtype, int length) {
        if (closed) {
            throw new IllegalStateException(
                    "Device " + owner + " was closed; open it again with Backends.open");
        }
        try {
            return pool.acquire(dtype, length);
        } catch (OutOfMemoryError e) {
            // Arrays of other size classes may be waiting for reuse; give those up before failing.
            if (pool.stats().pooledBytes() == 0) {
                throw e;
            }
            pool.trim();
            return pool.acquire(dtype, length);
        }
    }

    /** Takes a buffer back. */
    public void release(Buffer buffer) {
        pool.release((HostBuffer) buffer);
        if (closed) {
            pool.trim();
        }
    }

    /** Copies values into the first elements of a buffer, rounding to its element type. */
    public void upload(double[] source, Buffer target) {
        HostBuffer t = (HostBuffer) target;
        if (t.dtype() == DType.FLOAT64) {
            System.arraycopy(source, 0, t.doubles(), 0, source.length);
            return;
        }
        float[] to = t.floats();
        for (int i = 0; i < source.length; i++) {
            to[i] = (float) source[i];
        }
    }

    /** Copies values into the first elements of a buffer. */
    public void upload(float[] source, Buffer target) {
        HostBuffer t = (HostBuffer) target;
        if (t.dtype() == DType.FLOAT32) {
            System.arraycopy(source, 0, t.floats(), 0, source.length);
            return;
        }
        double[] to = t.doubles();
        for (int i = 0; i < source.length; i++) {
            to[i] = source[i];
        }
    }

    /** Copies the first elements of a buffer. */
    public void download(Buffer source, double[] target) {
        HostBuffer s = (HostBuffer) source;
        if (s.dtype() == DType.FLOAT64) {
            System.arraycopy(s.doubles(), 0, target, 0, target.length);
            return;
        }
        float[] from = s.floats();
        for (int i = 0; i < target.length; i++) {
            target[i] = from[i];
        }
    }

    /** Copies the first elements of a buffer, rounding if need be. */
    public void download(Buffer source, float[] target) {
        HostBuffer s = (HostBuffer) source;
        if (s.dtype() == DType.FLOAT32) {
            System.arraycopy(s.floats(), 0, target, 0, target.length);
            return;
        }
        double[] from = s.doubles();
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) from[i];
        }
    }

    /** Figures at this moment. */
    public MemoryStats stats() {
        return pool.stats();
    }

    /** Lets the peak be what is live now. */
    public void forgetPeak() {
        pool.forgetPeak();
    }

    /** Leaves pooled, unused arrays to the garbage collector. */
    public void trim() {
        pool.trim();
    }

    /** Allows no further allocation; what is still out may come back. */
    public void close() {
        closed = true;
        pool.trim();
    }
}
