package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.Unary;
import io.github.stylegan4j.tensor.UnaryKind;
import org.jspecify.annotations.Nullable;

/**
 * The gradient through a leaky ReLU, read off its result: {@code g * (y >= 0 ? 1 : slope)}.
 *
 * <p>Inputs: the result {@code y} and the gradient {@code g} with respect to it, of one shape,
 * which is also the result's. At 0 the slope is 1 (NVlabs/stylegan, networks_stylegan.py). It is
 * linear in {@code g} and piecewise constant in {@code y}, so its derivative by {@code g} is itself
 * and that by {@code y} is zero: any order holds.
 *
 * @param slope factor below 0, above 0 itself; 1 makes it the identity
 */
public record LeakyReluGrad(double slope) implements FusedOp {
    /** Checks the slope. */
    public LeakyReluGrad {
        Checks.slope("leaky_relu_grad", slope);
    }

    @Override
    public String name() {
        return "leaky_relu_grad";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Checks.count(name(), 2, (Object[]) inputs);
        Checks.shape(name(), "a gradient", inputs[0], inputs[1]);
        return inputs[1];
    }

    @Override
    public Tensor reference(Tensor... x) {
        return Tensors.apply(new Unary(UnaryKind.LEAKY_RELU_MASK, slope, 0), x[0]).mul(x[1]);
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public @Nullable Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return input == 0 ? null : Tensors.apply(this, x[0], g);
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return of == 1 && input == 0;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
