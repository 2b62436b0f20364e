package io.github.stylegan4j.opencl;

import io.github.stylegan4j.tensor.ReduceKind;

/** What a reduction combines and how, as the defines of {@code reduce.cl}. */
enum ReduceFunction {
    SUM(1, "a", "(a) + (b)", "0"),
    MAX(1, "a", "((a) >= (b) || isnan(a)) ? (a) : (b)", "-INFINITY"),
    MIN(1, "a", "((a) <= (b) || isnan(a)) ? (a) : (b)", "INFINITY"),
    /** The sum of products of two inputs. */
    DOT(2, "(a) * (b)", "(a) + (b)", "0");

    private final int inputs;
    private final String defines;

    ReduceFunction(int inputs, String each, String combine, String first) {
        this.inputs = inputs;
        this.defines =
                "#define INPUT_COUNT "
                        + inputs
                        + "\n#define PRE(V, a, b) ("
                        + each
                        + ")\n#define COMBINE(V, a, b) ("
                        + combine
                        + ")\n#define FIRST ((real)("
                        + first
                        + "))\n";
    }

    static ReduceFunction of(ReduceKind kind) {
        return switch (kind) {
            case SUM -> SUM;
            case MAX -> MAX;
            case MIN -> MIN;
        };
    }

    int inputs() {
        return inputs;
    }

    String defines() {
        return defines;
    }

    /** What combines the results of slices. */
    ReduceFunction ofParts() {
        return switch (this) {
            case SUM, DOT -> SUM;
            case MAX -> MAX;
            case MIN -> MIN;
        };
    }

    /** The result of no elements. */
    double ofNone() {
        return switch (this) {
            case SUM, DOT -> 0;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
        };
    }
}
