package io.github.stylegan4j.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How the launch script finds a JVM and builds the program, and what it calls. */
@DisabledOnOs(OS.WINDOWS)
class LaunchScriptTest extends LaunchScript {
    private static final String HUGE_PAGES = "-XX:+UseTransparentHugePages";
    private static final String COLLECTOR = "-XX:+UseParallelGC";

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
        run(Map.of());

        Outcome outcome = run(Map.of("STYLEGAN_JAVA_OPTS", "-Xmx1g -ea"), "train", "--data", "a b");

        assertEquals(7, outcome.exitCode());
        String app = app().toRealPath().toString();
        assertEquals(
                List.of(
                        "sigfpe 0",
                        "malloc glibc.malloc.hugetlb=1",
                        "preloaded ",
                        "-Djava.awt.headless=true",
                        COLLECTOR,
                        "-XX:Tier3MinInvocationThreshold=20",
                        "-XX:Tier4MinInvocationThreshold=100",
                        "-XX:Tier4BackEdgeThreshold=400000",
                        "-Xmx1g",
                        "-ea",
                        "-cp",
                        app + "/a.jar:" + app + "/" + JAR,
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

    /** Starting a JVM takes a tenth of a second or more, and the file says the same. */
    @Test
    void asksNoJavaWhatItsFileTells() throws Exception {
        fakeJava("11");
        describe("17.0.15", "java.base jdk.incubator.vector");
        markBuilt();
        Path link = Files.createDirectories(folder.resolve("links/bin")).resolve("java");
        Files.createSymbolicLink(link, Path.of("../../jdk/bin/java"));
        Files.createSymbolicLink(path.resolve("readlink"), Path.of("/usr/bin/readlink"));

        for (Path home : List.of(jdk, folder.resolve("links"))) {
            Outcome outcome = run(Map.of("JAVA_HOME", home.toString()), "devices");

            assertEquals(7, outcome.exitCode(), outcome.errors());
            assertTrue(outcome.output().contains("--add-modules\njdk.incubator.vector\n"));
            assertFalse(Files.exists(folder.resolve("asked")));
        }
    }

    @Test
    void asksJavaWhatItsFileDoesNotTell() throws Exception {
        fakeJava("17.0.15", "jdk.incubator.vector@17.0.15");
        markBuilt();
        Files.createDirectories(jdk.resolve("lib"));
        for (String told : List.of("", "JAVA_VERSION=\"25\"\n", "MODULES=\"java.base\"\n")) {
            Files.writeString(jdk.resolve("release"), told);

            String called = run(Map.of(), "devices").output();

            assertTrue(called.contains("jdk.incubator.vector"), called);
            assertFalse(called.contains("--enable-native-access"), called);
            Files.delete(folder.resolve("asked"));
        }
    }

    @Test
    void refusesAnOldJavaByItsFile() throws Exception {
        fakeJava("17");
        describe("1.8.0_292", "java.base");

        assertRefused(run(Map.of()), "is Java 1 (1 means 8 or older), but Java 17");
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

    @Test
    void twoStartsAtATimeBuildOnce() throws Exception {
        fakeJava("17");
        fakeMaven("sleep 1");
        Path script = repository.resolve("stylegan");

        Process first = start(script, folder.resolve("first"), Map.of());
        Process second = start(script, folder.resolve("second"), Map.of());
        Outcome one = outcome(first, folder.resolve("first"));
        Outcome two = outcome(second, folder.resolve("second"));

        assertEquals(List.of(7, 7), List.of(one.exitCode(), two.exitCode()), one + "\n" + two);
        assertEquals(List.of("built"), Files.readAllLines(folder.resolve("builds")));
        assertEquals(Set.of("app"), names(repository.resolve("target")));
        assertEquals(Set.of("built", "a.jar", JAR), names(app()));
    }

    @Test
    void aBuildThatIsEndedLeavesTheProgramAsItWas() throws Exception {
        fakeJava("17");
        markBuilt();
        Path source = Files.writeString(repository.resolve("module/src/main/A.java"), "");
        Files.setLastModifiedTime(source, FileTime.fromMillis(4_000_000_000_000L));
        fakeMaven("kill -TERM $PPID");

        assertEquals(143, run(Map.of()).exitCode());
        assertEquals(Set.of("app"), names(repository.resolve("target")));

        fakeMaven("exit 1");
        assertRefused(run(Map.of()), "the build failed");
        assertEquals(Set.of("app"), names(repository.resolve("target")));
        assertEquals(Set.of("built", "a.jar", JAR), names(app()));
    }

    @Test
    void whatAKilledBuildLeftIsTakenAway() throws Exception {
        fakeJava("17");
        fakeMaven("");
        Process gone = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
        assertTrue(gone.waitFor(30, TimeUnit.SECONDS));
        lock(String.valueOf(gone.pid()));
        Files.createDirectories(repository.resolve("target/app." + gone.pid()));

        assertEquals(7, run(Map.of()).exitCode());

        assertEquals(Set.of("app"), names(repository.resolve("target")));
    }

    @Test
    void aBuildThatIsUnderWayIsWaitedFor() throws Exception {
        fakeJava("17");
        fakeMaven("");
        String me = String.valueOf(ProcessHandle.current().pid());
        Path lock = lock(me);
        Path record = folder.resolve("waiting");

        Process process = start(repository.resolve("stylegan"), record, Map.of());
        Path errors = printed(record, "errors");
        for (int i = 0; i < 1500 && process.isAlive(); i++) {
            if (Files.readString(errors).contains("waiting for process " + me)) {
                break;
            }
            Thread.sleep(20);
        }
        assertFalse(Files.exists(folder.resolve("builds")), "built beside another");
        Files.delete(lock.resolve("pid"));
        Files.delete(lock);

        assertEquals(7, outcome(process, record).exitCode());
        assertEquals(List.of("built"), Files.readAllLines(folder.resolve("builds")));
    }

    /** A container that is started again gives its processes the numbers they had. */
    @Test
    void aLockWithTheNumberOfWhoAsksIsAbandoned() throws Exception {
        fakeJava("17");
        fakeMaven("");
        Path pid = lock("0").resolve("pid");
        Path script =
                Files.writeString(
                        folder.resolve("same number"),
                        "echo $$ >'%s'\nexec /bin/sh '%s'\n"
                                .formatted(pid, repository.resolve("stylegan")));

        Outcome outcome = run(script, Map.of());

        assertEquals(7, outcome.exitCode(), outcome.errors());
        assertEquals(List.of("built"), Files.readAllLines(folder.resolve("builds")));
    }

    private Path lock(String owner) throws IOException {
        Path lock = Files.createDirectories(repository.resolve("target/build.lock"));
        Files.writeString(lock.resolve("pid"), owner + "\n");
        return lock;
    }

    private static void assertRefused(Outcome outcome, String message) {
        assertEquals(1, outcome.exitCode(), outcome.errors());
        assertEquals("", outcome.output());
        assertTrue(outcome.errors().startsWith("stylegan: "), outcome.errors());
        assertTrue(outcome.errors().contains(message), outcome.errors());
    }
}
