package io.github.stylegan4j.tuning;

/**
 * What measurements of a device hold for: another driver or another release of this library may
 * have other kernels, and needs measuring anew. How many threads compute is no part of it, since
 * results must not depend on that.
 *
 * @param backend kind of backend, for example {@code opencl}
 * @param name the device
 * @param driver its driver and version, or what else the kernels are compiled by
 * @param library version of this library
 */
public record DeviceKey(String backend, String name, String driver, String library) {
    /** A device as this release of the library computes on it. */
    public static DeviceKey of(String backend, String name, String driver) {
        String version = DeviceKey.class.getPackage().getImplementationVersion();
        return new DeviceKey(backend, name, driver, version == null ? "development" : version);
    }
}
