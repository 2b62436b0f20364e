package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * Adaptive instance normalisation: {@code y = instanceNorm(x) * (scale + 1) + bias}.
 *
 * <p>Inputs: {@code x} [N, C, H, W], {@code scale} [N, C] and {@code bias} [N, C], the two halves
 * of a style; the result has the shape of {@code x}. Source: arXiv 1812.04948, equation 1, with the
 * scale stored as its distance from 1 as in NVlabs/stylegan. Gradients: {@code dx} is {@link
 * InstanceNormGrad} of {@code g * (scale + 1)}, {@code dscale} is {@link PlaneDot} of {@code g} and
 * the normalised {@code x}, which is computed anew rather than kept, and {@code dbias} is {@code g}
 * summed over H and W. Any order holds.
 *
 * @param epsilon what is added to the variance, above 0
 */
public record AdaIn(double epsilon) implements FusedOp {
    /** Checks epsilon. */
    public AdaIn {
        Checks.epsilon("ada_in", epsilon);
    }

    @Override
    public String name() {
        return "ada_in";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Checks.count(name(), 3, (Object[]) inputs);
        Shape x = inputs[0];
        Checks.images(name(), x);
        Shape style = Shape.of(x.dim(0), x.dim(1));
        Checks.shape(name(), "a scale per sample and channel", style, inputs[1]);
        Checks.shape(name(), "a bias per sample and channel", style, inputs[2]);
        return x;
    }

    @Override
    public Tensor reference(Tensor... x) {
        Tensor normalized = Tensors.apply(new InstanceNorm(epsilon), x[0]);
        return normalized.mul(factor(x[1])).add(Checks.perPlane(x[2]));
    }

    private static Tensor factor(Tensor scale) {
        return Checks.perPlane(scale.add(1));
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return switch (input) {
            case 0 -> Tensors.apply(new InstanceNormGrad(epsilon), x[0], g.mul(factor(x[1])));
            case 1 -> {
                Tensor normalized = Tensors.apply(new InstanceNorm(epsilon), x[0]);
                yield Tensors.apply(new PlaneDot(), g, normalized);
            }
            default -> g.sum(2, 3);
        };
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return of == 0 ? input != 2 : of == 1 && input == 0;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
