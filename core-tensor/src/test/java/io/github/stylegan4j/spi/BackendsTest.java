package io.github.stylegan4j.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
    @TempDir Path dir;

    /** A kind of device whose driver is missing: listed, but never opened. */
    public static final class DriverlessProvider implements BackendProvider {
        @Override
        public String kind() {
            return "driverless";
        }

        @Override
        public int priority() {
            return Integer.MAX_VALUE;
        }

        @Override
        public List<DeviceInfo> devices() {
            return List.of(
                    new DeviceInfo("driverless:0", "Imaginary 9000", false, "no driver found"));
        }

        @Override
        public Backend open(String device, BackendOptions options) {
            throw new AssertionError("an unusable device was opened");
        }
    }

    private <T> T withDriverless(Supplier<T> body) throws IOException {
        Path services = Files.createDirectories(dir.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(BackendProvider.class.getName()),
                DriverlessProvider.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {dir.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return body.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void theReferenceIsFoundButComesLast() {
        List<DeviceInfo> devices = Backends.devices();
        DeviceInfo last = devices.get(devices.size() - 1);
        assertEquals("reference", last.id());
        assertTrue(last.usable());
        try (Backend backend = Backends.open("reference")) {
            assertEquals("reference", backend.id());
        }
    }

    @Test
    void autoTakesTheFirstUsableDevice() throws IOException {
        assertEquals("driverless:0", withDriverless(Backends::devices).get(0).id());
        String chosen = withDriverless(Backends::defaultDevice);
        assertNotEquals("driverless:0", chosen);
        try (Backend backend = Backends.open(Backends.AUTO)) {
            assertEquals(chosen, backend.id());
        }
    }

    @Test
    void anUnusableDeviceIsRefusedWithItsReason() {
        for (String name : List.of("driverless", "driverless:0", "imaginary")) {
            String message =
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> withDriverless(() -> Backends.open(name)))
                            .getMessage();
            assertTrue(message.contains("Imaginary 9000): no driver found"), message);
        }
    }

    @Test
    void aPartOfItsNameIsEnough() throws IOException {
        try (Backend backend = withDriverless(() -> Backends.open("pure JAVA"))) {
            assertEquals("cpu", backend.id());
        }
    }

    @Test
    void anUnknownDeviceIsAnsweredWithWhatThereIs() {
        String message =
                assertThrows(IllegalArgumentException.class, () -> Backends.open("gpu"))
                        .getMessage();
        assertTrue(message.contains("'gpu'") && message.contains("reference"), message);
    }
}
