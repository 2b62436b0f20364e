package io.github.stylegan4j.train;

import io.github.stylegan4j.train.config.ConfigEntries;
import io.github.stylegan4j.train.config.ConfigFileException;
import io.github.stylegan4j.train.config.ConfigText;
import io.github.stylegan4j.train.config.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration file: fields of {@link TrainingConfig} by name, over a preset.
 *
 * <pre>{@code
 * preset: sgan-ffhq-1gpu
 * data: photos
 * resolution: 256
 * minibatchPerResolution: {8: 64, 16: 32}
 * }</pre>
 *
 * <p>YAML 1.2, or JSON where the file's name ends in {@code .json}. A name that is no field, a name
 * that stands there twice, and a value that is not allowed are refused with their line.
 */
public final class ConfigFile {
    /** The name of the preset that the fields change. */
    public static final String PRESET = "preset";

    private final ConfigEntries entries;
    private final Map<String, Object> changes;

    private ConfigFile(ConfigEntries entries, Map<String, Object> changes) {
        this.entries = entries;
        this.changes = Collections.unmodifiableMap(changes);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigFileException naming file, line and reason, if it cannot be read or used
     */
    public static ConfigFile read(Path file) {
        ConfigEntries entries = ConfigText.read(file);
        Map<String, ConfigField> fields = new LinkedHashMap<>();
        TrainingConfig.fields().forEach(field -> fields.put(field.name(), field));
        Map<String, Object> changes = new LinkedHashMap<>();
        for (String name : entries.names()) {
            if (name.equals(PRESET)) {
                continue;
            }
            ConfigField field = fields.get(name);
            if (field == null) {
                throw unknown(entries, name, fields);
            }
            try {
                changes.put(name, field.convert(entries.value(name)));
            } catch (IllegalArgumentException e) {
                throw entries.failure(entries.line(name), e.getMessage(), e);
            }
        }
        return new ConfigFile(entries, changes);
    }

    private static ConfigFileException unknown(
            ConfigEntries entries, String name, Map<String, ConfigField> fields) {
        List<String> names = new ArrayList<>(fields.keySet());
        names.add(PRESET);
        return entries.failure(
                entries.line(name),
                "there is no field '"
                        + ConfigEntries.shown(name)
                        + "'; did you mean '"
                        + NearestName.of(name, names)
                        + "'? './stylegan train --help' lists all",
                null);
    }

    /**
     * The preset named in the file, if one is.
     *
     * @throws ConfigFileException if it is no text
     */
    public Optional<String> preset() {
        Object value = entries.value(PRESET);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw entries.failure(
                entries.line(PRESET), "preset has several values; allowed is one name", null);
    }

    /** The fields that the file names, with their values. */
    public Map<String, Object> changes() {
        return changes;
    }

    /**
     * The whole configuration: the fields of the file over its preset, or the demo if it names
     * none.
     *
     * @throws ConfigFileException if there is no such preset or a value is not allowed
     */
    public TrainingConfig config() {
        if (preset().equals(Optional.of(AutoConfig.NAME))) {
            return auto(Map.of()).config();
        }
        return over(base());
    }

    /**
     * What suits the images and the device, with the fields of the file decided.
     *
     * @param more further fields that are decided; they override the file's
     * @throws ConfigFileException if a value is not allowed
     */
    public AutoConfig auto(Map<String, ?> more) {
        Map<String, Object> given = new LinkedHashMap<>(changes);
        given.putAll(more);
        try {
            return AutoConfig.of(given);
        } catch (IllegalArgumentException e) {
            throw entries.failure(lineOf(e.getMessage()), e.getMessage(), e);
        }
    }

    private TrainingConfig base() {
        try {
            return TrainingPresets.of(preset().orElse(TrainingPresets.DEMO)).config();
        } catch (ConfigFileException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw entries.failure(entries.line(PRESET), e.getMessage(), e);
        }
    }

    /**
     * The fields of the file over another configuration.
     *
     * @throws ConfigFileException if a value is not allowed
     */
    public TrainingConfig over(TrainingConfig base) {
        try {
            return base.with(changes);
        } catch (IllegalArgumentException e) {
            throw entries.failure(lineOf(e.getMessage()), e.getMessage(), e);
        }
    }

    /**
     * Line of the first field that a message about values names; 0 if the file has none of them.
     */
    private int lineOf(String message) {
        return changes.keySet().stream()
                .filter(name -> message.matches("(?s)(.*\\W)?" + name + "\\b.*"))
                .mapToInt(entries::line)
                .findFirst()
                .orElse(0);
    }
}
