package io.github.stylegan4j.train;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A value that some resolutions have of their own; immutable.
 *
 * @param base the value of all others
 * @param table the value at a resolution; empty for the same everywhere
 * @param <V> the value's type
 */
public record PerResolution<V>(V base, SortedMap<Integer, V> table) {
    /**
     * Copies the table.
     *
     * @throws IllegalArgumentException if there is no base, no table, or none at a resolution
     */
    public PerResolution {
        if (base == null || table == null || table.containsValue(null)) {
            throw new IllegalArgumentException(
                    "The value is "
                            + base
                            + " and its table "
                            + table
                            + "; allowed is a value, and a table without null: an empty one means"
                            + " the same value at every resolution");
        }
        table = Collections.unmodifiableSortedMap(new TreeMap<>(table));
    }

    /** The same at every resolution. */
    public static <V> PerResolution<V> of(V base) {
        return new PerResolution<>(base, Collections.emptySortedMap());
    }

    /** The value at a resolution. */
    public V at(int resolution) {
        return table.getOrDefault(resolution, base);
    }

    /** This with every value changed. */
    public PerResolution<V> map(UnaryOperator<V> change) {
        SortedMap<Integer, V> changed = new TreeMap<>();
        table.forEach((resolution, value) -> changed.put(resolution, change.apply(value)));
        return new PerResolution<>(change.apply(base), changed);
    }
}
