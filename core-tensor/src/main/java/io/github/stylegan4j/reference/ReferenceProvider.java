package io.github.stylegan4j.reference;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.BackendProvider;
import io.github.stylegan4j.spi.DeviceInfo;
import java.util.List;

/** Offers the {@link ReferenceBackend}, last in rank so that {@code auto} finds a faster one. */
public final class ReferenceProvider implements BackendProvider {
    static final String NAME = "Java, double precision, plain loops";

    /** Called by the {@link java.util.ServiceLoader}. */
    public ReferenceProvider() {}

    @Override
    public String kind() {
        return ReferenceBackend.ID;
    }

    @Override
    public int priority() {
        return -1000;
    }

    @Override
    public List<DeviceInfo> devices() {
        return List.of(
                new DeviceInfo(
                        ReferenceBackend.ID,
                        NAME,
                        true,
                        "Runs on every JVM; slow, for checking other devices"));
    }

    @Override
    public Backend open(String device, BackendOptions options) {
        return new ReferenceBackend(options);
    }
}
