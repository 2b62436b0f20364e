package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;

/**
 * The gradient through {@link InstanceNorm}: {@code s * (g - mean(g) - n * mean(g * n))} with
 * {@code s = 1 / sqrt(variance(x) + epsilon)} and {@code n = (x - mean(x)) * s}.
 *
 * <p>Inputs: {@code x} and the gradient {@code g} with respect to its normalisation, both [N, C, H,
 * W], which is also the result's shape; all means are over H and W. Derivation: {@code ds = -s^2 *
 * mean(n * dx)}, hence {@code dn = s * (dx - mean(dx) - n * mean(n * dx))}, a symmetric map. It is
 * differentiated through its reference, so any order holds.
 *
 * @param epsilon what is added to the variance, above 0
 */
public record InstanceNormGrad(double epsilon) implements FusedOp {
    /** Checks epsilon. */
    public InstanceNormGrad {
        Checks.epsilon("instance_norm_grad", epsilon);
    }

    @Override
    public String name() {
        return "instance_norm_grad";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Checks.count(name(), 2, (Object[]) inputs);
        Checks.images(name(), inputs[0]);
        Checks.shape(name(), "a gradient", inputs[0], inputs[1]);
        return inputs[0];
    }

    @Override
    public Tensor reference(Tensor... x) {
        Tensor g = x[1];
        Tensor centred = x[0].sub(x[0].meanKeepDims(2, 3));
        Tensor s = centred.square().meanKeepDims(2, 3).add(epsilon).rsqrt();
        Tensor n = centred.mul(s);
        Tensor along = g.mul(n).meanKeepDims(2, 3);
        return g.sub(g.meanKeepDims(2, 3)).sub(n.mul(along)).mul(s);
    }
}
