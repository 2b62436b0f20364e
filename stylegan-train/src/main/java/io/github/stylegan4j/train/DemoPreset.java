package io.github.stylegan4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Small networks for the bundled images. */
final class DemoPreset {
    private DemoPreset() {}

    static TrainingPreset emoji() {
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("resolution", 32);
        changes.put("totalKimg", 60);
        changes.putAll(
                Map.of(
                        "latentSize", 128,
                        "styleSize", 128,
                        "mappingWidth", 128,
                        "fmapBase", 512,
                        "fmapMax", 64));
        changes.put("trainingKimg", 6);
        changes.put("transitionKimg", 4);
        changes.put("minibatch", 8);
        changes.put("minibatchPerResolution", new TreeMap<>(Map.of(8, 16)));
        changes.put("r1Gamma", 1);
        changes.put("learningRate", 0.003);
        changes.put("learningRatePerResolution", Map.of());
        changes.put("smoothingKimg", 1.5);
        changes.put("tickKimg", 2);
        changes.put("tickKimgPerResolution", Map.of());
        changes.put("snapshotTicks", 5);
        changes.put("keepCheckpoints", 3);
        changes.put("grid", "12x6");
        return new TrainingPreset(
                TrainingPresets.DEMO,
                "The bundled emoji faces at 32x32 with networks small enough for two cores of a"
                        + " laptop.",
                changes);
    }
}
