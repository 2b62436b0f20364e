package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.opencl.Winograd.Weights;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.fused.ConvAct;
import io.github.stylegan4j.tuning.ConvRole;

/** The convolution triple, each by the way that {@link ConvChoice} says. */
final class ConvKernels {
    private final ConvChoice choice;
    private final ContractionKernels direct;
    private final Winograd winograd;
    private final Pointwise pointwise;
    private final WinogradWeights winogradWeights;
    private final Device device;
    private final MapKernels maps;

    ConvKernels(ConvChoice choice, ContractionKernels direct, Device device, MapKernels maps) {
        this.choice = choice;
        this.direct = direct;
        this.winograd = new Winograd(device, maps);
        this.pointwise = new Pointwise(device, maps);
        this.winogradWeights = new WinogradWeights(device, maps);
        this.device = device;
        this.maps = maps;
    }

    void forward(Conv2d op, View[] in, View[] out) {
        forward(op, in, out, Epilogue.times(op.factor()));
    }

    void withEpilogue(ConvAct op, View[] in, View[] out) {
        double factor = op.conv().factor();
        try (Epilogue epilogue = Epilogue.of(device, maps, op.name(), in, 2, factor, op.slope())) {
            forward(op.conv(), in, out, epilogue);
        }
    }

    private void forward(Conv2d op, View[] in, View[] out, Epilogue epilogue) {
        if (pointwise.suits(op, in[1])) {
            pointwise.run(op.name(), in[0], Weights.forward(in[1]), out[0], epilogue);
            return;
        }
        Shape x = in[0].shape();
        int tile = tile(ConvRole.FORWARD, op, in[0], in[1].shape(), x.dim(2), x.dim(3));
        if (tile == ConvChoice.DIRECT) {
            direct.forward(op, in, out, epilogue);
        } else {
            winograd.run(op.name(), tile, in[0], Weights.forward(in[1]), out[0], epilogue);
        }
    }

    void inputGrad(Conv2dInputGrad op, View[] in, View[] out) {
        Conv2d conv = op.forward();
        Epilogue times = Epilogue.times(op.factor());
        if (pointwise.suits(conv, in[1])) {
            pointwise.run(op.name(), in[0], Weights.turned(in[1]), out[0], times);
            return;
        }
        Shape w = in[1].shape();
        int tile = tile(ConvRole.INPUT_GRAD, conv, in[0], w, op.height(), op.width());
        if (tile == ConvChoice.DIRECT) {
            direct.inputGrad(op, in, out);
        } else {
            winograd.run(op.name(), tile, in[0], Weights.turned(in[1]), out[0], times);
        }
    }

    void weightGrad(Conv2dWeightGrad op, View[] in, View[] out) {
        Conv2d conv = op.forward();
        Shape x = in[0].shape();
        int tile = tile(ConvRole.WEIGHT_GRAD, conv, in[0], out[0].shape(), x.dim(2), x.dim(3));
        if (tile == ConvChoice.DIRECT || in[0].size() == 0) {
            direct.weightGrad(op, in, out);
        } else {
            winogradWeights.run(op.name(), tile, in[0], in[1], op.factor(), out[0]);
        }
    }

    /** Edge of the tiles that a convolution with result y is filtered in, as ConvChoice says. */
    int tile(Conv2d op, View w, Shape y) {
        return tile(ConvRole.FORWARD, op, w, w.shape(), y);
    }

    /**
     * Edge of the tiles that a convolution or its weight gradient is filtered in.
     *
     * @param v an operand, whose element type counts
     * @param w shape of the weights
     * @param images a shape with the extents of the images
     */
    int tile(ConvRole role, Conv2d op, View v, Shape w, Shape images) {
        return tile(role, op, v, w, images.dim(2), images.dim(3));
    }

    private int tile(ConvRole role, Conv2d op, View v, Shape w, int height, int width) {
        boolean filterable =
                device.coarse()
                        && w.dim(2) == 3
                        && w.dim(3) == 3
                        && op.stride() == 1
                        && op.pad() == 1
                        && op.groups() == 1;
        return choice.tile(
                new ConvChoice.Key(
                        role, v.buffer().dtype(), w.dim(1), w.dim(0), height, width, filterable));
    }
}
