package io.github.stylegan4j.train.report;

import java.util.Locale;

/** Numbers as people read them; a dash for those that are not known. */
final class Numbers {
    private static final String UNKNOWN = "\u2013";

    private Numbers() {}

    static String decimal(double value, int digits) {
        return Double.isFinite(value)
                ? String.format(Locale.ROOT, "%,." + digits + "f", value)
                : UNKNOWN;
    }

    static String percent(double share) {
        return Double.isFinite(share)
                ? String.format(Locale.ROOT, "%.1f %%", 100 * share)
                : UNKNOWN;
    }

    static String bytes(double value) {
        if (!(value >= 0)) {
            return UNKNOWN;
        }
        return value < 1L << 30
                ? String.format(Locale.ROOT, "%,.0f MiB", value / (1 << 20))
                : String.format(Locale.ROOT, "%,.2f GiB", value / (1 << 30));
    }

    /** Seconds as days, hours, minutes. */
    static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return UNKNOWN;
        }
        long s = Math.round(seconds);
        if (s < 60) {
            return s + " s";
        }
        if (s < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60);
        }
        return s < 86_400
                ? String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60)
                : String.format(Locale.ROOT, "%d d %d h", s / 86_400, s / 3600 % 24);
    }
}
