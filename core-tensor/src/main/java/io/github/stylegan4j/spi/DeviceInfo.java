package io.github.stylegan4j.spi;

/**
 * One device as listed to people.
 *
 * @param id identifier to choose it by, for example {@code cpu} or {@code opencl:0}
 * @param name what it is
 * @param usable whether a backend can be opened on it
 * @param reason why it is usable or not, one sentence
 */
public record DeviceInfo(String id, String name, boolean usable, String reason) {}
