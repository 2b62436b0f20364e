package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.nn.Parameter;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.fused.Fused;

/**
 * A fully connected layer, {@code act(x W^T + b)}: input [N, in], result [N, out].
 *
 * <p>{@code weight} is [out, in], {@code bias} is [out] and starts at 0; both are multiplied by the
 * learning rate multiplier at every use, and the weight is scaled as {@link WeightScale} says.
 */
public final class EqualizedDense extends Module {
    private final ScaledWeight weight;
    private final Parameter bias;
    private final double biasFactor;

    /**
     * A layer with random weights.
     *
     * @param in input features
     * @param out output features
     * @param gain factor on He's deviation
     * @param lrmul learning rate multiplier
     */
    public EqualizedDense(Initializer init, int in, int out, double gain, double lrmul) {
        weight = init.weight(this::parameter, Shape.of(out, in), gain, lrmul);
        bias = parameter("bias", init.zeros(Shape.of(out)));
        biasFactor = lrmul;
    }

    /** The layer's output. */
    public Tensor forward(Tensor x, Activation activation) {
        Tensor shift = biasFactor == 1 ? bias.value() : bias.value().mul(biasFactor);
        return Fused.biasAct(weight.product(x), shift, activation.slope());
    }
}
