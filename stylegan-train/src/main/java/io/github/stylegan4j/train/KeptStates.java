package io.github.stylegan4j.train;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of the caller's has a state that belongs into checkpoints, by name. */
final class KeptStates {
    /** What names in a checkpoint's metadata begin with. */
    static final String PREFIX = "state.";

    private static final Logger LOG = LoggerFactory.getLogger(KeptStates.class);

    private final SortedMap<String, Resumable> parts = new TreeMap<>();

    /**
     * Adds something.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    void add(String name, Resumable part) {
        if (parts.putIfAbsent(name, part) != null) {
            throw new IllegalArgumentException(
                    "The state of '"
                            + name
                            + "' is kept already; each thing whose state is kept needs a name of its"
                            + " own, other than "
                            + parts.keySet());
        }
    }

    /** Adds something if it has a state. */
    void addIfResumable(String name, Object part) {
        if (part instanceof Resumable resumable) {
            add(name, resumable);
        }
    }

    /** Every state by its name in a checkpoint's metadata. */
    Map<String, String> save() {
        SortedMap<String, String> saved = new TreeMap<>();
        parts.forEach((name, part) -> saved.put(PREFIX + name, part.saveState()));
        return Collections.unmodifiableSortedMap(saved);
    }

    /** Goes back to what {@link #save} gave. */
    void restore(Map<String, String> saved) {
        parts.forEach((name, part) -> part.restoreState(saved.get(PREFIX + name)));
    }

    /**
     * Goes back to the states among a checkpoint's metadata.
     *
     * @param file named in messages
     * @throws IllegalArgumentException if somebody cannot go back to its state
     */
    void restore(Map<String, String> metadata, Path file) {
        parts.forEach(
                (name, part) -> {
                    String state = metadata.get(PREFIX + name);
                    if (state == null) {
                        LOG.warn("{} holds no state of '{}', which stays as it is", file, name);
                    } else {
                        restore(name, part, state, file);
                    }
                });
        Set<String> unknown = new TreeSet<>();
        for (String key : metadata.keySet()) {
            if (key.startsWith(PREFIX) && !parts.containsKey(key.substring(PREFIX.length()))) {
                unknown.add(key.substring(PREFIX.length()));
            }
        }
        if (!unknown.isEmpty()) {
            LOG.warn("{} holds states that nobody takes here: {}", file, unknown);
        }
    }

    private static void restore(String name, Resumable part, String state, Path file) {
        try {
            part.restoreState(state);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file
                            + ": the state of '"
                            + name
                            + "' cannot be gone back to: "
                            + e.getMessage(),
                    e);
        }
    }
}
