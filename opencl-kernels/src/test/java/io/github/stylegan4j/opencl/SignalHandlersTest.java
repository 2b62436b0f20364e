package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The driver's compiler does not leave the JVM without its signal handlers. */
class SignalHandlersTest {
    @TempDir private Path folder;

    /** In a process without the library that the other tests are started with. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void areTheJvmsAgainAfterACompilation() throws Exception {
        TestDevice.find();
        Map<String, String> environment =
                Map.of("LD_PRELOAD", "", "POCL_CACHE_DIR", folder.toString());
        String said = ChildProcess.run(environment, List.of("-Xmx256m"), CompilingProgram.class);
        List<String> handlers =
                said.lines().map(String::strip).filter(l -> l.startsWith("SIGSEGV:")).toList();
        assertEquals(1, handlers.size(), said);
        assertTrue(handlers.get(0).contains("libjvm"), said);
    }

    /** Threads that compute are stopped again and again while programs are compiled. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void threadsMayStopWhileTheDriverCompiles() throws Exception {
        TestDevice.find();
        Map<String, String> environment = Map.of("POCL_CACHE_DIR", folder.toString());
        String said = ChildProcess.run(environment, List.of("-Xmx256m"), StoppingProgram.class);
        assertTrue(said.contains("10 programs"), said);
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        Path library = Files.createDirectories(folder.resolve("lib")).resolve("libjsig.so");
        Map<String, String> both =
                Map.of("POCL_SIGFPE_HANDLER", "0", "LD_PRELOAD", "/a.so:/other/jdk/libjsig.so");
        assertEquals(1, SignalHandlers.warnings(Map.of(), folder).size());
        Files.writeString(library, "");
        assertEquals(List.of(), SignalHandlers.warnings(both, folder));
        List<String> said = SignalHandlers.warnings(Map.of("LD_PRELOAD", "/a.so"), folder);
        assertEquals(2, said.size());
        assertTrue(said.get(0).contains("Set POCL_SIGFPE_HANDLER=0"), said.get(0));
        assertTrue(said.get(1).contains("Set LD_PRELOAD=" + library), said.get(1));
    }

    /** A kernel, and so a program, of its own. */
    private static void compile(Programs programs, int number) {
        programs.kernel(
                "limit.cl", "multiply_adds", DType.FLOAT32, "#define NUMBER " + number + "\n");
    }

    /** Compiles a program and prints what the JVM knows of the handlers. */
    static final class CompilingProgram {
        private CompilingProgram() {}

        public static void main(String[] args) throws Exception {
            try (Session session = new Session(TestDevice.find(), Variant.COARSE)) {
                compile(new Programs(session, null), 0);
            }
            Object said =
                    ManagementFactory.getPlatformMBeanServer()
                            .invoke(
                                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                    "vmInfo",
                                    null,
                                    null);
            System.out.println(said);
        }
    }

    /** Compiles programs beside threads that compute, and stops these. */
    static final class StoppingProgram {
        private static volatile double result;

        private StoppingProgram() {}

        public static void main(String[] args) throws InterruptedException {
            for (int i = 0; i < 8; i++) {
                Thread thread = new Thread(StoppingProgram::compute);
                thread.setDaemon(true);
                thread.start();
            }
            // Only machine code stops by failing, and loops become that after a while.
            Thread.sleep(1000);
            try (Session session = new Session(TestDevice.find(), Variant.COARSE)) {
                Programs programs = new Programs(session, null);
                for (int i = 0; i < 10; i++) {
                    compile(programs, i);
                    System.gc();
                }
            }
            System.out.println("10 programs");
        }

        private static void compute() {
            while (true) {
                double sum = 0;
                for (int i = 0; i < 1_000_000_000; i++) {
                    sum += Math.sqrt(i);
                }
                result = sum;
            }
        }
    }
}
