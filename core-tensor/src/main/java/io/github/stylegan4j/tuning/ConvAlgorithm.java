package io.github.stylegan4j.tuning;

import java.util.Locale;

/** A way to compute a two-dimensional convolution or one of its gradients. */
public enum ConvAlgorithm {
    /** Every product of the definition, by whatever blocking: exact but for rounding. */
    DIRECT,

    /** Winograd's minimal filtering in tiles of 2 x 2 result pixels: as exact as direct. */
    WINOGRAD_2,

    /** The same in tiles of 4 x 4: fewest multiplications, about one decimal digit less exact. */
    WINOGRAD_4;

    /** Name in files and tables, for example {@code winograd4}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    /**
     * The algorithm of a {@link #label}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static ConvAlgorithm ofLabel(String label) {
        for (ConvAlgorithm a : values()) {
            if (a.label().equals(label)) {
                return a;
            }
        }
        throw new IllegalArgumentException(
                "There is no convolution algorithm '"
                        + label
                        + "'; allowed are direct, winograd2 and winograd4");
    }
}
