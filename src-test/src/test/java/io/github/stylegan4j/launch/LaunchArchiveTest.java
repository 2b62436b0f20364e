package io.github.stylegan4j.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The archive of classes that makes starts faster, and must never be in the way of one. */
@DisabledOnOs(OS.WINDOWS)
class LaunchArchiveTest extends LaunchScript {
    private static final String MADE = "echo classes >\"$archive\"; exit 0";

    @BeforeEach
    void build() throws IOException {
        fakeJava("17.0.15");
        markBuilt();
        archiving(MADE);
    }

    @Test
    void theFirstStartMakesItAndLaterOnesUseIt() throws Exception {
        Outcome first = run(Map.of(), "devices");
        Outcome second = run(Map.of(), "devices");

        assertEquals("stylegan: preparing faster starts with Java 17 (once) ...\n", first.errors());
        assertEquals("", second.errors());
        assertEquals(first.output(), second.output());
        assertFalse(first.output().contains("nobody"), first.output());
        Path archive = archives().get(0);
        List<String> called = second.output().lines().toList();
        assertTrue(called.contains("-XX:SharedArchiveFile=" + archive.toRealPath()));
        assertTrue(called.contains("-Xlog:cds*=off"), "nothing but the program may print");
        assertEquals(1, made());
        assertEquals(Set.of("app"), names(repository.resolve("target")));
    }

    @Test
    void whereNoneCanBeMadeNoneIsTriedAgain() throws Exception {
        for (String how :
                List.of(
                        "exit 1",
                        "exit 0",
                        MADE.replace("0", "1"),
                        "echo half >\"$archive.log\"; kill -KILL $$")) {
            archiving(how);

            for (int i = 0; i < 2; i++) {
                Outcome outcome = run(Map.of(), "devices");
                assertEquals(7, outcome.exitCode(), outcome.errors());
                assertFalse(outcome.output().contains("SharedArchiveFile"), outcome.output());
            }
            assertEquals(1, made());
            assertEquals(1, archives().size(), () -> "left behind");
            Files.delete(archives().get(0));
            Files.delete(folder.resolve("archived"));
        }
    }

    @Test
    void aJvmOfAnotherVersionOrPlaceGetsItsOwn() throws Exception {
        run(Map.of(), "devices");
        fakeJava("21.0.1");
        run(Map.of(), "devices");
        jdk = Files.createDirectories(folder.resolve("another jdk/bin")).getParent();
        fakeJava("21.0.1");
        Outcome third = run(Map.of(), "devices");

        assertEquals(7, third.exitCode(), third.errors());
        assertEquals(3, made());
        assertEquals(3, archives().size());
    }

    @Test
    void anUpdatedJdkInTheSamePlaceGetsANewOne() throws Exception {
        describe("17.0.15", "java.base");
        run(Map.of(), "devices");
        describe("17.0.16", "java.base");
        run(Map.of(), "devices");

        assertEquals(2, made());
    }

    @Test
    void aProgramThatWasMovedGetsANewOne() throws Exception {
        run(Map.of(), "devices");
        repository = Files.move(repository, folder.resolve("elsewhere"));

        Outcome outcome = run(Map.of(), "devices");

        assertEquals(7, outcome.exitCode(), outcome.errors());
        assertEquals(2, made());
        assertTrue(outcome.output().contains("elsewhere/target/app/" + ARCHIVE));
    }

    @Test
    void aNewProgramGetsANewOne() throws Exception {
        run(Map.of(), "devices");
        Files.delete(app().resolve("built"));
        fakeMaven("");

        assertEquals(7, run(Map.of(), "devices").exitCode());

        assertEquals(2, made());
        assertEquals(1, archives().size());
    }

