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

    private final Device device;
    private final MapKernels maps;
    private final ReduceKernels reductions;

    NormKernels(Device device, MapKernels maps, ReduceKernels reductions) {
        this.device = device;
        this.maps = maps;
        this.reductions = reductions;
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
        String group = device.coarse() ? "" : "#define GROUP " + group(s) + "\n";
        ClKernel kernel =
                device.programs().kernel(FILE, "instance_norm", y.dtype(), defines + group);
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
        return s.dim(2) > LARGE_PLANE ? 256 : 64;
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
        int groups = s.dim(0) / samples;
        int plane = s.dim(2) * s.dim(3);
        View images = new View(y.buffer(), s, y.strides(), y.offset());
        maps.copy(op.name(), in[0], images);
        ClBuffer sums = device.scratch(y.dtype(), groups);
        try {
            deviations(op, in[0], samples, groups, View.contiguous(sums, Shape.of(groups)));
            int sample = y.stride(0);
            Shape channel = Shape.of(samples, groups, plane);
            View statistic = new View(sums, channel, new int[] {0, 1, 0}, 0);
            View last =
                    new View(
                            y.buffer(),
                            channel,
                            new int[] {groups * sample, sample, 1},
                            y.offset() + s.dim(1) * plane);
            MapFunction scale = MapFunction.unary(io.github.stylegan4j.tensor.UnaryKind.AFFINE);
            double part = 1.0 / (s.dim(1) * plane);
            maps.run(op.name(), scale, new View[] {statistic}, last, part, 0);
        } finally {
            device.memory().release(sums);
        }
    }

    /** Per group the sum of the deviations of all features. */
    private void deviations(MinibatchStd op, View in, int samples, int groups, View sums) {
        try (Contiguous x = Contiguous.samples(device, maps, op.name(), in)) {
            int size = x.view().shape().dim(2);
            ClBuffer each = device.scratch(in.dtype(), (long) groups * size);
            try {
                ClKernel kernel =
                        device.programs().kernel("minibatch_std.cl", "deviation", in.dtype(), "");
                kernel.with(groups).with(samples).with(size);
                kernel.with(MinibatchStd.EPSILON, in.dtype()).with(Device.buffer(x.view()));
                kernel.with(x.view().offset()).with(x.view().stride(0)).with(each);
                device.runFine(kernel, op.name(), (long) groups * size);
                View all = View.contiguous(each, Shape.of(groups, size));
                reductions.run(
                        op.name(), ReduceFunction.SUM, new int[] {1}, new View[] {all}, sums);
            } finally {
                device.memory().release(each);
            }
        }
    }
}
