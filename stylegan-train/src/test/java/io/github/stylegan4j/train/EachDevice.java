package io.github.stylegan4j.train;

import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The devices of this machine that people train on. */
public final class EachDevice {
    private EachDevice() {}

    /** All that can be used but the reference. */
    public static List<String> ids() {
        return Backends.devices().stream()
                .filter(DeviceInfo::usable)
                .map(DeviceInfo::id)
                .filter(id -> !id.equals("reference"))
                .toList();
    }

    /**
     * A test of each of some cases on each device; {@code body} takes the device, then the case.
     */
    public static Stream<DynamicTest> with(List<String> cases, BiConsumer<String, String> body) {
        return ids().stream()
                .flatMap(
                        id ->
                                cases.stream()
                                        .map(
                                                c ->
                                                        DynamicTest.dynamicTest(
                                                                c + " on " + id,
                                                                () -> body.accept(id, c))));
    }
}
