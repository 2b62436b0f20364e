package io.github.stylegan4j.train;

import io.github.stylegan4j.spi.MemoryStats;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What happened in one tick, a stretch of training between two looks at it.
 *
 * @param tick number of the tick, from 1; it goes on where a resumed run left off
 * @param images real images shown since the start of training
 * @param schedule what the schedule said last
 * @param tickSeconds duration of the tick without maintenance
 * @param tickImages images shown in the tick
 * @param maintenanceSeconds what statistics, grids and checkpoints took since the tick before
 * @param elapsedSeconds training time since the start, of all resumed runs together
 * @param remainingSeconds estimated time to the end of training; NaN before anything was measured
 * @param memory memory of the device
 * @param quantities losses, scores and penalties by name
 * @param skippedSteps steps left out because a gradient was not finite, since the start of training
 * @param phaseSeconds how long each phase of training took since the tick before, by its path, such
 *     as {@code discriminator/backward}; empty unless the device was opened with a profiler
 */
public record TickStats(
        long tick,
        long images,
        SchedulePoint schedule,
        double tickSeconds,
        long tickImages,
        double maintenanceSeconds,
        double elapsedSeconds,
        double remainingSeconds,
        MemoryStats memory,
        Map<String, Statistic> quantities,
        long skippedSteps,
        Map<String, Double> phaseSeconds) {
    /** Copies the maps, keeping their order. */
    public TickStats {
        phaseSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(phaseSeconds));
        quantities = Collections.unmodifiableMap(new LinkedHashMap<>(quantities));
    }

    /** Images shown since the start, in thousands. */
    public double kimg() {
        return images / 1000.0;
    }

    /** Seconds per thousand images in this tick; NaN if none was shown. */
    public double secondsPerKimg() {
        return tickImages == 0 ? Double.NaN : tickSeconds / tickImages * 1000;
    }

    /** The mean of a quantity, NaN if this tick has none of that name. */
    public double mean(String quantity) {
        Statistic s = quantities.get(quantity);
        return s == null ? Double.NaN : s.mean();
    }

    /** One line for people. */
    public String progressLine() {
        StringBuilder line = new StringBuilder();
        line.append(
                String.format(
                        Locale.ROOT,
                        "tick %-4d kimg %-8.1f lod %-5.2f %dx%d mb %-3d",
                        tick,
                        kimg(),
                        schedule.lod(),
                        schedule.resolution(),
                        schedule.resolution(),
                        schedule.minibatch()));
        append(line, " | D", "loss_d");
        append(line, " G", "loss_g");
        append(line, " real", "scores_real");
        append(line, " fake", "scores_fake");
        append(line, " r1", "r1_penalty");
        line.append(
                String.format(
                        Locale.ROOT,
                        " | %.1f s/tick %.2f s/kimg %.1f img/s maint %.1f s | %d MiB",
                        tickSeconds,
                        secondsPerKimg(),
                        1000 / secondsPerKimg(),
                        maintenanceSeconds,
                        memory.peakLiveBytes() >> 20));
        if (skippedSteps > 0) {
            line.append(" | ").append(skippedSteps).append(" steps skipped");
        }
        line.append(" | ").append(duration(elapsedSeconds)).append(" done");
        if (!Double.isNaN(remainingSeconds)) {
            line.append(", ").append(duration(remainingSeconds)).append(" to go");
        }
        return line.toString();
    }

    private void append(StringBuilder line, String label, String quantity) {
        if (quantities.containsKey(quantity)) {
            line.append(label).append(String.format(Locale.ROOT, " %.3f", mean(quantity)));
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

    /** One JSON object in one line, numbers that are not finite left out. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tick", tick);
        json.put("images", images);
        json.put("kimg", kimg());
        json.put("lod", schedule.lod());
        json.put("resolution", schedule.resolution());
        json.put("minibatch", schedule.minibatch());
        json.put("learning_rate", schedule.generatorLearningRate());
        json.put("tick_seconds", tickSeconds);
        json.put("seconds_per_kimg", secondsPerKimg());
        json.put("maintenance_seconds", maintenanceSeconds);
        json.put("elapsed_seconds", elapsedSeconds);
        json.put("remaining_seconds", remainingSeconds);
        json.put("live_buffers", memory.liveBuffers());
        json.put("live_bytes", memory.liveBytes());
        json.put("peak_live_bytes", memory.peakLiveBytes());
        json.put("allocations", memory.allocations());
        json.put("skipped_steps", skippedSteps);
        quantities.forEach(
                (name, s) -> {
                    json.put(name, s.mean());
                    json.put(name + "_std", s.std());
                });
        if (!phaseSeconds.isEmpty()) {
            json.put("phase_seconds", phaseSeconds);
        }
        json.values().removeIf(v -> v instanceof Double d && !Double.isFinite(d));
        return ConfigJson.writeLine(json);
    }
}
