package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * Brings every plane to mean 0 and variance 1: {@code y = (x - mean) / sqrt(variance + epsilon)}.
 *
 * <p>Input {@code x} [N, C, H, W]; mean and biased variance are taken over H and W; the result has
 * the shape of {@code x}. Source: arXiv 1607.08022, as used in arXiv 1812.04948 with epsilon 1e-8.
 * The first derivative is {@link InstanceNormGrad}, which is differentiable in turn: any order
 * holds.
 *
 * @param epsilon what is added to the variance, above 0
 */
public record InstanceNorm(double epsilon) implements FusedOp {
    /** Checks epsilon. */
    public InstanceNorm {
        Checks.epsilon("instance_norm", epsilon);
    }

    @Override
    public String name() {
        return "instance_norm";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Checks.count(name(), 1, (Object[]) inputs);
        Checks.images(name(), inputs[0]);
        return inputs[0];
    }

    @Override
    public Tensor reference(Tensor... x) {
        Tensor centred = x[0].sub(x[0].meanKeepDims(2, 3));
        Tensor variance = centred.square().meanKeepDims(2, 3);
        return centred.mul(variance.add(epsilon).rsqrt());
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return Tensors.apply(new InstanceNormGrad(epsilon), x[0], g);
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
