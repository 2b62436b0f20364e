package io.github.stylegan4j.tuning;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Choices that were measured to be the fastest on one device; immutable.
 *
 * <p>A convolution has an algorithm by its {@link ConvKey}. Anything else that a kernel exposes is
 * an integer by name, such as {@code reduce.groups}: the name is the kernel's own affair.
 */
public final class TuningTable {
    private static final TuningTable EMPTY = new TuningTable(Map.of(), Map.of());

    private final Map<ConvKey, ConvAlgorithm> convolutions;
    private final Map<String, Integer> numbers;

    TuningTable(Map<ConvKey, ConvAlgorithm> convolutions, Map<String, Integer> numbers) {
        this.convolutions = Map.copyOf(convolutions);
        this.numbers = Map.copyOf(numbers);
    }

    /** A table without a choice: the backend's own rules hold everywhere. */
    public static TuningTable empty() {
        return EMPTY;
    }

    /** This with a choice added or replaced. */
    public TuningTable with(ConvKey key, ConvAlgorithm choice) {
        Map<ConvKey, ConvAlgorithm> more = new HashMap<>(convolutions);
        more.put(key, choice);
        return new TuningTable(more, numbers);
    }

    /** This without a choice for a convolution. */
    public TuningTable without(ConvKey key) {
        Map<ConvKey, ConvAlgorithm> fewer = new HashMap<>(convolutions);
        fewer.remove(key);
        return new TuningTable(fewer, numbers);
    }

    /**
     * This with a number added or replaced.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public TuningTable with(String name, int number) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A number of a tuning table needs a name");
        }
        Map<String, Integer> more = new HashMap<>(numbers);
        more.put(name, number);
        return new TuningTable(convolutions, more);
    }

    /** This and all of another, whose choices win. */
    public TuningTable with(TuningTable other) {
        Map<ConvKey, ConvAlgorithm> c = new HashMap<>(convolutions);
        c.putAll(other.convolutions);
        Map<String, Integer> n = new HashMap<>(numbers);
        n.putAll(other.numbers);
        return new TuningTable(c, n);
    }

    /** The choice for a convolution, if one was measured. */
    public Optional<ConvAlgorithm> algorithm(ConvKey key) {
        return Optional.ofNullable(convolutions.get(key));
    }

    /** A number by name, if one was measured. */
    public OptionalInt number(String name) {
        Integer n = numbers.get(name);
        return n == null ? OptionalInt.empty() : OptionalInt.of(n);
    }

    /** Whether there is no choice in it. */
    public boolean isEmpty() {
        return convolutions.isEmpty() && numbers.isEmpty();
    }

    /** All choices of convolutions, in the order of their texts. */
    public SortedMap<ConvKey, ConvAlgorithm> convolutions() {
        SortedMap<ConvKey, ConvAlgorithm> sorted =
                new TreeMap<>(Comparator.comparing(ConvKey::text));
        sorted.putAll(convolutions);
        return Collections.unmodifiableSortedMap(sorted);
    }

    /** All numbers by name. */
    public SortedMap<String, Integer> numbers() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    }

    /**
     * Twelve characters that two tables share if and, but for chance, only if they are equal;
     * {@code none} for an empty one.
     */
    public String fingerprint() {
        return isEmpty() ? "none" : TuningJson.digest(TuningJson.choices(this));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TuningTable t
                && t.convolutions.equals(convolutions)
                && t.numbers.equals(numbers);
    }

    @Override
    public int hashCode() {
        return 31 * convolutions.hashCode() + numbers.hashCode();
    }

    @Override
    public String toString() {
        return "tuning table "
                + fingerprint()
                + " ("
                + convolutions.size()
                + " convolutions, "
                + numbers.size()
                + " numbers)";
    }
}
