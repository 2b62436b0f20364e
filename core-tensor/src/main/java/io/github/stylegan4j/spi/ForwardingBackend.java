package io.github.stylegan4j.spi;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.tuning.Tuning;
import java.util.Optional;

/**
 * A backend that passes everything on to another; what is to be different is overridden, for
 * example to count, to watch or to refuse.
 */
public abstract class ForwardingBackend implements Backend {
    private final Backend device;

    /**
     * A backend in front of another.
     *
     * @param device who does the work; closed with this one
     */
    protected ForwardingBackend(Backend device) {
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
    public double multiplyAdds(long operations) {
        return device.multiplyAdds(operations);
    }

    @Override
    public Optional<Backend> accounting() {
        return device.accounting();
    }

    @Override
    public Profiler profiler() {
        return device.profiler();
    }

    @Override
    public Tuning tuning() {
        return device.tuning();
    }

    @Override
    public MemoryLimits limits() {
        return device.limits();
    }

    @Override
    public MemoryStats memory() {
        return device.memory();
    }

    @Override
    public void forgetPeak() {
        device.forgetPeak();
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
