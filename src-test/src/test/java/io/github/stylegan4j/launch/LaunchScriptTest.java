package io.github.stylegan4j.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launch script, run in a repository of its own: with a java that only reports how it was
 * called, and a PATH that holds the tools the script may use but no Maven.
 */
@DisabledOnOs(OS.WINDOWS)
class LaunchScriptTest {
    private static final String HUGE_PAGES = "-XX:+UseTransparentHugePages";
    private static final String COLLECTOR = "-XX:+UseParallelGC";

    private static final List<String> TOOLS =
            List.of("cat", "cp", "dirname", "find", "head", "mkdir", "mv", "rm", "sed", "touch");

    @TempDir Path folder;

    private Path repository;
    private Path path;
    private Path jdk;

    private record Outcome(int exitCode, String output, String errors) {}

    @BeforeEach
    void layOutRepository() throws IOException {
        repository = Files.createDirectories(folder.resolve("a repository"));
        Files.copy(Path.of("../stylegan"), repository.resolve("stylegan"));
        Files.createDirectories(repository.resolve("module/src/main"));
        Files.createDirectories(repository.resolve("data"));
        Files.writeString(repository.resolve("pom.xml"), "");
        Files.writeString(repository.resolve("module/pom.xml"), "");

        path = Files.createDirectories(folder.resolve("bin"));
        for (String tool : TOOLS) {
            Path real = Path.of("/usr/bin", tool);
            Files.createSymbolicLink(
                    path.resolve(tool), Files.exists(real) ? real : Path.of("/bin", tool));
        }
        jdk = folder.resolve("jdk");
        Files.createDirectories(jdk.resolve("bin"));
    }

    @Test
    void namesTheFolderThatIsNoJdk() throws Exception {
        Outcome outcome = run(Map.of("JAVA_HOME", "/nowhere"));

        assertRefused(outcome, "JAVA_HOME is /nowhere, which has no bin/java");
    }

    @Test
    void asksForJava() throws Exception {
        assertRefused(run(Map.of("JAVA_HOME", "")), "no java found. Install a JDK 17 or newer");
    }

    @Test
    void refusesAnOldJava() throws Exception {
        fakeJava("11.0.2");

        assertRefused(run(Map.of()), "is Java 11 (1 means 8 or older), but Java 17");
    }

    @Test
    void asksForMavenWhenNothingIsBuilt() throws Exception {
        fakeJava("17.0.15");

        assertRefused(run(Map.of()), "no mvn found. Install Maven 3.8 or newer");
    }

    @Test
    void passesArgumentsEnvironmentAndExitCode() throws Exception {
        fakeJava("17.0.15");
        markBuilt();

        Outcome outcome = run(Map.of("STYLEGAN_JAVA_OPTS", "-Xmx1g -ea"), "train", "--data", "a b");

        assertEquals(7, outcome.exitCode());
        String app = repository.toRealPath().resolve("target/app").toString();
        assertEquals(
                List.of(
                        "sigfpe 0",
                        "malloc glibc.malloc.hugetlb=1",
                        "preloaded ",
                        "-Djava.awt.headless=true",
                        COLLECTOR,
                        "-Xmx1g",
                        "-ea",
                        "-cp",
                        app + "/*",
                        "io.github.stylegan4j.train.cli.Main",
                        "train",
                        "--data",
                        "a b"),
                outcome.output().lines().filter(l -> !l.equals(HUGE_PAGES)).toList());
        assertEquals("", outcome.errors());
    }

    @Test
    void leavesTheCollectorToWhoeverNamesOne() throws Exception {
        fakeJava("17.0.15");
        markBuilt();

        Outcome outcome = run(Map.of("STYLEGAN_JAVA_OPTS", "-Xmx1g -XX:+UseZGC"), "devices");

        List<String> called = outcome.output().lines().toList();
        assertTrue(called.contains("-XX:+UseZGC"), () -> String.valueOf(called));
        assertTrue(!called.contains(COLLECTOR), () -> String.valueOf(called));
    }

    @Test
    void keepsTheSignalHandlersOfTheJvm() throws Exception {
        fakeJava("17.0.15");
        markBuilt();
        Path library = Files.createDirectories(jdk.resolve("lib")).resolve("libjsig.so");
        Files.writeString(library, "");

        assertTrue(run(Map.of(), "devices").output().contains("preloaded " + library + "\n"));
        assertTrue(
                run(Map.of("LD_PRELOAD", "/no/malloc.so"), "devices")
                        .output()
                        .contains("preloaded " + library + ":/no/malloc.so\n"));
    }

