package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.MemoryStats;
import io.github.stylegan4j.spi.OpSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A backend without memory that computes nothing: on it a network of any size is built and called
 * at once, for the sake of its names and shapes. Values read from it are 0.
 */
final class ShapeBackend implements Backend {
    private record Nothing(DType dtype, int length) implements Buffer {}

    /** Names and shapes of the tensors of a network. */
    static Map<String, Shape> stateOf(Function<Backend, Module> network) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        try (ShapeBackend backend = new ShapeBackend();
                Module module = network.apply(backend)) {
            module.state().forEach((name, t) -> shapes.put(name, t.shape()));
        }
        return shapes;
    }

    @Override
    public String id() {
        return "shapes";
    }

    @Override
    public String description() {
        return "shapes without values";
    }

    @Override
    public DType defaultDType() {
        return DType.FLOAT32;
    }

    @Override
    public boolean supports(DType dtype) {
        return true;
    }

    @Override
    public boolean supports(OpSpec op, DType dtype) {
        return true;
    }

    @Override
    public Buffer allocate(DType dtype, int length) {
        return new Nothing(dtype, length);
    }

    @Override
    public void release(Buffer buffer) {}

    @Override
    public void upload(double[] source, Buffer target) {}

    @Override
    public void upload(float[] source, Buffer target) {}

    @Override
    public void download(Buffer source, double[] target) {}

    @Override
    public void download(Buffer source, float[] target) {}

    @Override
    public void run(OpSpec op, View[] inputs, View[] outputs) {}

    @Override
    public void synchronize() {}

    @Override
    public MemoryStats memory() {
        return new MemoryStats(0, 0, 0, 0, 0);
    }

    @Override
    public void trim() {}

    @Override
    public void close() {}
}
