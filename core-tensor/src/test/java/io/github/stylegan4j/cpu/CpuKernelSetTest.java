package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.DeviceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which kernels a process gets, with and without the module, told and untold. */
class CpuKernelSetTest {
    private static final String[] WITH = {"--add-modules", "jdk.incubator.vector"};

    @TempDir Path folder;

    /** Prints the device, and lets it compute something. */
    static final class Report {
        private Report() {}

        public static void main(String[] args) {
            DeviceInfo info = new CpuProvider().devices().get(0);
            System.out.println(info.name() + "; " + info.usable() + "; " + info.reason());
            try (CpuBackend backend = new CpuBackend(1)) {
                System.out.println(backend.description());
            }
        }
    }

    private record Outcome(int exitCode, String output, String errors) {}

    private Outcome run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Report.class.getName());
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "hangs");
        return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    @Test
    void vectorsThatAreTooNarrowAreLeftAlone() throws Exception {
        Outcome outcome = run(WITH[0], WITH[1], "-XX:MaxVectorSize=8");
        assertEquals(0, outcome.exitCode(), outcome.errors());
        if (!outcome.output().contains("128-bit")) {
            assertTrue(outcome.output().contains("plain loops"), outcome.output());
        }
    }

    private static String[] with(String kernels) {
        return new String[] {WITH[0], WITH[1], "-Dstylegan4j.cpu.kernels=" + kernels};
    }

    @Test
    void withoutTheModuleItIsPlainLoopsAndNotAWordOfComplaint() throws Exception {
        Outcome outcome = run();

        assertEquals(0, outcome.exitCode(), outcome.errors());
        assertTrue(outcome.output().contains("plain loops; true"), outcome.output());
        assertTrue(outcome.output().contains("faster with --add-modules"), outcome.output());
        assertEquals("", outcome.errors());
    }

    @Test
    void withTheModuleItIsVectors() throws Exception {
        Outcome outcome = run(WITH);

        assertEquals(0, outcome.exitCode(), outcome.errors());
        assertTrue(outcome.output().contains("-bit vectors; true"), outcome.output());
        assertFalse(outcome.output().contains("faster with"), outcome.output());
    }

    @Test
    void plainLoopsCanBeForced() throws Exception {
        Outcome outcome = run(with("loops"));

        assertEquals(0, outcome.exitCode(), outcome.errors());
        assertTrue(outcome.output().contains("plain loops"), outcome.output());
    }

    @Test
    void vectorsThatAreNotThereAreRefused() throws Exception {
        Outcome outcome = run("-Dstylegan4j.cpu.kernels=vector");

        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.output().contains("pure Java; false; "), outcome.output());
        assertTrue(outcome.errors().contains("Start it with --add-modules jdk.incubator.vector"));
    }

    @Test
    void otherValuesAreRefused() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> CpuKernelSet.named("fast"));

        assertEquals(
                "System property stylegan4j.cpu.kernels is 'fast'; it may be auto, loops, vector",
                e.getMessage());
    }
}
