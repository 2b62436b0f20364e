package io.github.stylegan4j.train;

import io.github.stylegan4j.train.health.HealthWarning;
import io.github.stylegan4j.train.health.Symptom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Ticks as text: a line for people and a line of JSON. */
final class TickText {
    private TickText() {}

    static String line(TickStats s) {
        StringBuilder line = new StringBuilder();
        line.append(
                String.format(
                        Locale.ROOT,
                        "tick %-4d kimg %-8.1f lod %-5.2f %s mb %-3d",
                        s.tick(),
                        s.kimg(),
                        s.schedule().lod(),
                        s.size(),
                        s.schedule().minibatch()));
        append(line, " | D", s, "loss_d");
        append(line, " G", s, "loss_g");
        append(line, " real", s, "scores_real");
        append(line, " fake", s, "scores_fake");
        append(line, " r1", s, "r1_penalty");
        line.append(
                String.format(
                        Locale.ROOT,
                        " | %.1f s/tick %.2f s/kimg %.1f img/s maint %.1f s | %d MiB",
                        s.tickSeconds(),
                        s.secondsPerKimg(),
                        s.imagesPerSecond(),
                        s.maintenanceSeconds(),
                        s.memory().peakLiveBytes() >> 20));
        phases(line, s);
        if (s.skippedSteps() > 0) {
            line.append(" | ").append(s.skippedSteps()).append(" steps skipped");
        }
        if (!s.symptoms().isEmpty()) {
            line.append(" | warning: ").append(labels(s.symptoms()));
        }
        line.append(" | ").append(duration(s.elapsedSeconds())).append(" done");
        if (!Double.isNaN(s.remainingSeconds())) {
            line.append(", ").append(duration(s.remainingSeconds())).append(" to go");
        }
        return line.toString();
    }

    private static void phases(StringBuilder line, TickStats s) {
        Map<String, Double> groups = PhaseGroups.of(s.phaseSeconds());
        double all = groups.values().stream().mapToDouble(Double::doubleValue).sum();
        if (all > 0) {
            String shares =
                    groups.entrySet().stream()
                            .map(e -> e.getKey() + " " + Math.round(100 * e.getValue() / all))
                            .collect(Collectors.joining(", "));
            line.append(" | % ").append(shares);
        }
    }

    private static String labels(List<Symptom> symptoms) {
        return symptoms.stream().map(Symptom::label).collect(Collectors.joining(", "));
    }

    private static void append(StringBuilder line, String label, TickStats s, String quantity) {
        Statistic statistic = s.quantities().get(quantity);
        // A penalty that is taken in some steps only may have none in a tick.
        if (statistic != null && statistic.count() > 0) {
            line.append(label).append(String.format(Locale.ROOT, " %.3f", statistic.mean()));
        }
    }

    /** Hours, minutes and seconds as {@code 2h 03m}, {@code 3m 20s} or {@code 20s}. */
    static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return s + "s";
        }
        return s < 3600
                ? String.format(Locale.ROOT, "%dm %02ds", s / 60, s % 60)
                : String.format(Locale.ROOT, "%dh %02dm", s / 3600, s / 60 % 60);
    }

    static String json(TickStats s) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tick", s.tick());
        json.put("images", s.images());
        json.put("kimg", s.kimg());
        json.put("lod", s.schedule().lod());
        json.put("resolution", s.schedule().resolution());
        json.put("size", s.size());
        json.put("minibatch", s.schedule().minibatch());
        json.put("learning_rate", s.schedule().generatorLearningRate());
        json.put("learning_rate_d", s.schedule().discriminatorLearningRate());
        json.put("time", s.time().toString());
        json.put("tick_seconds", s.tickSeconds());
        json.put("tick_images", s.tickImages());
        json.put("seconds_per_kimg", s.secondsPerKimg());
        json.put("images_per_second", s.imagesPerSecond());
        json.put("maintenance_seconds", s.maintenanceSeconds());
        json.put("elapsed_seconds", s.elapsedSeconds());
        json.put("remaining_seconds", s.remainingSeconds());
        json.put("live_buffers", s.memory().liveBuffers());
        json.put("live_bytes", s.memory().liveBytes());
        json.put("peak_live_bytes", s.memory().peakLiveBytes());
        json.put("allocations", s.memory().allocations());
        json.put("heap_bytes", s.host().heapBytes());
        json.put("resident_bytes", s.host().residentBytes());
        json.put("skipped_steps", s.skippedSteps());
        s.quantities()
                .forEach(
                        (name, q) -> {
                            json.put(name, q.mean());
                            json.put(name + "_std", q.std());
                        });
        json.put("score_gap", s.scoreGap());
        json.put("diversity", s.diversity());
        if (!s.phaseSeconds().isEmpty()) {
            json.put("phase_seconds", s.phaseSeconds());
        }
        health(json, s);
        json.values().removeIf(v -> v instanceof Double d && !Double.isFinite(d));
        return ConfigJson.writeLine(json);
    }

    private static void health(Map<String, Object> json, TickStats s) {
        if (!s.notFinite().isEmpty()) {
            json.put("not_finite", s.notFinite());
        }
        if (!s.symptoms().isEmpty()) {
            json.put("symptoms", s.symptoms().stream().map(Symptom::key).toList());
        }
        if (!s.warnings().isEmpty()) {
            List<Object> warnings = new ArrayList<>();
            for (HealthWarning w : s.warnings()) {
                warnings.add(
                        Map.of("symptom", w.symptom().key(), "over", w.over(), "text", w.text()));
            }
            json.put("warnings", warnings);
        }
    }
}
