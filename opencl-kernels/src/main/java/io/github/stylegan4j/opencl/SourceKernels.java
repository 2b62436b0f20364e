package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.SourceOp;

/** Launches the kernels that make tensors from nothing: {@code source.cl}. */
final class SourceKernels {
    private static final String FILE = "source.cl";

    /** Fewest blocks of random numbers of a task. */
    private static final int LEAST_BLOCKS = 256;

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
        View y = out[0];
        ClKernel kernel = random("uniform_numbers", op.seed(), op.stream(), op.position(), y);
        device.runFine(kernel, op.name(), blocks(op.position(), y));
    }

    void normal(SourceOp.Normal op, View[] in, View[] out) {
        View y = out[0];
        ClKernel kernel = random("normal_numbers", op.seed(), op.stream(), op.position(), y);
        long blocks = blocks(op.position(), y);
        if (device.coarse() && y.dtype() == DType.FLOAT32) {
            int chunk = device.chunk(blocks, LEAST_BLOCKS);
            device.runCoarse(kernel.with(chunk), op.name(), blocks, chunk);
        } else {
            device.runFine(kernel, op.name(), blocks);
        }
    }

    private ClKernel random(String name, long seed, long stream, long position, View y) {
        ClKernel kernel = device.programs().kernel(FILE, name, y.dtype(), "");
        kernel.with(y.size()).with(seed).with(stream).with(position);
        return kernel.with(Device.buffer(y)).with(y.offset());
    }

    /** The first block may begin before the first number. */
    private static long blocks(long position, View y) {
        return ((position & 3) + y.size() + 3) / 4;
    }
}
