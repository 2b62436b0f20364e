package io.github.stylegan4j.cpu;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendProvider;
import io.github.stylegan4j.spi.DeviceInfo;
import java.util.List;

/** Offers the pure-Java CPU device, which is always there. */
public final class CpuProvider implements BackendProvider {
    static final String ID = "cpu";

    /** For {@link java.util.ServiceLoader}. */
    public CpuProvider() {}

    static String name(int threads) {
        return "pure Java on " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public String kind() {
        return ID;
    }

    /** Above the reference device, below any device with a driver of its own. */
    @Override
    public int priority() {
        return 0;
    }

    @Override
    public List<DeviceInfo> devices() {
        return List.of(
                new DeviceInfo(
                        ID,
                        name(Runtime.getRuntime().availableProcessors()),
                        true,
                        "always available; needs no driver"));
    }

    @Override
    public Backend open(String device) {
        return new CpuBackend(Runtime.getRuntime().availableProcessors());
    }
}