    @Test
    void aFolderThatCannotBeWrittenToDoesWithout() throws Exception {
        Files.setPosixFilePermissions(app(), PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            Assumptions.assumeFalse(Files.isWritable(app()), "the super-user writes anywhere");
            Outcome outcome = run(Map.of(), "devices");

            assertEquals(7, outcome.exitCode());
            assertEquals("", outcome.errors());
            assertFalse(outcome.output().contains("SharedArchiveFile"), outcome.output());
        } finally {
            Files.setPosixFilePermissions(app(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** A JVM that maps a file whose end is missing may not live to tell. */
    @Test
    void oneWhoseEndIsMissingIsMadeAnew() throws Exception {
        run(Map.of(), "devices");
        Path archive = archives().get(0);
        Files.writeString(archive, "clas");

        Outcome outcome = run(Map.of(), "devices");

        assertEquals(7, outcome.exitCode(), outcome.errors());
        assertEquals(2, made());
        assertEquals(List.of(archive), archives());
        assertEquals("classes\n", Files.readString(archive));
    }

    @Test
    void twoStartsAtATimeMakeOne() throws Exception {
        archiving("sleep 1\n" + MADE);
        Path script = repository.resolve("stylegan");

        Process one = start(script, folder.resolve("first"), Map.of());
        Process two = start(script, folder.resolve("second"), Map.of());
        Outcome first = outcome(one, folder.resolve("first"));
        Outcome second = outcome(two, folder.resolve("second"));

        assertEquals(List.of(7, 7), List.of(first.exitCode(), second.exitCode()));
        assertEquals(1, made());
        assertTrue(
                (first.output() + second.output()).contains("SharedArchiveFile"),
                "one makes it, the other does not wait");
        assertEquals(1, archives().size());
    }

    @Test
    void aLockOfABuildIsNotWaitedFor() throws Exception {
        Files.createDirectories(repository.resolve("target/build.lock"));
        Files.writeString(
                repository.resolve("target/build.lock/pid"),
                String.valueOf(ProcessHandle.current().pid()));

        assertTrue(run(Map.of(), "devices").output().contains("SharedArchiveFile"));
    }

    @Test
    void noFolderToMakeItInOnlyMeansASlowerStart() throws Exception {
        run(Map.of(), "devices");
        String made = archives().get(0).getFileName().toString();
        Files.delete(archives().get(0));
        String making = made.substring(0, made.indexOf('.')) + ".making";
        Files.writeString(app().resolve(making), "a file");

        Outcome outcome = run(Map.of(), "devices");

        assertEquals(7, outcome.exitCode(), outcome.errors());
        assertEquals("", outcome.errors());
        assertFalse(outcome.output().contains("SharedArchiveFile"), outcome.output());
    }

    @Test
    void oneThatCouldNotBeMadeIsTriedAgainAfterADay() throws Exception {
        archiving("exit 1");
        Outcome first = run(Map.of(), "devices");
        assertTrue(first.errors().contains("no archive for faster starts"), first.errors());
        archiving(MADE);
        assertEquals("", run(Map.of(), "devices").errors());
        assertEquals(1, made());
        Files.setLastModifiedTime(
                archives().get(0), FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        assertTrue(run(Map.of(), "devices").output().contains("SharedArchiveFile"));

        assertEquals(2, made());
    }

    @Test
    void whatAnEndedStartLeftIsTakenAway() throws Exception {
        archiving("echo half >\"$archive\"; kill -TERM $PPID; exit 1");
        assertEquals(143, run(Map.of(), "devices").exitCode());
        assertEquals(List.of(), archives());
        assertEquals(Set.of("app"), names(repository.resolve("target")));

        archiving("echo half >\"$archive\"; kill -KILL $PPID; exit 1");
        assertEquals(137, run(Map.of(), "devices").exitCode());
        Path left = archives().get(0);
        assertTrue(Files.isDirectory(left), left.toString());

        archiving(MADE);
        Outcome beside = run(Map.of(), "devices");
        assertEquals(7, beside.exitCode());
        assertFalse(beside.output().contains("SharedArchiveFile"), beside.output());
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
        assertEquals(7, run(Map.of(), "devices").exitCode());
        assertEquals(1, archives().size());
        assertTrue(Files.readString(archives().get(0)).contains("classes"));
    }

    /** How often one was made. */
    private int made() throws IOException {
        return Files.readAllLines(folder.resolve("archived")).size();
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(app())) {
            return files.filter(f -> f.getFileName().toString().startsWith(ARCHIVE)).toList();
        }
    }
}
