package io.github.stylegan4j.stylegan;

/** Checks of configuration values; each message names the field, the value and what is allowed. */
final class Settings {
    private Settings() {}

    static void atLeast(String field, double value, double minimum) {
        if (!(value >= minimum) || Double.isInfinite(value)) {
            throw wrong(field, value, "at least " + number(minimum));
        }
    }

    static void between(String field, double value, double minimum, double maximum) {
        if (!(value >= minimum && value <= maximum)) {
            throw wrong(field, value, "from " + number(minimum) + " to " + number(maximum));
        }
    }

    static void resolution(int value) {
        if (value < Backbone.MIN_RESOLUTION
                || value > Backbone.MAX_RESOLUTION
                || Integer.bitCount(value) != 1) {
            throw wrong(
                    "resolution",
                    value,
                    "powers of two from "
                            + Backbone.MIN_RESOLUTION
                            + " to "
                            + Backbone.MAX_RESOLUTION);
        }
    }

    static int log2(int powerOfTwo) {
        return Integer.numberOfTrailingZeros(powerOfTwo);
    }

    private static IllegalArgumentException wrong(String field, double value, String allowed) {
        return new IllegalArgumentException(
                field + " is " + number(value) + "; allowed: " + allowed);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
