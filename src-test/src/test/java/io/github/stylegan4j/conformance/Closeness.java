package io.github.stylegan4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/** Compares what a device computed with what it should have. */
final class Closeness {
    private Closeness() {}

    /**
     * Fails where an element is further away than {@code tolerance} times the larger of 1 and the
     * largest finite element; infinities and NaNs must be in the same places.
     */
    static void check(String what, double[] expected, double[] found, double tolerance) {
        assertEquals(expected.length, found.length, what + ": number of elements");
        double scale = 1;
        for (double e : expected) {
            scale = Double.isFinite(e) ? Math.max(scale, Math.abs(e)) : scale;
        }
        for (int i = 0; i < expected.length; i++) {
            boolean same = expected[i] == found[i] || both(expected[i], found[i]);
            if (!same && !(Math.abs(expected[i] - found[i]) <= tolerance * scale)) {
                fail(
                        String.format(
                                "%s: element %d is %.9g, should be %.9g (allowed error %.3g)",
                                what, i, found[i], expected[i], tolerance * scale));
            }
        }
    }

    private static boolean both(double a, double b) {
        return Double.isNaN(a) && Double.isNaN(b);
    }
}
