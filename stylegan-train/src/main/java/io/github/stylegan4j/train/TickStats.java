package io.github.stylegan4j.train;

import io.github.stylegan4j.spi.MemoryStats;
import io.github.stylegan4j.stylegan.BaseGrid;
import io.github.stylegan4j.train.health.HealthWarning;
import io.github.stylegan4j.train.health.Symptom;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened in one tick, a stretch of training between two looks at it.
 *
 * @param tick number of the tick, from 1; it goes on where a resumed run left off
 * @param images real images shown since the start of training
 * @param schedule what the schedule said last
 * @param proportions those of the images
 * @param time when the tick ended
 * @param tickSeconds duration of the tick without maintenance
 * @param tickImages images shown in the tick, by this process if it went on within one
 * @param maintenanceSeconds what statistics, grids and checkpoints took since the tick before
 * @param elapsedSeconds training time since the start; of each process before this one, up to its
 *     last tick that the run has gone on from
 * @param remainingSeconds estimated time to the end of training; NaN before anything was measured
 * @param memory memory of the device
 * @param host memory of the process
 * @param quantities losses, scores and penalties by name
 * @param diversity how far the images of the grid differ, as a share of what real images do: see
 *     {@link io.github.stylegan4j.train.health.Diversity}; NaN if it is not known
 * @param skippedSteps steps left out because a gradient was not finite, since the start of training
 * @param phaseSeconds how long each phase of training took since the tick before, by its path, such
 *     as {@code discriminator/backward}, see {@link PhaseGroups}; empty if nothing is measured
 * @param warnings what has begun to go wrong in this tick, and what is over
 * @param symptoms what goes wrong, in this tick or since an earlier one
 */
public record TickStats(
        long tick,
        long images,
        SchedulePoint schedule,
        BaseGrid proportions,
        Instant time,
        double tickSeconds,
        long tickImages,
        double maintenanceSeconds,
        double elapsedSeconds,
        double remainingSeconds,
        MemoryStats memory,
        HostMemory host,
        Map<String, Statistic> quantities,
        double diversity,
        long skippedSteps,
        Map<String, Double> phaseSeconds,
        List<HealthWarning> warnings,
        List<Symptom> symptoms) {
    private static final String REAL = "scores_real";
    private static final String FAKE = "scores_fake";

    /** Copies lists and maps, keeping their order. */
    public TickStats {
        phaseSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(phaseSeconds));
        quantities = Collections.unmodifiableMap(new LinkedHashMap<>(quantities));
        warnings = List.copyOf(warnings);
        symptoms = List.copyOf(symptoms);
    }

    /** Images shown since the start, in thousands. */
    public double kimg() {
        return images / 1000.0;
    }

    /** Height and width of what was trained on last, as in {@code 96x128}. */
    public String size() {
        int resolution = schedule.resolution();
        return proportions.heightAt(resolution) + "x" + proportions.widthAt(resolution);
    }

    /** Seconds per thousand images in this tick; NaN if none was shown. */
    public double secondsPerKimg() {
        return tickImages == 0 ? Double.NaN : tickSeconds / tickImages * 1000;
    }

    /** Images per second in this tick; NaN if none was shown. */
    public double imagesPerSecond() {
        return tickImages == 0 ? Double.NaN : tickImages / tickSeconds;
    }

    /** The mean of a quantity, NaN if this tick has none of that name. */
    public double mean(String quantity) {
        Statistic s = quantities.get(quantity);
        return s == null ? Double.NaN : s.mean();
    }

    /** Mean score of real images less that of generated ones; NaN if there are none. */
    public double scoreGap() {
        return mean(REAL) - mean(FAKE);
    }

    /** Names of the quantities whose mean is infinite or not a number. */
    public List<String> notFinite() {
        return quantities.entrySet().stream()
                .filter(q -> q.getValue().count() > 0 && !Double.isFinite(q.getValue().mean()))
                .map(Map.Entry::getKey)
                .toList();
    }

    TickStats with(List<HealthWarning> newWarnings, List<Symptom> newSymptoms) {
        return new TickStats(
                tick,
                images,
                schedule,
                proportions,
                time,
                tickSeconds,
                tickImages,
                maintenanceSeconds,
                elapsedSeconds,
                remainingSeconds,
                memory,
                host,
                quantities,
                diversity,
                skippedSteps,
                phaseSeconds,
                newWarnings,
                newSymptoms);
    }

    /** One line for people. */
    public String progressLine() {
        return TickText.line(this);
    }

    /** One JSON object in one line, numbers that are not finite left out. */
    public String toJson() {
        return TickText.json(this);
    }
}
