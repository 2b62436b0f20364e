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
        return published(schedule);
    }

    private static TrainingConfig published(ScheduleConfig schedule) {
        return new TrainingConfig(
                TrainingConfig.DEMO_DATA,
                "auto",
                "none",
                schedule.resolution(),
                3,
                true,
                "ffffff",
                "lanczos",
                "skip",
                1,
                "",
                "runs",
                "auto",
                "auto",
                false,
                "float32",
                1000,
                25000,
                512,
                512,
                8,
                512,
                0.01,
                true,
                8192,
                1,
                512,
                true,
                true,
                true,
                false,
                true,
                true,
                "auto",
                true,
                true,
                4,
                0.9,
                0.995,
                "logistic",
                10,
                0,
                10,
                1,
                0.001,
                schedule.initialResolution(),
                schedule.trainingKimg(),
                schedule.transitionKimg(),
                schedule.minibatchBase(),
                schedule.minibatchByResolution(),
                4,
                1,
                schedule.generatorLearningRate(),
                schedule.generatorLearningRateByResolution(),
                0,
                0,
                0.99,
                1e-8,
                10,
                schedule.tickKimg(),
                schedule.tickKimgByResolution(),
                10,
                0,
                "1080p");
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