    @Test
    void preloadsNothingFromAFolderThatTheSystemWouldSplit() throws Exception {
        jdk = folder.resolve("a jdk");
        Files.createDirectories(jdk.resolve("bin"));
        fakeJava("17.0.15");
        markBuilt();
        Files.writeString(Files.createDirectories(jdk.resolve("lib")).resolve("libjsig.so"), "");

        assertTrue(run(Map.of(), "devices").output().contains("preloaded \n"));
    }

    @Test
    void allowsNativeAccessWhereTheJvmAsksForIt() throws Exception {
        fakeJava("25");
        markBuilt();

        String called = run(Map.of(), "devices").output();

        assertTrue(called.contains("--enable-native-access=ALL-UNNAMED"), called);
    }

    @Test
    void asksForHugePagesWhereTheSystemWantsToBeAsked() throws Exception {
        fakeJava("17");
        markBuilt();
        Path setting = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        boolean wanted =
                Files.isReadable(setting) && Files.readString(setting).contains("[madvise]");

        List<String> called = run(Map.of(), "devices").output().lines().toList();

        assertEquals(wanted, called.contains(HUGE_PAGES), () -> String.valueOf(called));
    }

    @Test
    void asksForVectorsWhereTheJdkHasThem() throws Exception {
        fakeJava("17", "java.base@17.0.15", "jdk.incubator.vector@17.0.15");
        markBuilt();

        List<String> called = run(Map.of(), "devices").output().lines().toList();

        int at = called.indexOf("--add-modules");
        assertTrue(at >= 0, () -> String.valueOf(called));
        assertEquals("jdk.incubator.vector", called.get(at + 1));
    }

    @Test
    void runsFromAnywhereThroughALink() throws Exception {
        fakeJava("21.0.1");
        markBuilt();
        Files.createSymbolicLink(path.resolve("readlink"), Path.of("/usr/bin/readlink"));
        Path link =
                Files.createSymbolicLink(folder.resolve("link"), Path.of("a repository/stylegan"));

        Outcome outcome = run(link, Map.of());

        assertEquals(7, outcome.exitCode(), outcome.errors());
    }

    @Test
    void saysThatItRunsAnOldProgramWhenItCannotBuild() throws Exception {
        fakeJava("17");
        markBuilt();
        Path source = Files.writeString(repository.resolve("module/src/main/A.java"), "");
        Files.setLastModifiedTime(source, FileTime.fromMillis(4_000_000_000_000L));

        Outcome outcome = run(Map.of());

        assertEquals(7, outcome.exitCode());
        assertTrue(outcome.errors().contains("running the old one"), outcome.errors());
    }

    private static void assertRefused(Outcome outcome, String message) {
        assertEquals(1, outcome.exitCode(), outcome.errors());
        assertEquals("", outcome.output());
        assertTrue(outcome.errors().startsWith("stylegan: "), outcome.errors());
        assertTrue(outcome.errors().contains(message), outcome.errors());
    }

    private void fakeJava(String version, String... modules) throws IOException {
        Path java = jdk.resolve("bin/java");
        Files.writeString(
                java,
                """
                #!/bin/sh
                if [ "$1" = -XshowSettings:properties ]; then
                    echo '    java.home = %s' >&2
                    echo 'openjdk version "%s" 2025-01-01' >&2
                    exit 0
                fi
                if [ "$1" = --list-modules ]; then
                    echo '%s'
                    exit 0
                fi
                echo "sigfpe $POCL_SIGFPE_HANDLER"
                echo "malloc $GLIBC_TUNABLES"
                echo "preloaded $LD_PRELOAD"
                for argument in "$@"; do echo "$argument"; done
                exit 7
                """
                        .formatted(jdk, version, String.join("\n", modules)));
        assertTrue(java.toFile().setExecutable(true));
    }

    private void markBuilt() throws IOException {
        Path app = Files.createDirectories(repository.resolve("target/app"));
        Files.writeString(app.resolve("built"), "");
    }

    private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
        return run(repository.resolve("stylegan"), environment, arguments);
    }

    private Outcome run(Path script, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", path.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        Process process =
                builder.directory(folder.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the script hangs");
        return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
    }
}
