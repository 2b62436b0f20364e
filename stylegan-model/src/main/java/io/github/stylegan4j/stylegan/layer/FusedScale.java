package io.github.stylegan4j.stylegan.layer;

/**
 * Whether resizing by two and the convolution beside it are computed as one convolution of stride 2
 * with a 4 x 4 kernel. The function is the same; only speed and rounding differ.
 */
public enum FusedScale {
    /** Always as one convolution. */
    ON,
    /** Always one after the other. */
    OFF,
    /** As one convolution where the larger of the two images is 128 x 128 or more. */
    AUTO;

    private static final int AUTO_FROM = 128;

    boolean fuses(int largerExtent) {
        return this == ON || (this == AUTO && largerExtent >= AUTO_FROM);
    }
}
