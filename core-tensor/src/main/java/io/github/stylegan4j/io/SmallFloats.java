package io.github.stylegan4j.io;

/**
 * The two 16-bit floating-point formats, to and from {@code double}. (The JDK has the conversion
 * for binary16 only from version 20 on.)
 */
final class SmallFloats {
    private static final int HALF_FRACTION_BITS = 10;
    private static final int HALF_MIN_EXPONENT = -14;
    private static final double HALF_MAX = 65504.0;

    private static final int BFLOAT_FRACTION_BITS = 7;
    private static final int BFLOAT_MIN_EXPONENT = Float.MIN_EXPONENT;
    private static final double BFLOAT_MAX = 0x1.fep127;

    private SmallFloats() {}

    static float halfToFloat(short bits) {
        int exponent = (bits >> HALF_FRACTION_BITS) & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    static float bfloatToFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Rounds to nearest, ties to even; beyond the largest value to infinity. */
    static short halfBits(double value) {
        return encode(value, HALF_FRACTION_BITS, HALF_MIN_EXPONENT, HALF_MAX);
    }

    /** Rounds to nearest, ties to even; beyond the largest value to infinity. */
    static short bfloatBits(double value) {
        return encode(value, BFLOAT_FRACTION_BITS, BFLOAT_MIN_EXPONENT, BFLOAT_MAX);
    }

    /**
     * Encodes without an intermediate float, because rounding twice can end one step away.
     *
     * <p>The value is divided by its unit in the last place, an exact power of two, and {@link
     * Math#rint} does the rounding. Below the smallest normal number the unit stays constant, so
     * that the same two lines also produce the subnormal numbers.
     */
    private static short encode(double value, int fractionBits, int minExponent, double max) {
        int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
        int infinity = (0x7fff >> fractionBits) << fractionBits;
        if (Double.isNaN(value)) {
            return (short) (sign | infinity | (1 << (fractionBits - 1)));
        }
        double magnitude = Math.abs(value);
        int exponent = Math.max(Math.getExponent(magnitude), minExponent);
        if (exponent > 1 - minExponent) {
            return (short) (sign | infinity);
        }
        double units = Math.rint(Math.scalb(magnitude, fractionBits - exponent));
        if (Math.scalb(units, exponent - fractionBits) > max) {
            return (short) (sign | infinity);
        }
        // Adding, not or-ing: a fraction that rounded up to the next power of two carries.
        int biased = (exponent - minExponent) << fractionBits;
        return (short) (sign | (biased + (int) units));
    }
}
