package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Of three tensors of one shape: the second's element where the first is not 0, else the third's.
 */
public record Where() implements PrimitiveOp {
    @Override
    public int inputCount() {
        return 3;
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        if (!inputs[0].equals(inputs[1]) || !inputs[0].equals(inputs[2])) {
            throw new IllegalArgumentException(
                    "where needs equal shapes, got "
                            + inputs[0]
                            + ", "
                            + inputs[1]
                            + " and "
                            + inputs[2]);
        }
        return inputs[0];
    }

    @Override
    public @Nullable Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return switch (input) {
            case 1 -> Tensors.where(x[0], g, Tensors.zerosLike(g));
            case 2 -> Tensors.where(x[0], Tensors.zerosLike(g), g);
            default -> null;
        };
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return of != 0 && input == 0;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
