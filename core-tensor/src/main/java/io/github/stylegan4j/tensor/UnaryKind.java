package io.github.stylegan4j.tensor;

/** The elementwise functions of one element, with up to two constants a and b. */
public enum UnaryKind {
    /** {@code a * x + b}. */
    AFFINE,
    /** {@code e^x}. */
    EXP,
    /** Natural logarithm. */
    LOG,
    /** Square root. */
    SQRT,
    /** {@code 1 / sqrt(x)}. */
    RSQRT,
    /** {@code x * x}. */
    SQUARE,
    /** {@code 1 / x}. */
    RECIPROCAL,
    /** {@code x^a}. */
    POW,
    /** Absolute value. */
    ABS,
    /** -1, 0 or 1. */
    SIGN,
    /** Largest integer not above. */
    FLOOR,
    /** Sine. */
    SIN,
    /** Cosine. */
    COS,
    /** Hyperbolic tangent. */
    TANH,
    /** {@code 1 / (1 + e^-x)}. */
    SIGMOID,
    /** {@code log(1 + e^x) = max(x, 0) + log1p(e^-|x|)}. */
    SOFTPLUS,
    /** {@code x >= 0 ? x : a * x}. */
    LEAKY_RELU,
    /** {@code x >= 0 ? 1 : a}. */
    LEAKY_RELU_MASK,
    /** {@code min(max(x, a), b)}. */
    CLAMP,
    /** {@code a <= x && x <= b ? 1 : 0}. */
    IN_RANGE,
    /** {@code 1} if neither infinite nor NaN, else {@code 0}. */
    IS_FINITE
}
