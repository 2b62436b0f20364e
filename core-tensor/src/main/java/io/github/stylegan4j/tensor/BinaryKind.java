package io.github.stylegan4j.tensor;

/** The elementwise functions of two elements. Comparisons give 1 or 0. */
public enum BinaryKind {
    /** {@code a + b}. */
    ADD,
    /** {@code a - b}. */
    SUB,
    /** {@code a * b}. */
    MUL,
    /** {@code a / b}. */
    DIV,
    /** {@code a >= b ? a : b}; NaN if one is. */
    MAXIMUM,
    /** {@code a <= b ? a : b}; NaN if one is. */
    MINIMUM,
    /** {@code a == b}. */
    EQ,
    /** {@code a != b}. */
    NE,
    /** {@code a < b}. */
    LT,
    /** {@code a <= b}. */
    LE
}
