package io.github.stylegan4j.conformance;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Where the values of an operand lie; all are exact in single precision. */
enum Domain {
    /** Standard normal. */
    NORMAL,
    /** From 0.5 up: for logarithms, roots and quotients. */
    POSITIVE,
    /** Multiples of 1/8, many of them equal. */
    ON_GRID,
    /** Odd multiples of 1/16, a safe distance from kinks at multiples of 1/8. */
    OFF_GRID,
    /** A lattice in random order: no two are equal or near. */
    DISTINCT,
    /** 0 or 1: a condition, which central differences leave alone. */
    BITS,
    /** -1 or 1. */
    SIGNS,
    /** 0. */
    ZERO,
    /** Normal, but the last one is not a number. */
    LAST_NAN,
    /** Normal, but the first one is infinite. */
    FIRST_INFINITE;

    double[] draw(RandomGenerator random, int n) {
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
            double z = random.nextGaussian();
            v[i] =
                    switch (this) {
                        case NORMAL, LAST_NAN, FIRST_INFINITE -> z;
                        case POSITIVE -> 0.5 + Math.abs(z);
                        case ON_GRID -> Math.rint(z * 8) / 8;
                        case OFF_GRID -> Math.rint(z * 8) / 8 + 1.0 / 16;
                        case DISTINCT -> (i - n / 2) / 16.0;
                        case BITS -> random.nextInt(2);
                        case ZERO -> 0;
                        case SIGNS -> random.nextBoolean() ? 1 : -1;
                    };
        }
        finish(random, v);
        return Arrays.stream(v).map(x -> (float) x).toArray();
    }

    private void finish(RandomGenerator random, double[] v) {
        if (v.length > 0 && this == LAST_NAN) {
            v[v.length - 1] = Double.NaN;
        } else if (v.length > 0 && this == FIRST_INFINITE) {
            v[0] = Double.NEGATIVE_INFINITY;
        } else if (this == DISTINCT) {
            for (int i = v.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                double t = v[i];
                v[i] = v[j];
                v[j] = t;
            }
        }
    }
}
