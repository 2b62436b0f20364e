package io.github.stylegan4j.train;

import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Writes configurations as YAML that {@link ConfigFile} reads. */
final class ConfigYaml {
    private ConfigYaml() {}

    static String write(TrainingConfig config) {
        StringBuilder out = new StringBuilder();
        String section = "";
        for (ConfigField field : TrainingConfig.fields()) {
            if (!field.section().equals(section)) {
                section = field.section();
                out.append(out.isEmpty() ? "# " : "\n# ").append(section).append('\n');
            }
            out.append(field.name()).append(": ").append(value(field.get(config))).append('\n');
        }
        return out.toString();
    }

    private static String value(Object value) {
        if (value instanceof String text) {
            return ConfigJson.quoted(text);
        }
        if (value instanceof SortedMap<?, ?> table) {
            return table.entrySet().stream()
                    .map(ConfigYaml::row)
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return String.valueOf(value);
    }

    private static String row(Map.Entry<?, ?> row) {
        return row.getKey() + ": " + row.getValue();
    }
}
