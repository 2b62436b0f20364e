package io.github.stylegan4j.spi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Looks up backends by device identifier among all providers on the class path. */
public final class Backends {
    /** Chooses the usable device of the highest priority. */
    public static final String AUTO = "auto";

    private Backends() {}

    /** Every device of every provider, in the order {@code auto} would prefer them. */
    public static List<DeviceInfo> devices() {
        List<DeviceInfo> all = new ArrayList<>();
        providers().forEach(p -> all.addAll(p.devices()));
        return all;
    }

    /**
     * The identifier {@code auto} stands for on this machine.
     *
     * @throws IllegalStateException when no device is usable
     */
    public static String defaultDevice() {
        return devices().stream()
                .filter(DeviceInfo::usable)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "No usable device; is core-tensor on the class path?"))
                .id();
    }

    /**
     * Opens a backend; the caller closes it.
     *
     * @param device {@code auto} or an identifier from {@link #devices()}; a kind alone, such as
     *     {@code opencl}, means its first usable device
     * @throws IllegalArgumentException when there is no such device or it is not usable; the
     *     message gives the reason
     */
    public static Backend open(String device) {
        String wanted = device.equals(AUTO) ? defaultDevice() : device;
        List<String> refused = new ArrayList<>();
        for (BackendProvider p : providers()) {
            for (DeviceInfo d : p.devices()) {
                if (d.id().equals(wanted) || p.kind().equals(wanted)) {
                    if (d.usable()) {
                        return p.open(d.id());
                    }
                    refused.add(d.id() + " (" + d.name() + "): " + d.reason());
                }
            }
        }
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(
                    "Device '" + wanted + "' cannot be used: " + String.join("; ", refused));
        }
        throw new IllegalArgumentException(
                "There is no device '"
                        + wanted
                        + "'; allowed are auto, "
                        + devices().stream().map(DeviceInfo::id).collect(Collectors.joining(", ")));
    }

    private static List<BackendProvider> providers() {
        List<BackendProvider> list = new ArrayList<>();
        ServiceLoader.load(BackendProvider.class).forEach(list::add);
        list.sort(Comparator.comparingInt(BackendProvider::priority).reversed());
        return list;
    }
}
