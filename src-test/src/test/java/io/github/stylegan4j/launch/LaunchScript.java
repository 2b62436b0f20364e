package io.github.stylegan4j.launch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launch script, run in a repository of its own: with a java that only reports how it was
 * called, and a PATH that holds the tools the script may use but no Maven.
 */
abstract class LaunchScript {
    static final String JAR = "stylegan4j-stylegan-train-1.jar";

    /** What the names of archives of classes begin with. */
    static final String ARCHIVE = "classes-";

    private static final List<String> TOOLS =
            List.of(
                    "cat", "cksum", "cp", "dirname", "find", "head", "mkdir", "mv", "rm", "sed",
                    "sleep", "touch", "wc");

    @TempDir Path folder;

    Path repository;
    Path path;
    Path jdk;

    record Outcome(int exitCode, String output, String errors) {}

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

    /** What a folder holds, but for archives of classes. */
    static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(ARCHIVE))
                    .collect(Collectors.toSet());
        }
    }

    /** A Maven that notes that it builds, does something, and makes the jars. */
    void fakeMaven(String meanwhile) throws IOException {
        Path mvn = path.resolve("mvn");
        Files.writeString(
                mvn,
                """
                #!/bin/sh
                echo built >>'%1$s'
                %2$s
                mkdir -p '%3$s/lib'
                touch '%3$s/lib/a.jar' '%3$s/%4$s'
                """
                        .formatted(
                                folder.resolve("builds"),
                                meanwhile,
                                repository.resolve("stylegan-train/target"),
                                JAR));
        assertTrue(mvn.toFile().setExecutable(true));
    }

    void fakeJava(String version, String... modules) throws IOException {
        Path java = jdk.resolve("bin/java");
        Files.writeString(
                java,
                """
                #!/bin/sh
                if [ "$1" = -XshowSettings:properties ]; then
                    echo settings >>'%5$s'
                    echo '    java.home = %1$s' >&2
                    echo 'openjdk version "%2$s" 2025-01-01' >&2
                    exit 0
                fi
                if [ "$1" = --list-modules ]; then
                    echo modules >>'%5$s'
                    echo '%3$s'
                    exit 0
                fi
                for argument in "$@"; do
                    case $argument in
                        -XX:ArchiveClassesAtExit=*) archive=${argument#*=} ;;
                        *.StartupMain)
                            echo archived >>'%4$s'
                            echo 'nobody reads this'
                            if [ -f '%4$s.how' ]; then . '%4$s.how'; fi
                            exit 1
                            ;;
                    esac
                done
                echo "sigfpe $POCL_SIGFPE_HANDLER"
                echo "malloc $GLIBC_TUNABLES"
                echo "preloaded $LD_PRELOAD"
                for argument in "$@"; do echo "$argument"; done
                exit 7
                """
                        .formatted(
                                jdk,
                                version,
                                String.join("\n", modules),
                                folder.resolve("archived"),
                                folder.resolve("asked")));
        assertTrue(java.toFile().setExecutable(true));
    }

    /** The file in which a JDK tells what it is. */
    void describe(String version, String modules) throws IOException {
        Files.createDirectories(jdk.resolve("lib"));
        Files.writeString(
                jdk.resolve("release"),
                "JAVA_VERSION=\"%s\"\nJAVA_RUNTIME_VERSION=\"%s+1\"\nMODULES=\"%s\""
                        .formatted(version, version, modules));
    }

    /** What java does to make an archive: lines of a shell, which know its name. */
    void archiving(String lines) throws IOException {
        Files.writeString(folder.resolve("archived.how"), lines + "\n");
    }

    void markBuilt() throws IOException {
        Files.createDirectories(app());
        Files.writeString(app().resolve("built"), "");
        Files.writeString(app().resolve("a.jar"), "");
        Files.writeString(app().resolve(JAR), "");
    }

    Path app() {
        return repository.resolve("target/app");
    }

    Outcome run(Map<String, String> environment, String... arguments) throws Exception {
        return run(repository.resolve("stylegan"), environment, arguments);
    }

    Outcome run(Path script, Map<String, String> environment, String... arguments)
            throws Exception {
        Path record = folder.resolve("record");
        return outcome(start(script, record, environment, arguments), record);
    }

    /**
     * Starts the script.
     *
     * @param record what the names of the files begin with that take what it prints
     */
    Process start(Path script, Path record, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", path.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        return builder.directory(folder.toFile())
                .redirectOutput(printed(record, "output").toFile())
                .redirectError(printed(record, "errors").toFile())
                .start();
    }

    static Path printed(Path record, String stream) {
        return record.resolveSibling(record.getFileName() + "." + stream);
    }

    static Outcome outcome(Process process, Path record) throws Exception {
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the script hangs");
        return new Outcome(
                process.exitValue(),
                Files.readString(printed(record, "output")),
                Files.readString(printed(record, "errors")));
    }
}
