package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise function of two tensors of one shape; broadcasting is done by {@link Expand}
 * before.
 *
 * @param kind the function
 */
public record Binary(BinaryKind kind) implements PrimitiveOp {
    @Override
    public int inputCount() {
        return 2;
    }

    @Override
    public String name() {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        if (!inputs[0].equals(inputs[1])) {
            throw new IllegalArgumentException(
                    name() + " needs equal shapes, got " + inputs[0] + " and " + inputs[1]);
        }
        return inputs[0];
    }

    @Override
    public @Nullable Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        boolean first = input == 0;
        return switch (kind) {
            case ADD -> g;
            case SUB -> first ? g : g.neg();
            case MUL -> g.mul(x[1 - input]);
            case DIV -> first ? g.div(x[1]) : g.mul(y).div(x[1]).neg();
            case MAXIMUM -> g.mul(first ? x[1].le(x[0]) : x[0].lt(x[1]));
            case MINIMUM -> g.mul(first ? x[0].le(x[1]) : x[1].lt(x[0]));
            case EQ, NE, LT, LE -> null;
        };
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return switch (kind) {
            case MUL -> input != of;
            case DIV -> input == 1;
            case MAXIMUM, MINIMUM -> true;
            default -> false;
        };
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return kind == BinaryKind.DIV && of == 1;
    }
}
