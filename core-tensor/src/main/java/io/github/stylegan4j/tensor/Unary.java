package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise function of one tensor.
 *
 * @param kind the function
 * @param a its first constant, if it has one
 * @param b its second constant, if it has one
 */
public record Unary(UnaryKind kind, double a, double b) implements PrimitiveOp {
    @Override
    public String name() {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        return inputs[0];
    }

    @Override
    public @Nullable Tensor vjp(int input, Tensor g, Tensor y, Tensor... inputs) {
        Tensor x = inputs[0];
        return switch (kind) {
            case AFFINE -> g.mul(a);
            case EXP -> g.mul(y);
            case LOG -> g.div(x);
            case SQRT -> g.div(y).mul(0.5);
            case RSQRT -> g.mul(y).mul(y.square()).mul(-0.5);
            case SQUARE -> g.mul(x).mul(2);
            case RECIPROCAL -> g.mul(y.square()).neg();
            case POW -> a == 0 ? null : g.mul(x.pow(a - 1)).mul(a);
            case ABS -> g.mul(x.sign());
            case SIN -> g.mul(x.cos());
            case COS -> g.mul(x.sin()).neg();
            case TANH -> g.mul(y.square().affine(-1, 1));
            case SIGMOID -> g.mul(y).mul(y.affine(-1, 1));
            case SOFTPLUS -> g.mul(x.sigmoid());
            case LEAKY_RELU -> g.mul(Tensors.apply(new Unary(UnaryKind.LEAKY_RELU_MASK, a, 0), x));
            case CLAMP -> g.mul(Tensors.apply(new Unary(UnaryKind.IN_RANGE, a, b), x));
            case SIGN, FLOOR, LEAKY_RELU_MASK, IN_RANGE, IS_FINITE -> null;
        };
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return switch (kind) {
            case LOG, SQUARE, POW, ABS, SIN, COS, SOFTPLUS, LEAKY_RELU, CLAMP -> true;
            default -> false;
        };
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return switch (kind) {
            case EXP, SQRT, RSQRT, RECIPROCAL, TANH, SIGMOID -> true;
            default -> false;
        };
    }
}
