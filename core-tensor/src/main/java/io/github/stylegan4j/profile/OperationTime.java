package io.github.stylegan4j.profile;

/**
 * How long a device took for one kind of operation.
 *
 * @param name the operation, with the kernel where one has several
 * @param calls how often it ran
 * @param seconds all its times together
 */
public record OperationTime(String name, long calls, double seconds) {}
