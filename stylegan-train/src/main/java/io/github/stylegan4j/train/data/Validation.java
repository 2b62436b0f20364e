package io.github.stylegan4j.train.data;

import java.util.List;

/**
 * What a look at every image of a data set has found.
 *
 * @param checked how many images were looked at
 * @param bad every file, record or label that cannot be used, with its reason
 */
public record Validation(long checked, List<BadImage> bad) {
    /** Copies the list. */
    public Validation {
        bad = List.copyOf(bad);
    }
}
