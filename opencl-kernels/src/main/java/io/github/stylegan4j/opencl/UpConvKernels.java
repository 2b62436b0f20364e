package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.opencl.Winograd.Weights;
import io.github.stylegan4j.tensor.fused.Resample2d;
import io.github.stylegan4j.tensor.fused.UpConv;
import io.github.stylegan4j.tensor.fused.UpConvBlur;

/**
 * Doubling, convolution and blur: as four filtered convolutions of the images as they are, which
 * {@code up_conv_border.cl} corrects along the border, or as doubling convolution and blur.
 */
final class UpConvKernels {
    private static final String FILE = "up_conv_border.cl";
    private static final int SIDES = 4;

    /** Pixels of an edge that are computed together; that of the kernel file. */
    private static final int BLOCK = 32;

    private static final long[] ALONE = {1};

    private final ConvChoice choice;
    private final ConvKernels convolutions;
    private final ResizingKernels resizing;
    private final ResampleKernels resample;
    private final Winograd winograd;
    private final Device device;
    private final MapKernels maps;

    UpConvKernels(
            ConvChoice choice,
            ConvKernels convolutions,
            ResizingKernels resizing,
            ResampleKernels resample,
            Device device,
            MapKernels maps) {
        this.choice = choice;
        this.convolutions = convolutions;
        this.resizing = resizing;
        this.resample = resample;
        this.winograd = new Winograd(device, maps);
        this.device = device;
        this.maps = maps;
    }

    void run(UpConvBlur op, View[] in, View[] out) {
        int tile = convolutions.tile(op.convolution(in[1].shape()), in[1], out[0].shape());
        if (tile != ConvChoice.DIRECT && choice.inPhases(in[1].shape(), in[0].shape())) {
            inPhases(op, tile, in[0], in[1], out[0]);
        } else {
            inTurn(op, in, out[0]);
        }
    }

    private void inPhases(UpConvBlur op, int tile, View images, View w, View y) {
        String what = op.name();
        Shape s = images.shape();
        int longest = Math.max(s.dim(2), s.dim(3));
        int length = (longest + BLOCK - 1) / BLOCK * BLOCK + 2;
        try (Contiguous x = Contiguous.planes(device, maps, what, images)) {
            Weights weights = Weights.forward(w);
            winograd.phases(what, tile, x, s, weights, y, Epilogue.times(op.factor()));
            long planes = (long) s.dim(0) * s.dim(1);
            try (Scratch e = Scratch.floats(device, planes * SIDES * length)) {
                ClKernel edges = kernel("edges");
                edges.with(s.dim(1)).with(s.dim(2)).with(s.dim(3));
                x.with(edges).with(e.buffer()).with(length).run(what, ALONE, planes);
                ClKernel border = kernel("border");
                int results = s.dim(0) * weights.outs();
                border.with(results).with(s.dim(1)).with(weights.outs());
                border.with(s.dim(2)).with(s.dim(3)).with(op.factor(), DType.FLOAT32);
                weights.with(border);
                border.with(e.buffer()).with(length).with(Device.buffer(y)).with(y.offset());
                border.run(what, ALONE, Math.min(results, device.pieces()));
            }
        }
    }

    private ClKernel kernel(String name) {
        return device.programs().kernel(FILE, name, DType.FLOAT32, "");
    }

    private void inTurn(UpConvBlur op, View[] in, View y) {
        try (Scratch sharp = new Scratch(device, device.scratch(y.dtype(), y.size()))) {
            View convolved = View.contiguous(sharp.buffer(), y.shape());
            resizing.up(new UpConv(op.factor()), in, new View[] {convolved});
            resample.run(Resample2d.blur(), new View[] {convolved}, new View[] {y});
        }
    }
}
