package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Tensor;

/**
 * A 3 x 3 convolution of a synthesis network, {@code weight} [out, in, 3, 3], with the layer's
 * epilogue; it may double the size before and blur after the convolution.
 */
public final class StyledConv extends StyledLayer {
    private static final int KERNEL = 3;

    private final Convolution convolution;
    private final boolean blur;

    private StyledConv(
            Initializer init,
            int in,
            int out,
            FeatureSize size,
            EpilogueConfig config,
            Resizing resizing,
            FusedScale fusedScale,
            boolean blur) {
        super(init, out, size, config);
        Shape shape = Shape.of(out, in, KERNEL, KERNEL);
        ScaledWeight weight = init.weight(this::parameter, shape, WeightScale.GAIN_RELU, 1);
        convolution = new Convolution(weight, resizing, fusedScale);
        this.blur = blur;
    }

    /** A layer that keeps the size. */
    public static StyledConv same(
            Initializer init, int in, int out, FeatureSize size, EpilogueConfig config) {
        return new StyledConv(init, in, out, size, config, Resizing.NONE, FusedScale.OFF, false);
    }

    /**
     * A layer that doubles the size.
     *
     * @param size of the result
     * @param blur whether the [1, 2, 1] filter follows the convolution
     */
    public static StyledConv doubling(
            Initializer init,
            int in,
            int out,
            FeatureSize size,
            EpilogueConfig config,
            FusedScale fusedScale,
            boolean blur) {
        return new StyledConv(init, in, out, size, config, Resizing.UP, fusedScale, blur);
    }

    /**
     * The layer's output [N, out, H', W'].
     *
     * @param x features [N, in, H, W]
     * @param w the layer's style [N, styleSize]
     */
    public Tensor forward(Tensor x, Tensor w, Noise noise) {
        return finish(blur ? convolution.blurred(x) : convolution.apply(x), w, noise);
    }
}
