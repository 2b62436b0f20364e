package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.AdaIn;
import io.github.stylegan4j.tensor.fused.InstanceNorm;
import io.github.stylegan4j.tensor.fused.InstanceNormGrad;
import io.github.stylegan4j.tensor.fused.MinibatchStd;
import io.github.stylegan4j.tensor.fused.PixelNorm;

/**
 * Launches what normalises: {@code norm.cl}, {@code pixel_norm.cl} and {@code minibatch_std.cl}.
 */
final class NormKernels {
    private static final String FILE = "norm.cl";

    /** Elements a work-item should have at least. */
    private static final int LEAST = 4096;

    /** Planes beyond this many elements get larger work-groups. */
    private static final int LARGE_PLANE = 1024;

    private static final int LARGE_GROUP = 256;
    private static final int SMALL_GROUP = 64;

    private final Device device;
    private final MapKernels maps;

    NormKernels(Device device, MapKernels maps) {
        this.device = device;
        this.maps = maps;
    }

    void instanceNorm(InstanceNorm op, View[] in, View[] out) {
        try (Contiguous x = Contiguous.planes(device, maps, op.name(), in[0])) {
            ClKernel kernel = begin("", op.epsilon(), x, out[0]);
            run(kernel, op.name(), x);
        }
    }

    void instanceNormGrad(InstanceNormGrad op, View[] in, View[] out) {
        try (Contiguous x = Contiguous.planes(device, maps, op.name(), in[0]);
                Contiguous g = Contiguous.planes(device, maps, op.name(), in[1])) {
            ClKernel kernel = begin("#define GRAD\n", op.epsilon(), x, out[0]);
            run(g.with(kernel), op.name(), x);
        }
    }

    void adaIn(AdaIn op, View[] in, View[] out) {
        try (Contiguous x = Contiguous.planes(device, maps, op.name(), in[0])) {
            ClKernel kernel = begin("#define STYLED\n", op.epsilon(), x, out[0]);
            for (int i = 1; i <= 2; i++) {
                kernel.with(Device.buffer(in[i])).with(in[i].offset());
                kernel.with(in[i].stride(0)).with(in[i].stride(1));
            }
            run(kernel, op.name(), x);
        }
    }

    private ClKernel begin(String defines, double epsilon, Contiguous x, View y) {
        Shape s = x.view().shape();
        String more = device.coarse() ? "" : "#define GROUP " + group(s) + "\n";
        if (device.streams(y) && s.dim(2) % Device.VECTOR == 0) {
            more = Device.STREAM;
        }
        ClKernel kernel =
                device.programs().kernel(FILE, "instance_norm", y.dtype(), defines + more);
        kernel.with(s.dim(0) * s.dim(1)).with(chunk(s)).with(s.dim(1)).with(s.dim(2));
        kernel.with(epsilon, y.dtype()).with(Device.buffer(y)).with(y.offset());
        return x.with(kernel);
    }

    private void run(ClKernel kernel, String what, Contiguous x) {
        Shape s = x.view().shape();
        int planes = s.dim(0) * s.dim(1);
        if (device.coarse()) {
            device.runCoarse(kernel, what, planes, chunk(s));
        } else {
            kernel.run(what, new long[] {group(s)}, planes);
        }
    }

    private static int group(Shape s) {
        return s.dim(2) > LARGE_PLANE ? LARGE_GROUP : SMALL_GROUP;
    }

    private int chunk(Shape s) {
        int planes = s.dim(0) * s.dim(1);
        int even = (planes + device.pieces() - 1) / device.pieces();
        return Math.max(even, LEAST / s.dim(2) + 1);
    }

    void pixelNorm(PixelNorm op, View[] in, View[] out) {
        View y = out[0];
        try (Contiguous x = Contiguous.pixels(device, maps, op.name(), in[0])) {
            Shape s = x.view().shape();
            int pixels = s.dim(0) * s.dim(2);
            int least = LEAST / s.dim(1) + 1;
            int chunk = device.chunk(pixels, least);
            ClKernel kernel =
                    device.programs().kernel("pixel_norm.cl", "pixel_norm", y.dtype(), "");
            kernel.with(pixels).with(chunk).with(s.dim(1)).with(s.dim(2));
            kernel.with(op.epsilon(), y.dtype()).with(Device.buffer(y)).with(y.offset());
            x.with(kernel).with(x.view().stride(2));
            if (device.coarse()) {
                device.runCoarse(kernel, op.name(), pixels, chunk);
            } else {
                device.runFine(kernel, op.name(), pixels);
            }
        }
    }

    void minibatchStd(MinibatchStd op, View[] in, View[] out) {
        View y = out[0];
        Shape s = in[0].shape();
        int samples = op.samplesPerGroup(s.dim(0));
        String group = device.coarse() ? "" : "#define GROUP " + LARGE_GROUP + "\n";
        try (Contiguous x = Contiguous.samples(device, maps, op.name(), in[0])) {
            ClKernel kernel =
                    device.programs().kernel("minibatch_std.cl", "minibatch_std", y.dtype(), group);
            kernel.with(samples).with(x.view().shape().dim(2)).with(s.dim(2) * s.dim(3));
            kernel.with(MinibatchStd.EPSILON, y.dtype()).with(Device.buffer(x.view()));
            kernel.with(x.view().offset()).with(x.view().stride(0));
            kernel.with(Device.buffer(y)).with(y.offset());
            long[] local = {device.coarse() ? 1 : LARGE_GROUP};
            kernel.run(op.name(), local, s.dim(0) / samples);
        }
    }
}
