package io.github.stylegan4j.train;

import io.github.stylegan4j.train.health.HealthSample;
import java.util.List;
import java.util.Map;

/**
 * What {@code stats.jsonl} says of a run so far.
 *
 * @param ticks its lines in order, each an object
 */
record PastTicks(List<Map<String, Object>> ticks) {
    /** Of a run that begins. */
    static PastTicks none() {
        return new PastTicks(List.of());
    }

    /** Training time up to the last tick. */
    double elapsedSeconds() {
        double elapsed = 0;
        for (Map<String, Object> tick : ticks) {
            if (tick.get("elapsed_seconds") instanceof Number seconds) {
                elapsed = seconds.doubleValue();
            }
        }
        return elapsed;
    }

    /** What was looked at for signs of trouble. */
    List<HealthSample> samples() {
        return ticks.stream().map(PastTicks::sample).toList();
    }

    private static HealthSample sample(Map<String, Object> tick) {
        double lod = number(tick, "lod");
        Object notFinite = tick.get("not_finite");
        return new HealthSample(
                (int) number(tick, "resolution"),
                String.valueOf(tick.get("size")),
                lod != Math.floor(lod),
                (long) number(tick, "images"),
                number(tick, "scores_real"),
                number(tick, "scores_fake"),
                number(tick, "diversity"),
                (long) number(tick, "skipped_steps"),
                notFinite instanceof List<?> names
                        ? names.stream().map(String::valueOf).toList()
                        : List.of());
    }

    private static double number(Map<String, Object> tick, String key) {
        return tick.get(key) instanceof Number n ? n.doubleValue() : Double.NaN;
    }
}
