package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.opencl.DeviceTraits.Kind;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices are found, described and refused; a machine without OpenCL says what to install. */
class DiscoveryTest {
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

    @Test
    void aLoaderWithoutDriversIsNoCrash() throws Exception {
        expectNothing(Map.of("OCL_ICD_VENDORS", "/nonexistent"), List.of());
    }

    /** JOCL has no native library for such a processor: the class itself fails to load. */
    @Test
    void aMissingLoaderIsNoCrash() throws Exception {
        expectNothing(Map.of(), List.of("-Dos.arch=unheard-of"));
    }

    private static void expectNothing(Map<String, String> environment, List<String> options)
            throws Exception {
        String said = listInOwnProcess(environment, options);
        assertTrue(said.contains("opencl usable=false"), said);
        assertTrue(said.contains("install") || said.contains("part of macOS"), said);
        assertTrue(said.contains("auto is cpu"), said);
        assertTrue(said.contains("refused: Device 'opencl' cannot be used"), said);
        assertFalse(said.contains("Exception in thread"), said);
    }

    private static String listInOwnProcess(Map<String, String> environment, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(DeviceLister.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
