package io.github.stylegan4j.train;

import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.Tuning;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the convolutions of a run were chosen and by what they were computed, kept with its
 * checkpoints, since the last bits of all that follows depend on it.
 */
final class ConvProvenance {
    private static final Logger LOG = LoggerFactory.getLogger(ConvProvenance.class);
    private static final String MODE = "conv";
    private static final String TABLE = "tuning";
    private static final String KERNELS = "kernels";

    private final Map<String, String> metadata = new LinkedHashMap<>();

    ConvProvenance(Tuning tuning) {
        metadata.put(MODE, tuning.mode().label());
        metadata.put(TABLE, tuning.table().fingerprint());
        metadata.put(KERNELS, tuning.device().backend() + ": " + tuning.device().name());
    }

    Map<String, String> metadata() {
        return Map.copyOf(metadata);
    }

    /** Checkpoints from before there was a choice count as made with the built-in one. */
    void warnOfDifferences(Path file, Map<String, String> saved) {
        Map<String, String> before = new LinkedHashMap<>();
        before.put(MODE, saved.getOrDefault(MODE, ConvMode.AUTO.label()));
        before.put(TABLE, saved.getOrDefault(TABLE, "none"));
        before.put(KERNELS, saved.getOrDefault(KERNELS, metadata.get(KERNELS)));
        if (!before.equals(metadata)) {
            LOG.warn(
                    "{} was written with convolutions {}, but now they are {}: the run goes on, with"
                            + " other roundings than it would have had. For the same bits, resume"
                            + " with the device, its kernels, the --conv and the tuning table it was"
                            + " begun with.",
                    file,
                    text(before),
                    this);
        }
    }

    private static String text(Map<String, String> metadata) {
        return metadata.get(MODE)
                + " with tuning table "
                + metadata.get(TABLE)
                + " on "
                + metadata.get(KERNELS);
    }

    @Override
    public String toString() {
        return text(metadata);
    }
}
