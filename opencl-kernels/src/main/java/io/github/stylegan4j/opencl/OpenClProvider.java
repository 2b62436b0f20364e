package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.opencl.Discovery.Found;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.BackendProvider;
import io.github.stylegan4j.spi.DeviceInfo;
import java.util.ArrayList;
import java.util.List;

/** Offers the OpenCL devices of this machine as {@code opencl:0}, {@code opencl:1}, GPUs first. */
public final class OpenClProvider implements BackendProvider {
    static final String KIND = "opencl";

    /** For {@link java.util.ServiceLoader}. */
    public OpenClProvider() {}

    @Override
    public String kind() {
        return KIND;
    }

    /** Above the pure-Java device, which every machine has. */
    @Override
    public int priority() {
        return 100;
    }

    /** The devices, or one entry that says why there is none. */
    @Override
    public List<DeviceInfo> devices() {
        return describe(Discovery.ofThisMachine());
    }

    static List<DeviceInfo> describe(Discovery discovery) {
        List<Found> found = discovery.devices();
        if (found.isEmpty()) {
            return List.of(new DeviceInfo(KIND, "OpenCL", false, discovery.problem()));
        }
        List<DeviceInfo> list = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            DeviceTraits t = found.get(i).traits();
            String refusal = t.refusal();
            list.add(
                    new DeviceInfo(
                            KIND + ":" + i,
                            t.name(),
                            refusal == null,
                            refusal == null ? t.summary() : refusal));
        }
        return list;
    }

    @Override
    public Backend open(String device, BackendOptions options) {
        List<DeviceInfo> listed = devices();
        for (int i = 0; i < listed.size(); i++) {
            DeviceInfo info = listed.get(i);
            if (info.id().equals(device)) {
                if (!info.usable()) {
                    throw new IllegalArgumentException(
                            "Device '" + device + "' cannot be used: " + info.reason());
                }
                Found found = Discovery.ofThisMachine().devices().get(i);
                options.dtype().ifPresent(dtype -> check(dtype, found.traits()));
                Variant variant = Variant.of(found.traits().kind());
                return OpenClBackend.open(device, found, variant, options);
            }
        }
        throw new IllegalArgumentException("There is no OpenCL device '" + device + "'");
    }

    static void check(DType dtype, DeviceTraits traits) {
        if (dtype == DType.FLOAT64 && !traits.fp64()) {
            throw new IllegalArgumentException(
                    "Precision float64 was asked for, but "
                            + traits.name()
                            + " computes in float32 only; choose float32, or a device that"
                            + " './stylegan devices' lists with fp64, or cpu");
        }
    }
}
