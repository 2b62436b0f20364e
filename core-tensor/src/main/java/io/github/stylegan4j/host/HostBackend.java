package io.github.stylegan4j.host;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BufferPool;
import io.github.stylegan4j.spi.MemoryLimits;
import io.github.stylegan4j.spi.MemoryStats;

/**
 * What backends over Java arrays have in common: pooled memory, both element types, and that every
 * operation is done when its call returns.
 */
public abstract class HostBackend implements Backend {
    private final String id;
    private final DType dtype;
    private final HostMemory memory;

    /**
     * A backend with memory of its own.
     *
     * @param id its identifier
     * @param dtype the element type tensors have unless another is asked for
     */
    protected HostBackend(String id, DType dtype) {
        this(id, dtype, false);
    }

    /**
     * A backend with memory of its own.
     *
     * @param id its identifier
     * @param dtype the element type tensors have unless another is asked for
     * @param accounting whether buffers only count and share one array
     */
    protected HostBackend(String id, DType dtype, boolean accounting) {
        this.id = id;
        this.dtype = dtype;
        this.memory = new HostMemory(id, accounting);
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final DType defaultDType() {
        return dtype;
    }

    @Override
    public final boolean supports(DType type) {
        return true;
    }

    @Override
    public final Buffer allocate(DType type, int length) {
        return memory.allocate(type, length);
    }

    @Override
    public final void release(Buffer buffer) {
        memory.release(buffer);
    }

    @Override
    public final void upload(double[] source, Buffer target) {
        memory.upload(source, target);
    }

    @Override
    public final void upload(float[] source, Buffer target) {
        memory.upload(source, target);
    }

    @Override
    public final void download(Buffer source, double[] target) {
        memory.download(source, target);
    }

    @Override
    public final void download(Buffer source, float[] target) {
        memory.download(source, target);
    }

    /** Returns at once: every operation is done when its call returns. */
    @Override
    public final void synchronize() {}

    /** The largest heap that this JVM may have, and the longest array of single precision. */
    @Override
    public final MemoryLimits limits() {
        return new MemoryLimits(Runtime.getRuntime().maxMemory(), 4L * BufferPool.LARGEST);
    }

    @Override
    public MemoryStats memory() {
        return memory.stats();
    }

    @Override
    public final void forgetPeak() {
        memory.forgetPeak();
    }

    @Override
    public void trim() {
        memory.trim();
    }

    @Override
    public void close() {
        memory.close();
    }
}
