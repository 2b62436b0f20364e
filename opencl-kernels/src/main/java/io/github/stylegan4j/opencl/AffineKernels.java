package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.AffineSample;

/** Launches the movement of images by matrices: {@code affine.cl}. */
final class AffineKernels {
    private static final long[] ALONE = {1};

    private final Device device;

    AffineKernels(Device device) {
        this.device = device;
    }

    void run(AffineSample op, View[] in, View[] out) {
        View x = in[0];
        View m = in[1];
        Shape s = x.shape();
        int planes = s.dim(0) * s.dim(1);
        int units = op.adjoint() ? planes : planes * s.dim(2);
        ClKernel kernel =
                device.programs()
                        .kernel(
                                "affine.cl",
                                op.adjoint() ? "spread" : "gather",
                                x.dtype(),
                                op.reflect() ? "#define REFLECT\n" : "");
        kernel.with(units).with(s.dim(1)).with(s.dim(2)).with(s.dim(3));
        kernel.with(Device.buffer(x)).with(x.offset());
        kernel.with(x.stride(0)).with(x.stride(1)).with(x.stride(2)).with(x.stride(3));
        kernel.with(Device.buffer(m)).with(m.offset()).with(m.stride(0)).with(m.stride(1));
        kernel.with(Device.buffer(out[0])).with(out[0].offset());
        if (device.coarse()) {
            kernel.run(op.name(), ALONE, units);
        } else {
            device.runFine(kernel, op.name(), units);
        }
    }
}
