package io.github.stylegan4j.reference;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.host.HostMemory;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.KernelTable;
import io.github.stylegan4j.spi.MemoryStats;
import io.github.stylegan4j.spi.OpSpec;

/**
 * Computes every primitive by its definition, in double precision and on the calling thread.
 *
 * <p>Single-precision tensors are computed in double and rounded when stored. Fused operations have
 * no kernels here: they run as their references. Meant for checking gradients and other backends;
 * it is far too slow to train with.
 */
public final class ReferenceBackend implements Backend {
    /** The identifier of the only device of this kind. */
    public static final String ID = "reference";

    private final KernelTable kernels = ReferenceKernels.table();
    private final HostMemory memory = new HostMemory(ID);
    private final DType dtype;

    /** A backend in double precision. */
    public ReferenceBackend() {
        this(BackendOptions.defaults());
    }

    /** A backend whose tensors have the element type of the options unless one is named. */
    public ReferenceBackend(BackendOptions options) {
        dtype = options.dtype().orElse(DType.FLOAT64);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String description() {
        return ReferenceProvider.NAME;
    }

    @Override
    public DType defaultDType() {
        return dtype;
    }

    @Override
    public boolean supports(DType dtype) {
        return true;
    }

    @Override
    public boolean supports(OpSpec op, DType dtype) {
        return kernels.has(op.getClass());
    }

    @Override
    public Buffer allocate(DType dtype, int length) {
        return memory.allocate(dtype, length);
    }

    @Override
    public void release(Buffer buffer) {
        memory.release(buffer);
    }

    @Override
    public void upload(double[] source, Buffer target) {
        memory.upload(source, target);
    }

    @Override
    public void upload(float[] source, Buffer target) {
        memory.upload(source, target);
    }

    @Override
    public void download(Buffer source, double[] target) {
        memory.download(source, target);
    }

    @Override
    public void download(Buffer source, float[] target) {
        memory.download(source, target);
    }

    @Override
    public void run(OpSpec op, View[] inputs, View[] outputs) {
        kernels.run(op, inputs, outputs);
    }

    /** Returns at once: every operation is done when its call returns. */
    @Override
    public void synchronize() {}

    @Override
    public MemoryStats memory() {
        return memory.stats();
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
