package io.github.stylegan4j.train.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a configuration file says, before anybody asks what it means: texts, and tables of texts, by
 * name, and the line of each.
 */
public final class ConfigEntries {
    private final Path file;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    ConfigEntries(Path file) {
        this.file = file;
    }

    /** Adds a text. */
    void put(String name, int line, String value) {
        add(name, line, value);
    }

    /** Adds a table, to which rows come later. */
    Map<String, String> table(String name, int line) {
        Map<String, String> rows = new LinkedHashMap<>();
        add(name, line, rows);
        return rows;
    }

    /** Adds a row of a table. */
    void row(Map<String, String> table, String key, int line, String value) {
        if (table.put(key, value) != null) {
            throw twice(key, line);
        }
    }

    private void add(String name, int line, Object value) {
        if (lines.put(name, line) != null) {
            throw twice(name, line);
        }
        values.put(name, value);
    }

    private ConfigFileException twice(String name, int line) {
        return failure(
                line, "'" + shown(name) + "' stands here a second time; leave one of the two");
    }

    ConfigFileException failure(int line, String problem) {
        return failure(line, problem, null);
    }

    /** An exception that names this file and a line, 0 for none. */
    public ConfigFileException failure(int line, String problem, Throwable cause) {
        return new ConfigFileException(file, line, problem, cause);
    }

    /** The names, in the file's order. */
    public Set<String> names() {
        return values.keySet();
    }

    /** A text as {@link String}, or a table of texts as {@link Map}. */
    public Object value(String name) {
        return values.get(name);
    }

    /** Line of a name, from 1; 0 for one that is not there. */
    public int line(String name) {
        return lines.getOrDefault(name, 0);
    }

    /** The beginning of a text from a file, for messages. */
    public static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
