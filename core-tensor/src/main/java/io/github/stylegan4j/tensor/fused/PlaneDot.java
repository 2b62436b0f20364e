package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;

/**
 * The inner product of two images per plane: {@code y[n, c] = sum over h, w of a[n, c, h, w] * b[n,
 * c, h, w]}.
 *
 * <p>Inputs: {@code a} and {@code b} [N, C, H, W] (expanded views are welcome); result [N, C]. It
 * is what the gradients of scales, such as AdaIN's and the noise strengths, are made of. Bilinear;
 * any order of derivative holds.
 */
public record PlaneDot() implements FusedOp {
    @Override
    public String name() {
        return "plane_dot";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Checks.count(name(), 2, (Object[]) inputs);
        Checks.images(name(), inputs[0]);
        Checks.shape(name(), "a second factor", inputs[0], inputs[1]);
        return Shape.of(inputs[0].dim(0), inputs[0].dim(1));
    }

    @Override
    public Tensor reference(Tensor... x) {
        return x[0].mul(x[1]).sum(2, 3);
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return Checks.perPlane(g).mul(x[1 - input]);
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return of != input;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
