package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes as the launch script makes and uses it, with this JVM. */
class StartupMainTest {
    private static final String QUIET = "-Xlog:cds*=off";

    @TempDir Path temp;

    @Test
    void itTrainsLoadsAndLeavesNothing() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("a folder"));

        String output = java(List.of("-Djava.io.tmpdir=" + folder), StartupMain.class);

        assertTrue(output.contains("complete after "), output);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    left.filter(f -> f.getFileName().toString().startsWith("stylegan4j-start"))
                            .toList());
        }
    }

    @Test
    void anArchiveThatIsNoneIsPassedOverInSilence() throws Exception {
        Path archive = temp.resolve("classes a.jsa");
        String plain = java(List.of(), Main.class, "--version");
        for (String content : List.of("", "no archive", "x".repeat(100_000))) {
            Files.writeString(archive, content);

            assertEquals(
                    plain,
                    java(
                            List.of("-XX:SharedArchiveFile=" + archive, QUIET),
                            Main.class,
                            "--version"));
        }
        Files.delete(archive);
        assertEquals(
                plain,
                java(List.of("-XX:SharedArchiveFile=" + archive, QUIET), Main.class, "--version"));
    }

    /** Runs a program in a JVM of its own; what it printed, errors too. */
    private String java(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Path output = temp.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it hangs");
        String printed = Files.readString(output);
        assertEquals(0, process.exitValue(), printed);
        return printed;
    }
}
