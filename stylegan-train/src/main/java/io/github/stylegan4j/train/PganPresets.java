package io.github.stylegan4j.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The predecessor's networks and runs (arXiv 1710.10196), the baseline of the paper.
 *
 * <p>Source: the values of train.py of NVlabs/stylegan, second section.
 */
final class PganPresets {
    private PganPresets() {}

    /** Fields of a generator without styles, constant input and noise. */
    static Map<String, Object> traditional(int mappingLayers) {
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("styles", false);
        changes.put("pixelNorm", true);
        changes.put("instanceNorm", false);
        changes.put("mappingLayers", mappingLayers);
        changes.put("constantInput", false);
        changes.put("styleMixing", 0);
        changes.put("noise", false);
        return changes;
    }

    static List<TrainingPreset> all() {
        List<TrainingPreset> presets = new ArrayList<>();
        for (String data : List.of("celebahq", "ffhq")) {
            for (int gpus : SganPresets.GPUS) {
                presets.add(preset(data, gpus));
            }
            presets.add(firstVersion(data));
            presets.add(withoutGrowing(data));
        }
        return presets;
    }

    /** Progressive GAN on eight cards. */
    static TrainingPreset preset(String data, int gpus) {
        Map<String, Object> changes = traditional(0);
        changes.put("data", "datasets/" + data);
        changes.put("blur", false);
        changes.put("loss", "wgan-gp");
        changes.put("initialResolution", 4);
        changes.put("totalKimg", 12000);
        changes.putAll(SganPresets.minibatches(gpus));
        changes.put("learningRatePerResolution", rates(gpus));
        return new TrainingPreset(
                name(data) + gpus + "gpu",
                "Progressive GAN for " + SganPresets.cards(gpus) + " on " + data + ", 1024x1024.",
                changes);
    }

    private static TrainingPreset firstVersion(String data) {
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("minibatchStdGroup", 16);
        changes.put("minibatch", 16);
        changes.put("minibatchPerResolution", new TreeMap<>(Map.of(256, 14, 512, 6, 1024, 3)));
        changes.put("learningRatePerResolution", Map.of());
        changes.put("trainingKimg", 800);
        changes.put("transitionKimg", 800);
        changes.put("totalKimg", 19000);
        return preset(data, 1)
                .with(
                        name(data) + "v1-1gpu",
                        "Progressive GAN as in its paper, for 1 card, on " + data + ", 1024x1024.",
                        changes);
    }

    private static TrainingPreset withoutGrowing(String data) {
        return preset(data, 8)
                .with(
                        name(data) + "8gpu-nogrowing",
                        "Progressive GAN for 8 cards on " + data + ", 1024x1024 from the start.",
                        Map.of(
                                "initialResolution", 1024,
                                "trainingKimg", 0,
                                "transitionKimg", 0,
                                "totalKimg", 10000));
    }

    private static String name(String data) {
        return "pgan-" + data + "-";
    }

    private static SortedMap<Integer, Double> rates(int gpus) {
        return new TreeMap<>(
                switch (gpus) {
                    case 1 -> Map.of(1024, 0.0015);
                    case 2 -> Map.of(512, 0.0015, 1024, 0.002);
                    case 4 -> Map.of(256, 0.0015, 512, 0.002, 1024, 0.003);
                    default -> Map.of(128, 0.0015, 256, 0.002, 512, 0.003, 1024, 0.003);
                });
    }
}
