package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.opencl.Winograd.Weights;
import io.github.stylegan4j.tensor.Conv2d;

/**
 * Launches convolutions with a kernel of 1 x 1 between many channels and few, as colours are:
 * {@code pointwise.cl}.
 */
final class Pointwise {
    private static final String FILE = "pointwise.cl";

    /** Channels on one side beyond which a matrix product is faster. */
    private static final int FEW = 8;

    /** Pixels of a task; that of the kernel file. */
    private static final int STRIP = 1024;

    private static final long[] ALONE = {1};

    private final Device device;
    private final MapKernels maps;

    Pointwise(Device device, MapKernels maps) {
        this.device = device;
        this.maps = maps;
    }

    /** Whether a convolution or its gradient by images is one of these. */
    boolean suits(Conv2d op, View w) {
        Shape s = w.shape();
        return device.coarse()
                && w.dtype() == DType.FLOAT32
                && s.dim(2) == 1
                && s.dim(3) == 1
                && op.stride() == 1
                && op.pad() == 0
                && op.groups() == 1
                && Math.min(s.dim(0), s.dim(1)) <= FEW;
    }

    /** Computes the contiguous y [N, out, H, W] from images [N, in, H, W]. */
    void run(String what, View images, Weights w, View y, Epilogue epilogue) {
        Shape s = y.shape();
        int size = s.dim(2) * s.dim(3);
        try (Contiguous x = Contiguous.planes(device, maps, what, images)) {
            boolean streams = device.streams(y) && size % Device.VECTOR == 0;
            ClKernel kernel =
                    device.programs().kernel(FILE, "pointwise", DType.FLOAT32, Device.STREAM);
            kernel.with(s.dim(0)).with(w.ins()).with(w.outs()).with(size);
            x.with(kernel).with(Device.buffer(w.w())).with(w.offset());
            kernel.with(w.strides()[0]).with(w.strides()[1]);
            kernel.with(Device.buffer(y)).with(y.offset()).with(streams ? 1 : 0);
            epilogue.with(kernel, Device.buffer(y), s);
            long strips = s.dim(0) * ((size + STRIP - 1L) / STRIP);
            kernel.run(what, ALONE, Math.min(strips, device.pieces()));
        }
    }
}
