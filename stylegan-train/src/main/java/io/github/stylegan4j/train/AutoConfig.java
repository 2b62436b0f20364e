package io.github.stylegan4j.train;

import io.github.stylegan4j.stylegan.Backbone;
import io.github.stylegan4j.train.config.ImageSettings;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageShape;
import io.github.stylegan4j.train.data.ImageSource;
import java.nio.file.Path;
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

    private static final int LARGEST = 1024;
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
        known.putAll(ofTheImages(given));
        known.putAll(lowStart(known));
        TrainingConfig rough = TrainingConfig.published().with(known);
        try (ImageSource images =
                DataSets.open(
                        rough.images().data(),
                        rough.images().dataFormat(),
                        rough.images().options())) {
            AutoRules rules = new AutoRules(rough, images.count(), given);
            AutoConfig chosen = new AutoConfig(rules.apply(known), rules.reasons());
            return chosen.fitted(images, given);
        }
    }

    /** Size and channels of the images, as far as they are not given. */
    private static Map<String, Object> ofTheImages(Map<String, ?> given) {
        if (given.containsKey("resolution") && given.containsKey("channels")) {
            return Map.of();
        }
        ImageSettings images = alone(given, "data", "dataFormat", "baseGrid");
        ImageShape stored = DataSets.shape(images.data(), images.dataFormat());
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("resolution", Math.min(stored.resolution(images.grid()), LARGEST));
        found.put("channels", channels(stored, images));
        found.keySet().removeAll(given.keySet());
        return found;
    }

    /** Files often have an opacity that nobody looks at; records have one on purpose. */
    private static int channels(ImageShape stored, ImageSettings images) {
        boolean files =
                DataSets.isPath(images.data(), images.dataFormat())
                        && DataSets.format(Path.of(images.data()), images.dataFormat()).isFiles();
        int channels = stored.trainingChannels();
        return files && stored.hasOpacity() ? stored.channels() - 1 : channels;
    }

    private static Map<String, Object> lowStart(Map<String, ?> known) {
        int resolution = alone(known, "resolution").resolution();
        return resolution < TrainingConfig.published().growth().initialResolution()
                        && !known.containsKey("initialResolution")
                ? Map.of("initialResolution", resolution)
                : Map.of();
    }

    /** Some settings of the images, whether or not the others go with them. */
    private static ImageSettings alone(Map<String, ?> given, String... names) {
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("initialResolution", Backbone.MIN_RESOLUTION);
        for (String name : names) {
            if (given.containsKey(name)) {
                changes.put(name, given.get(name));
            }
        }
        return TrainingConfig.published().with(changes).images();
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
