package io.github.stylegan4j.train.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of the statistics.
 *
 * @param values its properties by name
 */
record Tick(Map<String, Object> values) {
    private static final String LOSS = "/loss";

    /** A number; NaN if the line has none of that name. */
    double number(String name) {
        return values.get(name) instanceof Number n ? n.doubleValue() : Double.NaN;
    }

    long images() {
        return (long) number("images");
    }

    double kimg() {
        return images() / 1000.0;
    }

    int resolution() {
        return (int) number("resolution");
    }

    /** Warnings that were raised or ended here, as text. */
    List<String> warnings() {
        return values.get("warnings") instanceof List<?> list
                ? list.stream().map(Tick::warning).toList()
                : List.of();
    }

    private static String warning(Object entry) {
        return entry instanceof Map<?, ?> w && w.get("text") instanceof String text
                ? text
                : String.valueOf(entry);
    }

    /** What goes wrong here. */
    List<String> symptoms() {
        return values.get("symptoms") instanceof List<?> list
                ? list.stream().map(s -> String.valueOf(s).replace('_', ' ')).toList()
                : List.of();
    }

    /** Seconds by phase as people think of them; empty if nothing was measured. */
    Map<String, Double> phases() {
        Map<String, Double> raw = new LinkedHashMap<>();
        if (values.get("phase_seconds") instanceof Map<?, ?> all) {
            all.forEach(
                    (path, seconds) -> {
                        if (seconds instanceof Number n) {
                            raw.put(String.valueOf(path), n.doubleValue());
                        }
                    });
        }
        return raw.isEmpty() ? raw : grouped(raw);
    }

    private static Map<String, Double> grouped(Map<String, Double> raw) {
        double discriminatorOptimizer = raw.getOrDefault("discriminator/optimizer", 0.0);
        double generatorOptimizer = raw.getOrDefault("generator/optimizer", 0.0);
        double data = raw.getOrDefault("discriminator/data", 0.0);
        double penalties =
                raw.entrySet().stream()
                        .filter(e -> e.getKey().startsWith("discriminator" + LOSS + "/"))
                        .filter(e -> e.getKey().split("/", -1).length == 3)
                        .mapToDouble(Map.Entry::getValue)
                        .sum();
        Map<String, Double> groups = new LinkedHashMap<>();
        groups.put("data", data);
        groups.put(
                "discriminator",
                Math.max(
                        0,
                        raw.getOrDefault("discriminator", 0.0)
                                - data
                                - penalties
                                - discriminatorOptimizer));
        groups.put("gradient penalty", penalties);
        groups.put(
                "generator", Math.max(0, raw.getOrDefault("generator", 0.0) - generatorOptimizer));
        groups.put(
                "optimizer",
                discriminatorOptimizer + generatorOptimizer + raw.getOrDefault("average", 0.0));
        groups.put("files", raw.getOrDefault("pictures", 0.0) + raw.getOrDefault("snapshot", 0.0));
        return groups;
    }
}
