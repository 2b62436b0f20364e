package io.github.stylegan4j.opencl;

/**
 * How often the host did what costs time; a steady state adds launches only.
 *
 * @param launches kernels handed to the queue
 * @param waits times the host waited for the device
 * @param uploads copies from the host to the device
 * @param builds programs compiled or loaded
 */
public record Counters(long launches, long waits, long uploads, long builds) {}
