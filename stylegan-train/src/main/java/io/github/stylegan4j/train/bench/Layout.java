package io.github.stylegan4j.train.bench;

import java.util.Locale;

/** How a peer lays out images in memory; the shapes are [N, C, H, W] either way. */
public enum Layout {
    /** Channel by channel. */
    NCHW,
    /** Pixel by pixel, the channels of one beside each other. */
    CHANNELS_LAST;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
