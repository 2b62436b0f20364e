package io.github.stylegan4j.spi;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/** Looks up backends by device identifier among all providers on the class path. */
public final class Backends {
    /** Chooses the usable device of the highest priority. */
    public static final String AUTO = "auto";

    private static final int SHORTEST_PART = 3;

    private Backends() {}

    /** Every device of every provider, in the order {@code auto} would prefer them. */
    public static List<DeviceInfo> devices() {
        return offers(providers()).stream().map(Offer::device).toList();
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
     * Opens a backend with every choice left to the device; the caller closes it.
     *
     * @param device as in {@link #open(String, BackendOptions)}
     * @throws IllegalArgumentException when there is no such device or it is not usable; the
     *     message gives the reason
     */
    public static Backend open(String device) {
        return open(device, BackendOptions.defaults());
    }

    /**
     * Opens a backend; the caller closes it.
     *
     * @param device {@code auto} or an identifier from {@link #devices()}; a kind alone, such as
     *     {@code opencl}, means its first usable device; and so does a part of a device's name, in
     *     upper or lower case, of three letters or more, if it is neither identifier nor kind
     * @param options how it computes
     * @throws IllegalArgumentException when there is no such device or it is not usable; the
     *     message gives the reason
     */
    public static Backend open(String device, BackendOptions options) {
        String wanted = device.equals(AUTO) ? defaultDevice() : device;
        // Other kinds are not even asked: a broken driver must not be in the way of the cpu device.
        List<BackendProvider> ofKind =
                providers().stream().filter(p -> wanted.split(":", 2)[0].equals(p.kind())).toList();
        List<Offer> fitting = offers(ofKind).stream().filter(o -> o.isCalled(wanted)).toList();
        List<Offer> offers = fitting.isEmpty() ? offers(providers()) : fitting;
        if (fitting.isEmpty()) {
            fitting = offers.stream().filter(o -> o.hasInName(wanted)).toList();
        }
        for (Offer o : fitting) {
            if (o.device().usable()) {
                return o.provider().open(o.device().id(), options);
            }
        }
        if (!fitting.isEmpty()) {
            throw new IllegalArgumentException(
                    "Device '"
                            + wanted
                            + "' cannot be used: "
                            + fitting.stream().map(Offer::refusal).collect(joining("; ")));
        }
        throw new IllegalArgumentException(
                "There is no device '"
                        + wanted
                        + "'; allowed are auto, "
                        + offers.stream().map(o -> o.device().id()).collect(joining(", "))
                        + ", or a part of a device's name");
    }

    /** A device and who opens it. */
    private record Offer(BackendProvider provider, DeviceInfo device) {
        boolean isCalled(String wanted) {
            return device.id().equals(wanted) || provider.kind().equals(wanted);
        }

        boolean hasInName(String wanted) {
            String part = wanted.toLowerCase(Locale.ROOT);
            return part.length() >= SHORTEST_PART
                    && device.name().toLowerCase(Locale.ROOT).contains(part);
        }

        String refusal() {
            return device.id() + " (" + device.name() + "): " + device.reason();
        }
    }

    private static List<Offer> offers(List<BackendProvider> providers) {
        List<Offer> all = new ArrayList<>();
        for (BackendProvider p : providers) {
            p.devices().forEach(d -> all.add(new Offer(p, d)));
        }
        return all;
    }

    private static List<BackendProvider> providers() {
        List<BackendProvider> list = new ArrayList<>();
        ServiceLoader.load(BackendProvider.class).forEach(list::add);
        list.sort(Comparator.comparingInt(BackendProvider::priority).reversed());
        return list;
    }
}
