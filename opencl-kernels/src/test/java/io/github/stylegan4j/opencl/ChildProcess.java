package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a program of the tests in a process of its own, where drivers have not been asked yet. */
final class ChildProcess {
    private ChildProcess() {}

    /** What it says on both streams; it must end with exit code 0. */
    static String run(
            Map<String, String> environment, List<String> options, Class<?> program, String... args)
            throws IOException, InterruptedException {
        return run(List.of(), environment, options, program, args);
    }

    /** The same behind a command that starts it, such as a shell that sets limits. */
    static String run(
            List<String> before,
            Map<String, String> environment,
            List<String> options,
            Class<?> program,
            String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
