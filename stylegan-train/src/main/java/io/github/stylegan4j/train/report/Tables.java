package io.github.stylegan4j.train.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables of a report, as rows of texts. */
final class Tables {
    private Tables() {}

    /** Images, time and speed at each resolution, and in all. */
    static List<List<String>> resolutions(List<Tick> ticks) {
        Map<Integer, double[]> sums = new TreeMap<>();
        Map<Integer, String> sizes = new HashMap<>();
        double[] all = new double[3];
        for (Tick tick : ticks) {
            sizes.put(tick.resolution(), tick.size());
            double[] sum = sums.computeIfAbsent(tick.resolution(), r -> new double[3]);
            double[] part = {
                finite(tick.number("tick_images")),
                finite(tick.number("tick_seconds")),
                finite(tick.number("maintenance_seconds"))
            };
            for (int i = 0; i < part.length; i++) {
                sum[i] += part[i];
                all[i] += part[i];
            }
        }
        List<List<String>> rows = new ArrayList<>();
        sums.forEach((r, sum) -> rows.add(row(sizes.get(r), sum)));
        rows.add(row("all", all));
        return rows;
    }

    private static List<String> row(String name, double[] sum) {
        return List.of(
                name,
                Numbers.decimal(sum[0] / 1000, 1),
                Numbers.duration(sum[1]),
                Numbers.decimal(sum[1] / sum[0] * 1000, 2),
                Numbers.decimal(sum[0] / sum[1], 1),
                Numbers.duration(sum[2]));
    }

    /** Seconds and share of each phase over the whole run; empty if nothing was measured. */
    static List<List<String>> phases(List<Tick> ticks) {
        Map<String, Double> sums = new LinkedHashMap<>();
        ticks.forEach(t -> t.phases().forEach((name, s) -> sums.merge(name, s, Double::sum)));
        double all = sums.values().stream().mapToDouble(Double::doubleValue).sum();
        return sums.entrySet().stream()
                .map(
                        e ->
                                List.of(
                                        e.getKey(),
                                        Numbers.duration(e.getValue()),
                                        Numbers.percent(e.getValue() / all)))
                .toList();
    }

    /** Warnings with the moment they came up. */
    static List<List<String>> warnings(List<Tick> ticks) {
        List<List<String>> rows = new ArrayList<>();
        for (Tick tick : ticks) {
            for (String text : tick.warnings()) {
                rows.add(List.of(Numbers.decimal(tick.kimg(), 1) + " kimg", text));
            }
        }
        return rows;
    }

    /** Every field with its value. */
    static List<List<String>> fields(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(e -> List.of(e.getKey(), text(e.getValue())))
                .toList();
    }

    /** A start of the run, without its configuration, which the report shows once. */
    static List<List<String>> origin(Map<String, Object> start) {
        List<List<String>> rows = new ArrayList<>();
        start.forEach(
                (name, value) -> {
                    if (name.equals("config")) {
                        return;
                    }
                    if (value instanceof Map<?, ?> parts) {
                        parts.forEach((part, v) -> rows.add(List.of(name + " " + part, text(v))));
                    } else {
                        rows.add(List.of(name, text(value)));
                    }
                });
        return rows;
    }

    private static String text(Object value) {
        if (value instanceof List<?> words) {
            return String.join(" ", words.stream().map(String::valueOf).toList());
        }
        return value instanceof Map<?, ?> map && map.isEmpty() ? "" : String.valueOf(value);
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}
