package io.github.stylegan4j.train;

import java.util.LinkedHashMap;
import java.util.Map;

/** The phases of training as people think of them: a handful that do not overlap. */
public final class PhaseGroups {
    private static final String DISCRIMINATOR = "discriminator";
    private static final String GENERATOR = "generator";

    private PhaseGroups() {}

    /**
     * Sums phases up.
     *
     * @param seconds time by path, as {@link TickStats#phaseSeconds} has it
     * @return seconds of {@code data}, {@code discriminator}, {@code gradient penalty}, {@code
     *     generator}, {@code optimizer} (both, and the running average) and {@code files} (grids
     *     and snapshots), in this order; empty if nothing was measured
     */
    public static Map<String, Double> of(Map<String, Double> seconds) {
        Map<String, Double> groups = new LinkedHashMap<>();
        if (seconds.isEmpty()) {
            return groups;
        }
        double data = at(seconds, DISCRIMINATOR + "/data");
        double penalties = penalties(seconds);
        double discriminatorOptimizer = at(seconds, DISCRIMINATOR + "/optimizer");
        double generatorOptimizer = at(seconds, GENERATOR + "/optimizer");
        double discriminator =
                at(seconds, DISCRIMINATOR) - data - penalties - discriminatorOptimizer;
        groups.put("data", data);
        groups.put(DISCRIMINATOR, Math.max(0, discriminator));
        groups.put("gradient penalty", penalties);
        groups.put(GENERATOR, Math.max(0, at(seconds, GENERATOR) - generatorOptimizer));
        groups.put(
                "optimizer", discriminatorOptimizer + generatorOptimizer + at(seconds, "average"));
        groups.put("files", at(seconds, "pictures") + at(seconds, "snapshot"));
        return groups;
    }

    /** The phases right within that of the loss are its penalties. */
    private static double penalties(Map<String, Double> seconds) {
        String loss = DISCRIMINATOR + "/loss/";
        return seconds.entrySet().stream()
                .filter(e -> e.getKey().startsWith(loss))
                .filter(e -> e.getKey().indexOf('/', loss.length()) < 0)
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static double at(Map<String, Double> seconds, String path) {
        return seconds.getOrDefault(path, 0.0);
    }
}
