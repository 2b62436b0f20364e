package io.github.stylegan4j.train.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks of single values; each message names the field, the value and what is allowed. */
final class ConfigChecks {
    private static final Pattern RATE =
            Pattern.compile("(\\d{1,9}(\\.\\d{0,30})?|\\.\\d{1,30})([eE][+-]?\\d{1,2})?");

    private ConfigChecks() {}

    static void present(String field, String value) {
        if (value == null) {
            throw refused(field, null, "a text, which may be empty");
        }
    }

    static String text(String field, String value) {
        if (value == null || value.isBlank()) {
            throw refused(field, value == null ? null : "'" + value + "'", "a text, not empty");
        }
        return value;
    }

    static void powerOfTwo(String field, int value, int min, int max) {
        if (value < min || value > max || Integer.bitCount(value) != 1) {
            throw refused(field, value, "a power of two from " + min + " to " + max);
        }
    }

    static void oneOf(String field, int value, int... allowed) {
        if (Arrays.stream(allowed).noneMatch(a -> a == value)) {
            throw refused(
                    field,
                    value,
                    Arrays.stream(allowed)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(" or ")));
        }
    }

    static void colour(String field, String value) {
        if (value == null || !value.matches("[0-9a-fA-F]{6}")) {
            throw refused(field, "'" + value + "'", "six hexadecimal digits, such as ffffff");
        }
    }

    static <E extends Enum<E>> void constant(String field, String value, Class<E> type) {
        String allowed =
                Arrays.stream(type.getEnumConstants())
                        .map(e -> e.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        if (value == null || !Arrays.asList(allowed.split(", ")).contains(value)) {
            throw refused(field, "'" + value + "'", "one of " + allowed);
        }
    }

    static void between(String field, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw refused(field, number(value), number(min) + " to " + number(max));
        }
    }

    static void atLeast(String field, double value, double min) {
        if (!(value >= min) || Double.isInfinite(value)) {
            throw refused(field, number(value), "a finite number from " + number(min));
        }
    }

    /** A learning rate as text, or a word in its place. */
    static void rateOr(String word, String field, String value) {
        boolean rate = value != null && RATE.matcher(value).matches();
        if (!rate && !word.equals(value)) {
            throw refused(
                    field,
                    value == null ? null : "'" + ConfigEntries.shown(value) + "'",
                    word + " or a finite number from 0, such as 0.003 or 3e-3");
        }
    }

    static void positive(String field, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw refused(field, number(value), "a finite number above 0");
        }
    }

    /** A minibatch must split into groups for the deviation the discriminator is shown. */
    static void minibatch(String field, int value, int group) {
        atLeast(field, value, 1);
        if (value > group && value % group != 0) {
            throw refused(
                    field,
                    value,
                    "a multiple of minibatchStdGroup, which is " + group + ", or less than it");
        }
    }

    /** So many images must fit into one array, whose length is below 2^31. */
    static void fits(String field, Object found, long images, int height, int width, int channels) {
        long most = Integer.MAX_VALUE / ((long) channels * height * width);
        if (images > most) {
            throw refused(
                    field,
                    found,
                    "at most "
                            + most
                            + " images of "
                            + height
                            + "x"
                            + width
                            + " with "
                            + channels
                            + " channels, which is all that an array can hold");
        }
    }

    static void growth(double trainingKimg, double transitionKimg, int initial, int resolution) {
        if (trainingKimg + transitionKimg == 0 && initial != resolution) {
            throw new IllegalArgumentException(
                    "trainingKimg and transitionKimg are both 0, so training would stay at "
                            + initial
                            + "x"
                            + initial
                            + " for ever; to train without growing set initialResolution to "
                            + resolution);
        }
    }

    /** Checks keys and values of a table by resolution, and copies it. */
    static <V extends Number> SortedMap<Integer, V> table(
            String field, SortedMap<Integer, V> table, double min) {
        if (table == null) {
            throw refused(field, null, "a table, which may be empty");
        }
        table.forEach(
                (resolution, value) -> {
                    powerOfTwo("a resolution of " + field, resolution, 4, 4096);
                    if (value == null) {
                        throw refused(field + "[" + resolution + "]", null, "a number");
                    }
                    atLeast(field + "[" + resolution + "]", value.doubleValue(), min);
                });
        return Collections.unmodifiableSortedMap(new TreeMap<>(table));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static IllegalArgumentException refused(String field, Object value, String allowed) {
        return new IllegalArgumentException(field + " is " + value + "; allowed is " + allowed);
    }
}
