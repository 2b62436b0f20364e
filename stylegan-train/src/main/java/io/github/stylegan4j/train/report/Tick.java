package io.github.stylegan4j.train.report;

import io.github.stylegan4j.train.PhaseGroups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of the statistics.
 *
 * @param values its properties by name
 */
record Tick(Map<String, Object> values) {
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

    /** Height and width, as in {@code 96x128}. */
    String size() {
        return values.get("size") instanceof String size ? size : resolution() + "x" + resolution();
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
        return PhaseGroups.of(raw);
    }
}
