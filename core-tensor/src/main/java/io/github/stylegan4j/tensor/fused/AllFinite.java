package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * 1 if no element of any input is infinite or NaN, else 0.
 *
 * <p>Inputs: one or more tensors of any shapes; result of rank 0. It is what decides on the device
 * whether an optimizer step is skipped. Its derivative is zero everywhere.
 */
public record AllFinite() implements FusedOp {
    @Override
    public String name() {
        return "all_finite";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        return Shape.scalar();
    }

    @Override
    public Tensor reference(Tensor... x) {
        Tensor[] each = new Tensor[x.length];
        for (int i = 0; i < x.length; i++) {
            // The smallest of no elements is infinite; clamped it says that none is bad.
            each[i] = x[i].isFinite().min().clamp(0, 1).reshape(1);
        }
        return Tensors.concat(0, each).min();
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public @Nullable Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return null;
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return false;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
