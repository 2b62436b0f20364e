package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.opencl.Winograd.Weights;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.fused.DownConv;
import io.github.stylegan4j.tensor.fused.Resample2d;
import io.github.stylegan4j.tensor.fused.ResizedConvWeightGrad;
import io.github.stylegan4j.tensor.fused.UpConv;
import io.github.stylegan4j.tuning.ConvRole;

/**
 * Convolutions that halve or double the size, and the gradient of their weights: filtered in tiles
 * of 4 x 4 large pixels ({@code winograd_resize.cl}) where the convolution of the larger size would
 * be filtered in such tiles as well, and otherwise that convolution and resampling in turn.
 */
final class ResizingKernels {
    /** Edge of the tiles. */
    private static final int LARGE = 4;

    /** Large pixels of a small one. */
    private static final int BLOCK = 4;

    private final ConvKernels convolutions;
    private final ResampleKernels resample;
    private final Winograd winograd;
    private final WinogradWeights weights;
    private final Device device;
    private final MapKernels maps;

    ResizingKernels(
            ConvKernels convolutions, ResampleKernels resample, Device device, MapKernels maps) {
        this.convolutions = convolutions;
        this.resample = resample;
        this.winograd = new Winograd(device, maps);
        this.weights = new WinogradWeights(device, maps);
        this.device = device;
        this.maps = maps;
    }

    void down(DownConv op, View[] in, View[] out) {
        View x = in[0];
        View w = in[1];
        Conv2d conv = convolution(w.shape().dim(2), op.scale() * BLOCK);
        if (convolutions.tile(ConvRole.FORWARD, conv, w, w.shape(), x.shape()) == LARGE) {
            Weights forward = Weights.forward(w);
            Epilogue times = Epilogue.times(op.scale());
            winograd.resize(op.name(), Resizing.HALVING, x, forward, out[0], times);
            return;
        }
        Shape large = x.shape().with(1, w.shape().dim(0));
        try (Scratch scratch = new Scratch(device, device.scratch(x.dtype(), large.size()))) {
            View sharp = View.contiguous(scratch.buffer(), large);
            convolutions.forward(conv, in, new View[] {sharp});
            resample.run(Resample2d.downBox(), new View[] {sharp}, out);
        }
    }

    void up(UpConv op, View[] in, View[] out) {
        View x = in[0];
        View w = in[1];
        Conv2d conv = convolution(w.shape().dim(2), op.scale());
        if (convolutions.tile(ConvRole.FORWARD, conv, w, w.shape(), out[0].shape()) == LARGE) {
            Weights forward = Weights.forward(w);
            Epilogue times = Epilogue.times(op.scale());
            winograd.resize(op.name(), Resizing.DOUBLING, x, forward, out[0], times);
            return;
        }
        try (Scratch scratch = enlarged(x)) {
            View large = View.contiguous(scratch.buffer(), twice(x.shape()));
            convolutions.forward(conv, new View[] {large, w}, out);
        }
    }

    void weightGrad(ResizedConvWeightGrad op, View[] in, View[] out) {
        View x = in[0];
        View g = in[1];
        if (x.size() == 0) {
            maps.fill(op.name(), 0, out[0]);
            return;
        }
        int k = op.kernel();
        Conv2d conv = convolution(k, op.scale());
        Shape w = out[0].shape();
        int tile = convolutions.tile(ConvRole.WEIGHT_GRAD, conv, x, w, x.shape());
        if (tile == LARGE) {
            weights.halved(op.name(), x, g, op.scale(), out[0]);
            return;
        }
        try (Scratch scratch = enlarged(g)) {
            View large = View.contiguous(scratch.buffer(), twice(g.shape()));
            Conv2dWeightGrad byWeights =
                    new Conv2dWeightGrad(1, conv.pad(), 1, k, k, conv.factor());
            convolutions.weightGrad(byWeights, new View[] {x, large}, out);
        }
    }

    private static Conv2d convolution(int k, double factor) {
        return new Conv2d(1, k / 2, 1, factor);
    }

    private static Shape twice(Shape s) {
        return s.with(2, 2 * s.dim(2)).with(3, 2 * s.dim(3));
    }

    /** Images with every pixel repeated. */
    private Scratch enlarged(View x) {
        Shape large = twice(x.shape());
        Scratch scratch = new Scratch(device, device.scratch(x.dtype(), large.size()));
        try {
            View y = View.contiguous(scratch.buffer(), large);
            resample.run(Resample2d.upNearest(), new View[] {x}, new View[] {y});
            return scratch;
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }
}
