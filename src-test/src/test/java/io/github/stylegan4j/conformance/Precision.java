package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.DType;

/**
 * How near a device must come to the reference; errors are relative to the larger of 1 and scale.
 */
enum Precision {
    /** Nothing is computed: bit for bit. */
    EXACT(0, 0),
    /** A few roundings per element. */
    ELEMENT(2e-6, 1e-14),
    /** Sums of products, and derivatives, which are such; the scale is the largest element. */
    SUM(3e-5, 1e-12);

    private final double single;
    private final double twice;

    Precision(double single, double twice) {
        this.single = single;
        this.twice = twice;
    }

    double of(DType dtype) {
        return dtype == DType.FLOAT32 ? single : twice;
    }

    /** At least as loose as another. */
    Precision or(Precision other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
