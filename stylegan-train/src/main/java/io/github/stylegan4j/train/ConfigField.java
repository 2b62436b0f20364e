package io.github.stylegan4j.train;

import io.github.stylegan4j.train.config.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One field of {@link TrainingConfig}: its name, what it means, and how it is read from text.
 *
 * <p>Types are {@code int}, {@code long}, {@code double}, {@code boolean}, {@link String} and
 * tables from a resolution to an {@link Integer} or a {@link Double}, written {@code 8=128,16=64};
 * an empty text is an empty table.
 */
public final class ConfigField {
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
                throw new IllegalArgumentException(
                        name()
                                + " is '"
                                + text
                                + "'; allowed is RESOLUTION=VALUE, separated by commas, such as"
                                + " 8=128,16=64");
            }
            int resolution = (Integer) scalar(int.class, parts[0].strip(), name());
            Object value = scalar(tableValue, parts[1].strip(), name() + "[" + resolution + "]");
            if (table.put(resolution, value) != null) {
                throw new IllegalArgumentException(
                        name() + " names resolution " + resolution + " twice");
            }
        }
        return table;
    }

    private static Object scalar(Class<?> type, String text, String name) {
        try {
            if (type == int.class || type == Integer.class) {
                return Integer.parseInt(text);
            }
            if (type == long.class) {
                return Long.parseLong(text);
            }
            if (type == double.class || type == Double.class) {
                return Double.parseDouble(text);
            }
        } catch (NumberFormatException e) {
            String allowed = type == double.class || type == Double.class ? "" : "whole ";
            throw new IllegalArgumentException(
                    name + " is '" + text + "'; allowed is a " + allowed + "number", e);
        }
        if (type == boolean.class) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException(
                        name + " is '" + text + "'; allowed is true or false");
            }
            return Boolean.valueOf(text);
        }
        return text;
    }

    /** Brings a value to this field's type: numbers are converted where nothing is lost. */
    Object convert(Object value) {
        if (value instanceof Map<?, ?> entries && tableValue != null) {
            return parse(format(entries));
        }
        boolean text = value instanceof String;
        boolean scalar = value instanceof Number || value instanceof Boolean;
        if (!text && (!scalar || tableValue != null)) {
            throw new IllegalArgumentException(
                    name() + " is " + value + "; allowed is " + valueLabel());
        }
        return parse(String.valueOf(value));
    }
}
