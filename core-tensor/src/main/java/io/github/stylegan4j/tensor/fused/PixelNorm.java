package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;

/**
 * Brings the feature vector at every position to unit mean square: {@code y = x / sqrt(mean(x^2) +
 * epsilon)}, the mean over axis 1.
 *
 * <p>Input {@code x} [N, C, ...] of rank 2 or more; the result has its shape. Source: arXiv
 * 1710.10196, section 4.2; arXiv 1812.04948 normalises its latents with it, epsilon 1e-8. It is
 * differentiated through its reference, so any order holds.
 *
 * @param epsilon what is added to the mean square, above 0
 */
public record PixelNorm(double epsilon) implements FusedOp {
    /** Checks epsilon. */
    public PixelNorm {
        Checks.epsilon("pixel_norm", epsilon);
    }

    @Override
    public String name() {
        return "pixel_norm";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Checks.count(name(), 1, (Object[]) inputs);
        if (inputs[0].rank() < 2) {
            throw new IllegalArgumentException(
                    name() + " needs an input [N, C, ...], got " + inputs[0]);
        }
        return inputs[0];
    }

    @Override
    public Tensor reference(Tensor... x) {
        return x[0].mul(x[0].square().meanKeepDims(1).add(epsilon).rsqrt());
    }
}
