package io.github.stylegan4j.train;

import io.github.stylegan4j.train.config.ConfigEntries;
import io.github.stylegan4j.train.config.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One field of {@link TrainingConfig}: its name, what it means, and how it is read from text.
 *
 * <p>Types are {@code int}, {@code long}, {@code double}, {@code boolean}, {@link String} and
 * tables from a resolution to an {@link Integer} or a {@link Double}, written {@code 8=128,16=64};
 * an empty text is an empty table.
 */
public final class ConfigField {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,400}(\\.\\d{0,400})?|\\.\\d{1,400})([eE][+-]?\\d{1,9})?");

    private final RecordComponent section;
    private final RecordComponent component;
    private final Class<?> tableValue;

    /**
     * Describes a field.
     *
     * @param section component of {@link TrainingConfig}
     * @param component component of the section's record; it carries a {@link Setting}
     */
    ConfigField(RecordComponent section, RecordComponent component) {
        this.section = section;
        this.component = component;
        this.tableValue = tableValue(component.getGenericType());
    }

    private static Class<?> tableValue(Type type) {
        return type instanceof ParameterizedType table
                ? (Class<?>) table.getActualTypeArguments()[1]
                : null;
    }

    /** Name as in the record and in JSON, for instance {@code totalKimg}. */
    public String name() {
        return component.getName();
    }

    /** Name as a command line option, for instance {@code --total-kimg}. */
    public String flag() {
        return "--" + name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Meaning, unit and allowed values. */
    public String description() {
        return setting().text();
    }

    /** Java type of the value; {@link SortedMap} for tables. */
    public Class<?> type() {
        return component.getType();
    }

    /** What to put for a value in a usage line, for instance {@code N}. */
    public String valueLabel() {
        if (tableValue != null) {
            return "RES=VALUE,...";
        }
        if (type() == boolean.class) {
            return "true|false";
        }
        return type() == String.class ? "TEXT" : "N";
    }

    /** Name of the section that the field belongs to, for instance {@code networks}. */
    public String section() {
        return section.getName();
    }

    /** Value in the published configuration for eight graphics cards. */
    public Object initial() {
        return parse(setting().initial());
    }

    /** The value of this field in a configuration. */
    public Object get(TrainingConfig config) {
        return get(component, get(section, config));
    }

    private static Object get(RecordComponent component, Object owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "A record's accessor cannot be called: " + component, e);
        }
    }

    private Setting setting() {
        return component.getAnnotation(Setting.class);
    }

    /** A value as text that {@link #parse} reads back. */
    public String format(Object value) {
        if (!(value instanceof Map<?, ?> table)) {
            return String.valueOf(value);
        }
        return table.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(","));
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException naming this field, the text and what is allowed
     */
    public Object parse(String text) {
        return tableValue == null ? scalar(type(), text.strip(), name()) : table(text.strip());
    }

    private SortedMap<Integer, Object> table(String text) {
        SortedMap<Integer, Object> table = new TreeMap<>();
        for (String entry : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] parts = entry.split("=", -1);
            if (parts.length != 2) {
                throw refused(
                        name(), text, "RESOLUTION=VALUE, separated by commas, such as 8=128,16=64");
            }
            row(table, parts[0], parts[1]);
        }
        return table;
    }

    private void row(SortedMap<Integer, Object> table, String key, String text) {
        int resolution = (Integer) scalar(int.class, key.strip(), "a resolution of " + name());
        Object value = scalar(tableValue, text.strip(), name() + "[" + resolution + "]");
        if (table.put(resolution, value) != null) {
            throw new IllegalArgumentException(
                    name() + " names resolution " + resolution + " twice");
        }
    }

    private static Object scalar(Class<?> type, String text, String name) {
        if (type == int.class || type == Integer.class) {
            return Math.toIntExact(whole(text, name, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (type == long.class) {
            return whole(text, name, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return number(text, name);
        }
        if (type == boolean.class && !text.equals("true") && !text.equals("false")) {
            throw refused(name, text, "true or false");
        }
        return type == boolean.class ? Boolean.valueOf(text) : text;
    }

    private static long whole(String text, String name, long min, long max) {
        String allowed = "a whole number from " + min + " to " + max;
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw refused(name, text, allowed);
        }
        throw refused(name, text, allowed);
    }

    private static double number(String text, String name) {
        double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw refused(name, text, "a finite number, such as 0.003 or 3e-3");
        }
        return value;
    }

    private static IllegalArgumentException refused(String name, String text, String allowed) {
        return new IllegalArgumentException(
                name + " is '" + ConfigEntries.shown(text) + "'; allowed is " + allowed);
    }

    /** Brings a value to this field's type: numbers are converted where nothing is lost. */
    Object convert(Object value) {
        if (value instanceof Map<?, ?> entries && tableValue != null) {
            SortedMap<Integer, Object> table = new TreeMap<>();
            entries.forEach((key, v) -> row(table, String.valueOf(key), String.valueOf(v)));
            return table;
        }
        boolean text = value instanceof String;
        boolean scalar = value instanceof Number || value instanceof Boolean;
        if (!text && (!scalar || tableValue != null)) {
            throw refused(name(), String.valueOf(value), valueLabel());
        }
        return parse(String.valueOf(value));
    }
}
