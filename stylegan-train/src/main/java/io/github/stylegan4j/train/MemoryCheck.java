package io.github.stylegan4j.train;

/** What comes of it when a {@link MemoryPlan} says that a run does not fit the device. */
public enum MemoryCheck {
    /** The run is not begun. */
    REFUSE,
    /** The run begins, with a warning: the system or the driver may have more than it says. */
    WARN,
    /** Nothing is planned, unless {@code microBatch} is {@code auto}; then as {@link #WARN}. */
    OFF
}
