package io.github.stylegan4j.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A named configuration to start from.
 *
 * @param name what it is asked for by, for instance {@code sgan-ffhq-8gpu}
 * @param text what it is, in one sentence
 * @param changes the fields in which it differs from the published configuration, {@code
 *     sgan-ffhq-8gpu}, with their values
 */
public record TrainingPreset(String name, String text, Map<String, Object> changes) {
    /** Copies the changes, in their order. */
    public TrainingPreset {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /** The whole configuration. */
    public TrainingConfig config() {
        return TrainingConfig.published().with(changes);
    }

    /** A preset that differs from this one in further fields. */
    TrainingPreset with(String newName, String newText, Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(changes);
        all.putAll(more);
        return new TrainingPreset(newName, newText, all);
    }
}
