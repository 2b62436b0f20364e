package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.opencl.DeviceTraits.Kind;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** Devices are found, described and refused; a machine without OpenCL says what to install. */
class DiscoveryTest {
    @TempDir Path folder;

    private static DeviceTraits traits(String version, boolean compiler, long group, Kind kind) {
        return new DeviceTraits(
                "platform",
                "name",
                "vendor",
                "1.0",
                version,
                kind,
                1L << 30,
                1L << 28,
                1 << 15,
                4,
                8,
                group,
                false,
                true,
                compiler);
    }

    @Test
    void aDeviceThatCannotBeUsedSaysWhy() {
        assertNull(traits("OpenCL 1.2 x", true, 1024, Kind.GPU).refusal());
        assertNull(traits("OpenCL 3.0 CUDA", true, 256, Kind.GPU).refusal());
        assertNull(traits("OpenCL 2.1", true, 1, Kind.CPU).refusal());
        assertTrue(traits("OpenCL 1.1 x", true, 1024, Kind.GPU).refusal().contains("1.2"));
        assertTrue(traits("OpenCL 3.0", false, 1024, Kind.GPU).refusal().contains("compiler"));
        assertTrue(traits("OpenCL 3.0", true, 64, Kind.GPU).refusal().contains("64"));
    }

    @Test
    void doublePrecisionIsRefusedWhereTheDeviceHasNone() {
        DeviceTraits with = traits("OpenCL 3.0", true, 256, Kind.GPU);
        OpenClProvider.check(DType.FLOAT64, with);
        DeviceTraits without =
                new DeviceTraits(
                        "p",
                        "small",
                        "v",
                        "1",
                        "OpenCL 1.2",
                        Kind.GPU,
                        1,
                        1,
                        1,
                        1,
                        8,
                        256,
                        true,
                        false,
                        true);
        OpenClProvider.check(DType.FLOAT32, without);
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> OpenClProvider.check(DType.FLOAT64, without))
                        .getMessage();
        assertTrue(message.contains("small computes in float32 only"), message);
    }

    @Test
    void figuresAreInTheSummary() {
        assertEquals(
                "vendor, driver 1.0, OpenCL 3.0, 1.0 GiB, 4 compute units, fp64",
                traits("OpenCL 3.0", true, 256, Kind.GPU).summary());
    }

    @ParameterizedTest
    @CsvSource({"Linux,pocl-opencl-icd", "Windows 11,OpenCL.dll", "Mac OS X,part of macOS"})
    void everySystemHasItsHint(String os, String expected) {
        assertTrue(Discovery.hint(os).contains(expected), Discovery.hint(os));
    }

    @Test
    void thisMachinesDevicesAreDescribed() {
        TestDevice.find();
        List<DeviceInfo> devices = new OpenClProvider().devices();
        DeviceInfo usable = devices.stream().filter(DeviceInfo::usable).findFirst().orElseThrow();
        assertTrue(usable.id().startsWith("opencl:"), usable.id());
        assertTrue(usable.reason().contains("GiB"), usable.reason());
        try (var backend = Backends.open(usable.name())) {
            assertTrue(backend.description().contains(usable.name()));
        }
    }

    /** No folder, an empty one, and three drivers that are none. */
    @ParameterizedTest
    @ValueSource(strings = {"absent", "", "no such library.so", "/dev/null", "libz.so.1"})
    void aLoaderWithoutUsableDriversIsNoCrash(String driver) throws Exception {
        Path vendors = folder.resolve("vendors");
        if (!driver.equals("absent")) {
            Files.createDirectories(vendors);
        }
        if (Files.exists(vendors) && !driver.isEmpty()) {
            Files.writeString(vendors.resolve("broken.icd"), driver + "\n");
        }
        expectNothing(Map.of("OCL_ICD_VENDORS", vendors.toString()), List.of());
    }

    /** JOCL has no native library for such a processor: the class itself fails to load. */
    @Test
    void aMissingBindingIsNoCrash() throws Exception {
        expectNothing(Map.of(), List.of("-Dos.arch=unheard-of"));
    }

    @Test
    void whereADeviceIsRequiredItsAbsenceFails() throws Exception {
        Map<String, String> none = Map.of("OCL_ICD_VENDORS", folder.toString());
        assertEquals("skipped", requirement(none, "false"));
        assertEquals("failed", requirement(none, "true"));
    }

    private static String requirement(Map<String, String> environment, String required)
            throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put(TestDevice.REQUIRED, required);
        return ChildProcess.run(all, List.of(), Requirement.class).strip();
    }

    /** Does what every test here begins with, and says how that ended. */
    static final class Requirement {
        private Requirement() {}

        public static void main(String[] args) {
            try {
                TestDevice.find();
                System.out.println("found one");
            } catch (AssertionError e) {
                System.out.println("failed");
            } catch (TestAbortedException e) {
                System.out.println("skipped");
            }
        }
    }

    private static void expectNothing(Map<String, String> environment, List<String> options)
            throws Exception {
        String said = ChildProcess.run(environment, options, DeviceLister.class);
        assertTrue(said.contains("opencl usable=false"), said);
        assertTrue(said.contains("install") || said.contains("part of macOS"), said);
        assertTrue(said.contains("auto is cpu"), said);
        assertTrue(said.contains("refused: Device 'opencl' cannot be used"), said);
        assertFalse(said.contains("Exception in thread"), said);
        assertFalse(said.contains("Could not load"), said);
    }
}
