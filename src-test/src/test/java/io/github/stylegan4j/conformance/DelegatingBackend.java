package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.MemoryStats;
import io.github.stylegan4j.spi.OpSpec;

/** A device that passes everything on to another; what a test wants otherwise it overrides. */
abstract class DelegatingBackend implements Backend {
    private final Backend device;

    DelegatingBackend(Backend device) {
        this.device = device;
    }

    @Override
    public String id() {
        return device.id();
    }

    @Override
    public String description() {
        return device.description();
    }

    @Override
    public DType defaultDType() {
        return device.defaultDType();
    }

    @Override
    public boolean supports(DType dtype) {
        return device.supports(dtype);
    }

    @Override
    public boolean supports(OpSpec op, DType dtype) {
        return device.supports(op, dtype);
    }

    @Override
    public Buffer allocate(DType dtype, int length) {
        return device.allocate(dtype, length);
    }

    @Override
    public void release(Buffer buffer) {
        device.release(buffer);
    }

    @Override
    public void upload(double[] source, Buffer target) {
        device.upload(source, target);
    }

    @Override
    public void upload(float[] source, Buffer target) {
        device.upload(source, target);
    }

    @Override
    public void download(Buffer source, double[] target) {
        device.download(source, target);
    }

    @Override
    public void download(Buffer source, float[] target) {
        device.download(source, target);
    }

    @Override
    public void run(OpSpec op, View[] inputs, View[] outputs) {
        device.run(op, inputs, outputs);
    }

    @Override
    public void synchronize() {
        device.synchronize();
    }

    @Override
    public MemoryStats memory() {
        return device.memory();
    }

    @Override
    public void trim() {
        device.trim();
    }

    @Override
    public void close() {
        device.close();
    }
}
