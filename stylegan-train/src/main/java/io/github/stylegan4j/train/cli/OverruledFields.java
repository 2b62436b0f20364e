package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.ConfigField;
import io.github.stylegan4j.train.TrainingConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values that were given and yet are not used at some resolutions of the run, because a table that
 * was not given, a preset's for instance, names others there.
 */
final class OverruledFields {
    private static final String TABLE = "PerResolution";

    private OverruledFields() {}

    /**
     * A sentence for each such value: where it is not used, why, and what to do.
     *
     * @param config the configuration of the run
     * @param given names of the fields that were given
     */
    static List<String> of(TrainingConfig config, Set<String> given) {
        Map<String, ConfigField> fields = new LinkedHashMap<>();
        TrainingConfig.fields().forEach(field -> fields.put(field.name(), field));
        List<String> sentences = new ArrayList<>();
        for (String name : given) {
            ConfigField table = fields.get(name + TABLE);
            if (table != null && !given.contains(table.name())) {
                sentence(config, fields.get(name), table, sentences);
            }
        }
        return sentences;
    }

    private static void sentence(
            TrainingConfig config, ConfigField field, ConfigField table, List<String> sentences) {
        Object value = number(field.get(config));
        String elsewhere =
                ((Map<?, ?>) table.get(config))
                        .entrySet().stream()
                                .filter(row -> isReached(config, (Integer) row.getKey()))
                                .filter(row -> !number(row.getValue()).equals(value))
                                .map(row -> row.getKey() + "=" + row.getValue())
                                .collect(Collectors.joining(","));
        if (!elsewhere.isEmpty()) {
            sentences.add(
                    String.format(
                            "%s %s is not used everywhere: %s has %s. For one value at every"
                                    + " resolution add %s= (with nothing behind it).",
                            field.flag(),
                            field.get(config),
                            table.name(),
                            elsewhere,
                            table.flag()));
        }
    }

    /** Fields that take a word as well hold their numbers as text. */
    private static Object number(Object value) {
        String text = String.valueOf(value);
        return text.matches("[0-9.]+([eE]-?[0-9]+)?") ? (Object) Double.valueOf(text) : text;
    }

    private static boolean isReached(TrainingConfig config, int resolution) {
        return resolution >= config.growth().initialResolution()
                && resolution <= config.images().resolution();
    }
}
