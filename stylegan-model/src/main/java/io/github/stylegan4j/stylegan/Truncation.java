package io.github.stylegan4j.stylegan;

import org.jspecify.annotations.Nullable;

/**
 * Pulls w towards its average: {@code w' = average + psi (w - average)} in the layers below a
 * cutoff (arXiv 1812.04948, appendix B).
 *
 * @param psi 1 changes nothing, 0 gives the average image; above 1 exaggerates and below 0 inverts
 * @param cutoff number of layers, from the coarsest on, that are truncated; 0 for none
 */
public record Truncation(double psi, int cutoff) {
    /** Checks the numbers. */
    public Truncation {
        if (!Double.isFinite(psi)) {
            throw new IllegalArgumentException(
                    "truncation psi is " + psi + "; allowed: finite numbers, usually from 0 to 1");
        }
        Settings.atLeast("truncation cutoff", cutoff, 0);
    }

    /** No truncation. */
    public static Truncation none() {
        return new Truncation(1, 0);
    }

    /** The same strength in all layers. */
    public static Truncation allLayers(double psi) {
        return new Truncation(psi, Integer.MAX_VALUE);
    }

    /** Truncation if both numbers are given, none if either is null. */
    public static Truncation ofNullable(@Nullable Double psi, @Nullable Integer cutoff) {
        return psi == null || cutoff == null ? none() : new Truncation(psi, cutoff);
    }

    /** Whether nothing changes. */
    public boolean isNone() {
        return psi == 1 || cutoff == 0;
    }
}
