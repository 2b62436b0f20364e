package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.TrainingConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A named configuration to start from.
 *
 * @param name as given on the command line
 * @param config its values
 */
record Preset(String name, TrainingConfig config) {
    /** What is used when none is named. */
    static final String DEFAULT = "demo";

    private static Map<String, Supplier<TrainingConfig>> all() {
        Map<String, Supplier<TrainingConfig>> presets = new LinkedHashMap<>();
        presets.put(DEFAULT, TrainingConfig::emojiDemo);
        for (int gpus : new int[] {1, 2, 4, 8}) {
            presets.put("official-" + gpus + "gpu", () -> TrainingConfig.official(gpus));
        }
        return presets;
    }

    /** Reads the text form. */
    static final class Converter implements ITypeConverter<Preset> {
        @Override
        public Preset convert(String name) {
            Supplier<TrainingConfig> preset = all().get(name);
            if (preset == null) {
                throw new TypeConversionException(
                        "'"
                                + name
                                + "' is no preset; allowed are "
                                + String.join(", ", all().keySet()));
            }
            return new Preset(name, preset.get());
        }
    }
}
