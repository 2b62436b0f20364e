package io.github.stylegan4j.train;

import io.github.stylegan4j.train.config.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The named configurations: the demo, the runs that StyleGAN v1 and its predecessor were published
 * with, and the rows of the tables of arXiv 1812.04948.
 */
public final class TrainingPresets {
    /** The preset that is meant where none is named. */
    public static final String DEMO = "demo";

    private static final Map<String, TrainingPreset> BY_NAME = byName();

    private TrainingPresets() {}

    /** All presets, in the order they are listed in. */
    public static List<TrainingPreset> list() {
        return List.copyOf(BY_NAME.values());
    }

    /** The names of all presets. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * The preset of a name.
     *
     * @throws IllegalArgumentException if there is none; the message has the nearest name
     */
    public static TrainingPreset of(String name) {
        TrainingPreset preset = BY_NAME.get(name);
        if (name.equals(AutoConfig.NAME)) {
            throw new IllegalArgumentException(
                    "'auto' depends on images and device; AutoConfig.of chooses for them");
        }
        if (preset == null) {
            throw new IllegalArgumentException(
                    "There is no preset '"
                            + name
                            + "'; did you mean '"
                            + NearestName.of(name, names())
                            + "'? './stylegan presets' lists all");
        }
        return preset;
    }

    private static Map<String, TrainingPreset> byName() {
        Map<String, TrainingPreset> presets = new LinkedHashMap<>();
        Stream.of(
                        List.of(DemoPreset.emoji()),
                        SganPresets.all(),
                        PganPresets.all(),
                        TablePresets.all())
                .flatMap(List::stream)
                .forEach(preset -> presets.put(preset.name(), preset));
        return presets;
    }
}
