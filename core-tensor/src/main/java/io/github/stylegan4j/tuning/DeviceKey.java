package io.github.stylegan4j.tuning;

/**
 * What measurements of a device hold for: another driver or other sources of this library may have
 * other kernels, and need measuring anew. How many threads compute is no part of it, since results
 * must not depend on that.
 *
 * @param backend kind of backend, for example {@code opencl}
 * @param name the device
 * @param driver its driver and version, or what else the kernels are compiled by
 * @param library version of this library and the revision of its sources
 */
public record DeviceKey(String backend, String name, String driver, String library) {
    /** The same device as another build of the library computes on it. */
    DeviceKey with(String otherLibrary) {
        return new DeviceKey(backend, name, driver, otherLibrary);
    }

    /** A device as this build of the library computes on it. */
    public static DeviceKey of(String backend, String name, String driver) {
        BuildInfo build = BuildInfo.read();
        return new DeviceKey(backend, name, driver, build.version() + " " + build.revision());
    }
}
