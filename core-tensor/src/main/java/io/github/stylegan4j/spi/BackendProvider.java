package io.github.stylegan4j.spi;

import java.util.List;

/**
 * Finds the devices of one kind and opens backends on them; discovered by {@link
 * java.util.ServiceLoader}.
 */
public interface BackendProvider {
    /** First part of the identifiers it serves, for example {@code opencl} in {@code opencl:1}. */
    String kind();

    /** Rank under {@code auto}: the usable device of the highest priority is chosen. */
    int priority();

    /** What is there, usable or not; never throws for a missing driver but lists the reason. */
    List<DeviceInfo> devices();

    /**
     * Opens a backend.
     *
     * @param device an identifier that {@link #devices()} listed as usable
     * @param options how; a backend asks {@link BackendOptions#tuning} for its choices
     */
    Backend open(String device, BackendOptions options);
}
