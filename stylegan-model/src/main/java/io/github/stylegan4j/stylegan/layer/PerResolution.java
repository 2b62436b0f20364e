package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.nn.Module;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parts that exist once for each resolution, named {@code b4}, {@code b8} and so on.
 *
 * @param <M> type of the parts
 */
public final class PerResolution<M extends Module> extends Module {
    private final Map<Integer, M> parts = new LinkedHashMap<>();

    /** None yet. */
    public PerResolution() {}

    /** The name of a resolution's part. */
    public static String name(int resolution) {
        return "b" + resolution;
    }

    /** Adds the part of one resolution. */
    public void add(int resolution, M part) {
        parts.put(resolution, child(name(resolution), part));
    }

    /**
     * The part of one resolution.
     *
     * @throws IllegalArgumentException when there is none
     */
    public M at(int resolution) {
        M part = parts.get(resolution);
        if (part == null) {
            throw new IllegalArgumentException(
                    "There is no part for resolution "
                            + resolution
                            + ", only for "
                            + parts.keySet());
        }
        return part;
    }
}
