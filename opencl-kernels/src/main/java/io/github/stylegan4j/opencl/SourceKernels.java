package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.SourceOp;

/** Launches the kernels that make tensors from nothing: {@code source.cl}. */
final class SourceKernels {
    private static final String FILE = "source.cl";

    private final Device device;

    SourceKernels(Device device) {
        this.device = device;
    }

    void range(SourceOp.Range op, View[] in, View[] out) {
        View y = out[0];
        ClKernel kernel = device.programs().kernel(FILE, "range", y.dtype(), "");
        kernel.with(y.size()).with(op.start(), y.dtype()).with(op.step(), y.dtype());
        kernel.with(Device.buffer(y)).with(y.offset());
        device.runFine(kernel, op.name(), y.size());
    }

    void uniform(SourceOp.Uniform op, View[] in, View[] out) {
        random("uniform_numbers", op.name(), op.seed(), op.stream(), op.position(), out[0]);
    }

    void normal(SourceOp.Normal op, View[] in, View[] out) {
        random("normal_numbers", op.name(), op.seed(), op.stream(), op.position(), out[0]);
    }

    private void random(String name, String what, long seed, long stream, long position, View y) {
        ClKernel kernel = device.programs().kernel(FILE, name, y.dtype(), "");
        kernel.with(y.size()).with(seed).with(stream).with(position);
        kernel.with(Device.buffer(y)).with(y.offset());
        // The first block may begin before the first number.
        long blocks = ((position & 3) + y.size() + 3) / 4;
        device.runFine(kernel, what, blocks);
    }
}
