package io.github.stylegan4j.tensor;

/** How elements are combined along the reduced axes. */
public enum ReduceKind {
    /** Their sum; 0 for none. */
    SUM,
    /** The largest; minus infinity for none. */
    MAX,
    /** The smallest; plus infinity for none. */
    MIN
}
