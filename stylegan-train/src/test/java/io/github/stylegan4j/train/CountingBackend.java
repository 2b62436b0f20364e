package io.github.stylegan4j.train;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.MemoryStats;
import io.github.stylegan4j.spi.OpSpec;

/** Counts how often values are read back to the host. */
final class CountingBackend implements Backend {
    private final Backend backend;
    private long downloads;

    CountingBackend(Backend backend) {
        this.backend = backend;
    }

    long downloads() {
        return downloads;
    }

    @Override
    public String id() {
        return backend.id();
    }

    @Override
    public String description() {
        return backend.description();
    }

    @Override
    public DType defaultDType() {
        return backend.defaultDType();
    }

    @Override
    public boolean supports(DType dtype) {
        return backend.supports(dtype);
    }

    @Override
    public boolean supports(OpSpec op, DType dtype) {
        return backend.supports(op, dtype);
    }

    @Override
    public Buffer allocate(DType dtype, int length) {
        return backend.allocate(dtype, length);
    }

    @Override
    public void release(Buffer buffer) {
        backend.release(buffer);
    }

    @Override
    public void upload(double[] source, Buffer target) {
        backend.upload(source, target);
    }

    @Override
    public void upload(float[] source, Buffer target) {
        backend.upload(source, target);
    }

    @Override
    public void download(Buffer source, double[] target) {
        downloads++;
        backend.download(source, target);
    }

    @Override
    public void download(Buffer source, float[] target) {
        downloads++;
        backend.download(source, target);
    }

    @Override
    public void run(OpSpec op, View[] inputs, View[] outputs) {
        backend.run(op, inputs, outputs);
    }

    @Override
    public void synchronize() {
        backend.synchronize();
    }

    @Override
    public MemoryStats memory() {
        return backend.memory();
    }

    @Override
    public void trim() {
        backend.trim();
    }

    @Override
    public void close() {
        backend.close();
    }
}
