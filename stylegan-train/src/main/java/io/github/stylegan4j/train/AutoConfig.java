package io.github.stylegan4j.train;

import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageShape;
import io.github.stylegan4j.train.data.ImageSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration chosen for given images and a given device: how large the networks are, how many
 * images a step has, how long training takes. What is given stays as it is.
 *
 * @param config the configuration
 * @param reasons what was chosen and why, one sentence each
 */
public record AutoConfig(TrainingConfig config, List<String> reasons) {
    /** The name under which the command line and configuration files know this. */
    public static final String NAME = "auto";

    /** What it is, in one sentence. */
    public static final String TEXT =
            "Chosen for the images and the device; what was chosen and why is printed.";

    private static final int SMALLEST_NETWORKS = 16;

    /** Copies the reasons. */
    public AutoConfig {
        reasons = List.copyOf(reasons);
    }

    /**
     * Looks at the images and at the device's memory, and chooses.
     *
     * @param given fields that are decided, by name: at least {@code data}, if not the demo's
     * @throws io.github.stylegan4j.train.data.DataException if the images cannot be used
     * @throws IllegalArgumentException if a value is not allowed, or the device not usable
     */
    public static AutoConfig of(Map<String, ?> given) {
        Map<String, Object> known = new LinkedHashMap<>(given);
        if (!given.containsKey("resolution")) {
            known.put("resolution", storedResolution(given));
            known.putAll(lowStart((Integer) known.get("resolution"), given));
        }
        TrainingConfig rough = TrainingConfig.published().with(known);
        try (ImageSource images =
                DataSets.open(
                        rough.images().data(),
                        rough.images().dataFormat(),
                        rough.images().options())) {
            AutoRules rules = new AutoRules(rough.images().resolution(), images.count(), given);
            AutoConfig chosen = new AutoConfig(rules.apply(known), rules.reasons());
            return chosen.fitted(images, given);
        }
    }

    private static Map<String, Object> lowStart(int resolution, Map<String, ?> given) {
        return resolution < 8 && !given.containsKey("initialResolution")
                ? Map.of("initialResolution", resolution)
                : Map.of();
    }

    private static int storedResolution(Map<String, ?> given) {
        TrainingConfig defaults = TrainingConfig.published();
        Object data = given.containsKey("data") ? given.get("data") : defaults.images().data();
        Object format =
                given.containsKey("dataFormat")
                        ? given.get("dataFormat")
                        : defaults.images().dataFormat();
        ImageShape stored = DataSets.shape(data.toString(), format.toString());
        return Math.min(stored.resolution(), 1024);
    }

    /** Halves the networks until a run with them fits the device's memory. */
    private AutoConfig fitted(ImageSource images, Map<String, ?> given) {
        TrainingConfig fitting = config;
        boolean free = !given.containsKey("fmapMax") && !given.containsKey("fmapBase");
        while (free && fitting.networks().fmapMax() > SMALLEST_NETWORKS) {
            if (MemoryPlan.of(fitting, images).fits()) {
                break;
            }
            fitting =
                    fitting.with(
                            Map.of(
                                    "fmapMax", fitting.networks().fmapMax() / 2,
                                    "fmapBase", fitting.networks().fmapBase() / 2));
        }
        return fitting.equals(config) ? this : new AutoConfig(fitting, withReason(fitting));
    }

    private List<String> withReason(TrainingConfig fitting) {
        List<String> all = new ArrayList<>(reasons);
        all.add(
                "fmapMax "
                        + fitting.networks().fmapMax()
                        + " and fmapBase "
                        + fitting.networks().fmapBase()
                        + ": larger networks do not fit the device's memory.");
        return all;
    }
}
