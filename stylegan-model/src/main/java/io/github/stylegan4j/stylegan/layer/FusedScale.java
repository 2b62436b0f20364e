package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.tuning.Tuning;

/**
 * Whether resizing by two and the convolution beside it are computed as one convolution of stride 2
 * with a 4 x 4 kernel. The function is the same; only speed and rounding differ.
 */
public enum FusedScale {
    /** Always as one convolution. */
    ON,
    /** Always one after the other. */
    OFF,
    /**
     * As one convolution where the device's tuning says so: where the larger of the two images has
     * at least as many rows as its number {@code fused_scale.from}, which is not set unless
     * somebody has measured it. A 3 x 3 kernel of stride 1 is filtered with fewer multiplications
     * than one of 4 x 4 and stride 2 needs, also where the published program fuses, from 128 rows
     * on.
     */
    AUTO;

    private static final String AUTO_FROM = "fused_scale.from";

    boolean fuses(Tuning tuning, int largerExtent) {
        return switch (this) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> largerExtent >= tuning.number(AUTO_FROM, Integer.MAX_VALUE);
        };
    }
}
