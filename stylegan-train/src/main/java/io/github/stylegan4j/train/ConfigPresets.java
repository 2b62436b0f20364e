package io.github.stylegan4j.train;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values behind {@link TrainingConfig}'s presets. */
final class ConfigPresets {
    private ConfigPresets() {}

    static TrainingConfig official(int gpus) {
        ScheduleConfig schedule = ScheduleConfig.official(1024, gpus);
        return TrainingConfig.published()
                .with(
                        Map.of(
                                "minibatch", schedule.minibatchBase(),
                                "minibatchPerResolution", schedule.minibatchByResolution()));
    }

    static TrainingConfig emojiDemo() {
        SortedMap<Integer, Double> noTable = Collections.emptySortedMap();
        return official(1)
                .with(
                        Map.ofEntries(
                                Map.entry("resolution", 32),
                                Map.entry("totalKimg", 60),
                                Map.entry("latentSize", 128),
                                Map.entry("styleSize", 128),
                                Map.entry("mappingWidth", 128),
                                Map.entry("fmapBase", 512),
                                Map.entry("fmapMax", 64),
                                Map.entry("initialResolution", 8),
                                Map.entry("trainingKimg", 6),
                                Map.entry("transitionKimg", 4),
                                Map.entry("minibatch", 8),
                                Map.entry("minibatchPerResolution", new TreeMap<>(Map.of(8, 16))),
                                Map.entry("learningRate", 0.003),
                                Map.entry("r1Gamma", 1),
                                Map.entry("learningRatePerResolution", noTable),
                                Map.entry("smoothingKimg", 1.5),
                                Map.entry("tickKimg", 2),
                                Map.entry("tickKimgPerResolution", noTable),
                                Map.entry("snapshotTicks", 5),
                                Map.entry("keepCheckpoints", 3),
                                Map.entry("grid", "12x6")));
    }
}
