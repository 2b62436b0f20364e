package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tensor.Unary;

/** Inner loops of the functions of one element: {@code out[i] = f(x[i])}. */
final class UnaryLoops {
    private UnaryLoops() {}

    static void run(Unary op, float[] x, float[] out, int from, int to) {
        float a = (float) op.a();
        float b = (float) op.b();
        switch (op.kind()) {
            case AFFINE -> affine(x, out, a, b, from, to);
            case SQUARE -> square(x, out, from, to);
            case ABS -> abs(x, out, from, to);
            case RECIPROCAL -> reciprocal(x, out, from, to);
            case SQRT -> sqrt(x, out, from, to);
            case RSQRT -> rsqrt(x, out, from, to);
            case LEAKY_RELU -> leakyRelu(x, out, a, from, to);
            case LEAKY_RELU_MASK -> leakyReluMask(x, out, a, from, to);
            case CLAMP -> clamp(x, out, a, b, from, to);
            default -> other(op, x, out, from, to);
        }
    }

    private static void affine(float[] x, float[] out, float a, float b, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = a * x[i] + b;
        }
    }

    private static void square(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * x[i];
        }
    }

    private static void abs(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Math.abs(x[i]);
        }
    }

    private static void reciprocal(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = 1 / x[i];
        }
    }

    private static void sqrt(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = (float) Math.sqrt(x[i]);
        }
    }

    private static void rsqrt(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = (float) (1 / Math.sqrt(x[i]));
        }
    }

    /** {@code x >= 0 ? x : slope * x}; a slope from 0 to 1 makes it the larger of the two. */
    static void leakyRelu(float[] x, float[] out, float slope, int from, int to) {
        if (slope > 0 && slope <= 1) {
            for (int i = from; i < to; i++) {
                out[i] = Math.max(x[i], slope * x[i]);
            }
            return;
        }
        for (int i = from; i < to; i++) {
            float v = x[i];
            out[i] = v >= 0 ? v : slope * v;
        }
    }

    private static void leakyReluMask(float[] x, float[] out, float slope, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] >= 0 ? 1 : slope;
        }
    }

    private static void clamp(float[] x, float[] out, float low, float high, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Math.min(Math.max(x[i], low), high);
        }
    }

    /** Functions whose cost is their own, not the loop's. */
    private static void other(Unary op, float[] x, float[] out, int from, int to) {
        double a = op.a();
        double b = op.b();
        switch (op.kind()) {
            case EXP -> each(x, out, from, to, v -> (float) Math.exp(v));
            case LOG -> each(x, out, from, to, v -> (float) Math.log(v));
            case POW -> each(x, out, from, to, v -> (float) Math.pow(v, a));
            case SIGN -> each(x, out, from, to, Math::signum);
            case FLOOR -> each(x, out, from, to, v -> (float) Math.floor(v));
            case SIN -> each(x, out, from, to, v -> (float) Math.sin(v));
            case COS -> each(x, out, from, to, v -> (float) Math.cos(v));
            case TANH -> each(x, out, from, to, v -> (float) Math.tanh(v));
            case SIGMOID -> each(x, out, from, to, v -> (float) (1 / (1 + Math.exp(-v))));
            case SOFTPLUS -> each(x, out, from, to, UnaryLoops::softplus);
            case IN_RANGE -> each(x, out, from, to, v -> a <= v && v <= b ? 1 : 0);
            case IS_FINITE -> each(x, out, from, to, v -> Float.isFinite(v) ? 1 : 0);
            default -> throw new IllegalStateException("No loop for " + op.kind());
        }
    }

    private static float softplus(float v) {
        return (float) (Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs((double) v))));
    }

    @FunctionalInterface
    private interface Function {
        float of(float v);
    }

    private static void each(float[] x, float[] out, int from, int to, Function f) {
        for (int i = from; i < to; i++) {
            out[i] = f.of(x[i]);
        }
    }
}
