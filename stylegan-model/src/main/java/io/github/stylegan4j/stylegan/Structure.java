package io.github.stylegan4j.stylegan;

/** Whether a network can work below its full resolution. */
public enum Structure {
    /** Every resolution has its own layers to and from colours, so that training can grow. */
    GROWING,
    /** Only the full resolution has them; the level of detail is always 0. */
    FIXED
}
