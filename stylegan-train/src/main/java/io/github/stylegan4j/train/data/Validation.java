package io.github.stylegan4j.train.data;

import java.util.List;

/**
 * What a look at every image of a data set has found.
 *
 * @param checked how many images were looked at
 * @param bad every file, record or label that cannot be used, with its reason
 * @param notes what stands in the way of some uses and not of others, in words
 */
public record Validation(long checked, List<BadImage> bad, List<String> notes) {
    /** Copies the lists. */
    public Validation {
        bad = List.copyOf(bad);
        notes = List.copyOf(notes);
    }
}
