package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tensor.BinaryKind;

/** Inner loops of the functions of two elements: {@code out[i] = f(x[i], y[i])}. */
final class BinaryLoops {
    private static final float HUGE = 0x1p100f;

    private BinaryLoops() {}

    static void run(BinaryKind kind, float[] x, float[] y, float[] out, int from, int to) {
        switch (kind) {
            case ADD -> add(x, y, out, from, to);
            case SUB -> sub(x, y, out, from, to);
            case MUL -> mul(x, y, out, from, to);
            case DIV -> div(x, y, out, from, to);
            case MAXIMUM -> maximum(x, y, out, from, to);
            case MINIMUM -> minimum(x, y, out, from, to);
            case EQ -> compare(x, y, out, from, to, (a, b) -> a == b);
            case NE -> compare(x, y, out, from, to, (a, b) -> a != b);
            case LT -> compare(x, y, out, from, to, (a, b) -> a < b);
            case LE -> compare(x, y, out, from, to, (a, b) -> a <= b);
        }
    }

    /**
     * The same with one operand repeated; false if there is no such loop.
     *
     * @param first whether the repeated operand is the first
     */
    static boolean scalar(
            BinaryKind kind, float[] x, float s, boolean first, float[] out, int from, int to) {
        switch (kind) {
            case ADD -> addScalar(x, s, out, from, to);
            case MUL -> mulScalar(x, s, out, from, to);
            case SUB -> {
                if (first) {
                    subFromScalar(x, s, out, from, to);
                } else {
                    addScalar(x, -s, out, from, to);
                }
            }
            case DIV -> {
                if (first) {
                    return false;
                }
                divScalar(x, s, out, from, to);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    static void where(float[] c, float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = c[i] != 0 ? x[i] : y[i];
        }
    }

    private static void add(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] + y[i];
        }
    }

    /**
     * {@code g * (y >= 0 ? 1 : slope)}.
     *
     * <p>Comparisons are not vectorised, so the choice is made by arithmetic: any negative number
     * times 2^200 is at most -1, hence the clamped product is -1 below 0 and 0 from 0 on.
     */
    static void leakyGrad(float[] y, float[] g, float slope, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            float below = Math.max(Math.min(y[i] * HUGE * HUGE, 0f), -1f);
            out[i] = g[i] * ((1f + below) - slope * below);
        }
    }

    private static void sub(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] - y[i];
        }
    }

    private static void mul(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * y[i];
        }
    }

    private static void div(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] / y[i];
        }
    }

    private static void maximum(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Math.max(x[i], y[i]);
        }
    }

    private static void minimum(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Math.min(x[i], y[i]);
        }
    }

    private static void addScalar(float[] x, float s, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] + s;
        }
    }

    private static void mulScalar(float[] x, float s, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * s;
        }
    }

    private static void subFromScalar(float[] x, float s, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = s - x[i];
        }
    }

    private static void divScalar(float[] x, float s, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] / s;
        }
    }

    @FunctionalInterface
    private interface Comparison {
        boolean holds(float a, float b);
    }

    private static void compare(float[] x, float[] y, float[] out, int from, int to, Comparison c) {
        for (int i = from; i < to; i++) {
            out[i] = c.holds(x[i], y[i]) ? 1 : 0;
        }
    }
}
