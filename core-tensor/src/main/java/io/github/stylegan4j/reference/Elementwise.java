package io.github.stylegan4j.reference;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.Binary;
import io.github.stylegan4j.tensor.BinaryKind;
import io.github.stylegan4j.tensor.Unary;
import io.github.stylegan4j.tensor.UnaryKind;
import io.github.stylegan4j.tensor.Where;

/** The elementwise operations, one element at a time. */
final class Elementwise {
    private Elementwise() {}

    static void unary(Unary op, View[] in, View[] out) {
        double[] x = Elements.read(in[0]);
        for (int i = 0; i < x.length; i++) {
            x[i] = apply(op.kind(), op.a(), op.b(), x[i]);
        }
        Elements.write(x, out[0]);
    }

    static void binary(Binary op, View[] in, View[] out) {
        double[] x = Elements.read(in[0]);
        double[] y = Elements.read(in[1]);
        for (int i = 0; i < x.length; i++) {
            x[i] = apply(op.kind(), x[i], y[i]);
        }
        Elements.write(x, out[0]);
    }

    static void where(Where op, View[] in, View[] out) {
        double[] condition = Elements.read(in[0]);
        double[] a = Elements.read(in[1]);
        double[] b = Elements.read(in[2]);
        for (int i = 0; i < a.length; i++) {
            a[i] = condition[i] != 0 ? a[i] : b[i];
        }
        Elements.write(a, out[0]);
    }

    private static double apply(UnaryKind kind, double a, double b, double x) {
        return switch (kind) {
            case AFFINE -> a * x + b;
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case RSQRT -> 1 / Math.sqrt(x);
            case SQUARE -> x * x;
            case RECIPROCAL -> 1 / x;
            case POW -> Math.pow(x, a);
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case FLOOR -> Math.floor(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case LEAKY_RELU -> x >= 0 ? x : a * x;
            case LEAKY_RELU_MASK -> x >= 0 ? 1 : a;
            case CLAMP -> Math.min(Math.max(x, a), b);
            case IN_RANGE -> truth(a <= x && x <= b);
            case IS_FINITE -> truth(Double.isFinite(x));
        };
    }

    private static double apply(BinaryKind kind, double x, double y) {
        return switch (kind) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV -> x / y;
            case MAXIMUM -> Math.max(x, y);
            case MINIMUM -> Math.min(x, y);
            case EQ -> truth(x == y);
            case NE -> truth(x != y);
            case LT -> truth(x < y);
            case LE -> truth(x <= y);
        };
    }

    private static double truth(boolean holds) {
        return holds ? 1 : 0;
    }
}
