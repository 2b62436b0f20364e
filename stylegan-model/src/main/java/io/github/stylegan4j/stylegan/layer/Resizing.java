package io.github.stylegan4j.stylegan.layer;

/** What a convolution layer does to the extent of its images. */
public enum Resizing {
    /** Keeps it. */
    NONE,
    /** Doubles it by repetition before the convolution. */
    UP,
    /** Halves it by means of 2 x 2 after the convolution. */
    DOWN
}
