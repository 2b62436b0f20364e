package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.nn.Parameter;
import io.github.stylegan4j.tensor.Tensor;

/**
 * A convolution layer, {@code act(conv(x, W) + b)}: input [N, in, H, W], result [N, out, H', W'].
 *
 * <p>{@code weight} is [out, in, k, k], scaled as {@link WeightScale} says; {@code bias} is [out]
 * and starts at 0. Zero padding keeps the size, and {@link Resizing} may halve or double it.
 */
public final class EqualizedConv extends Module {
    private final Convolution convolution;
    private final Parameter bias;

    /** A layer of unchanged size with random weights; {@code kernel} is odd. */
    public EqualizedConv(Initializer init, int in, int out, int kernel, double gain) {
        this(init, in, out, kernel, gain, Resizing.NONE, FusedScale.OFF);
    }

    /**
     * A layer with random weights.
     *
     * @param in input channels
     * @param out output channels
     * @param kernel extent of the kernel, odd
     * @param gain factor on He's deviation
     * @param resizing what happens to the size
     * @param fusedScale whether resizing and convolution are one operation
     */
    public EqualizedConv(
            Initializer init,
            int in,
            int out,
            int kernel,
            double gain,
            Resizing resizing,
            FusedScale fusedScale) {
        Shape shape = Shape.of(out, in, kernel, kernel);
        ScaledWeight weight = init.weight(this::parameter, shape, gain, 1);
        convolution = new Convolution(weight, resizing, fusedScale);
        bias = parameter("bias", init.zeros(Shape.of(out)));
    }

    /** The layer's output. */
    public Tensor forward(Tensor x, Activation activation) {
        return convolution.apply(x).biasAct(bias.value(), activation.slope());
    }
}
