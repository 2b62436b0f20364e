package io.github.stylegan4j.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The runs StyleGAN v1 was published with, by data set and number of graphics cards.
 *
 * <p>Source: the values of train.py of NVlabs/stylegan. One device computes what several cards
 * shared: the minibatch is that of all cards together.
 */
final class SganPresets {
    static final int[] GPUS = {8, 4, 2, 1};

    private static final double WGAN_GP_CAP = 0.002;

    private static final List<DataSet> DATA_SETS =
            List.of(
                    new DataSet("ffhq", "ffhq", 1024, true, "faces of Flickr users"),
                    new DataSet("ffhq512", "ffhq", 512, true, "faces of Flickr users"),
                    new DataSet("ffhq256", "ffhq", 256, true, "faces of Flickr users"),
                    new DataSet("celebahq", "celebahq", 1024, true, "faces of celebrities"),
                    new DataSet("bedroom", "lsun-bedroom-full", 256, false, "LSUN bedrooms"),
                    new DataSet(
                            "car",
                            "lsun-car-512x384",
                            512,
                            false,
                            "LSUN cars of 512x384 between black bars"),
                    new DataSet("cat", "lsun-cat-full", 256, false, "LSUN cats"));

    /** Images that were published with, under the folder 'datasets' of the published code. */
    private record DataSet(
            String name, String folder, int resolution, boolean mirror, String text) {
        Map<String, Object> changes() {
            Map<String, Object> changes = new LinkedHashMap<>();
            changes.put("data", "datasets/" + folder);
            changes.put("resolution", resolution);
            changes.put("mirrorAugment", mirror);
            changes.put("grid", "4k");
            return changes;
        }

        String sentence(int gpus) {
            return "As published for " + cards(gpus) + ": " + size() + " " + text;
        }

        private String size() {
            return resolution + "x" + resolution;
        }
    }

    private SganPresets() {}

    static List<TrainingPreset> all() {
        List<TrainingPreset> presets = new ArrayList<>();
        for (DataSet data : DATA_SETS) {
            for (int gpus : GPUS) {
                TrainingPreset preset = preset(data, gpus);
                presets.add(preset);
                if (data.name().equals("ffhq") || data.name().equals("celebahq")) {
                    presets.add(wassersteinVariant(preset, data.sentence(gpus)));
                }
            }
        }
        return presets;
    }

    /** The 1024x1024 faces of Flickr users on eight cards: where the paper's tables start. */
    static TrainingPreset ffhq() {
        return preset(DATA_SETS.get(0), 8);
    }

    private static TrainingPreset preset(DataSet data, int gpus) {
        Map<String, Object> changes = data.changes();
        changes.putAll(minibatches(gpus));
        return new TrainingPreset(
                "sgan-" + data.name() + "-" + gpus + "gpu", data.sentence(gpus) + ".", changes);
    }

    private static TrainingPreset wassersteinVariant(TrainingPreset preset, String sentence) {
        SortedMap<Integer, Double> rates = new TreeMap<>();
        TrainingConfig.published()
                .optimizer()
                .learningRatePerResolution()
                .forEach((resolution, rate) -> rates.put(resolution, Math.min(rate, WGAN_GP_CAP)));
        return preset.with(
                preset.name() + "-wgangp",
                sentence + "; Wasserstein loss with gradient penalty.",
                Map.of("loss", "wgan-gp", "learningRatePerResolution", rates));
    }

    /** Images per step of so many cards together. */
    static Map<String, Object> minibatches(int gpus) {
        ScheduleConfig schedule = ScheduleConfig.official(1024, gpus);
        return Map.of(
                "minibatch", schedule.minibatch().base(),
                "minibatchPerResolution", schedule.minibatch().table());
    }

    static String cards(int gpus) {
        return gpus == 1 ? "1 card" : gpus + " cards";
    }
}
