package io.github.stylegan4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import io.github.stylegan4j.train.RunDirectory;
import io.github.stylegan4j.training.DoomedRun.Moment;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that is killed without warning at twenty random moments, and resumed each time, ends with
 * the bytes of one that was left alone.
 *
 * <p>A third of the moments lies in the writing of networks and checkpoints, a sixth between the
 * steps of discriminator and generator, the rest anywhere: within steps and ticks, in a fade, in
 * starting and resuming. At most of them the process stands still until it is dead; at the others
 * it runs on until the signal arrives.
 */
@DisabledOnOs(OS.WINDOWS)
class KilledRunTest {
    private static final Logger LOG = LoggerFactory.getLogger(KilledRunTest.class);
    private static final long SEED = Long.getLong("tests.seed", 20260101);
    private static final int KILLS = Integer.getInteger("tests.kills", 20);
    private static final int TICKS = 25;

    /** A process that takes longer hangs. */
    private static final long MINUTES = 5;

    /** What says where and when a run ran. */
    private static final Set<String> OF_ONE_PROCESS =
            Set.of("config.json", "provenance.jsonl", "log.txt");

    private static final Pattern OF_THE_CLOCK =
            Pattern.compile(
                    ",?\"(time|tick_images|live_buffers|allocations|\\w*(second|bytes)\\w*)\":"
                            + "(\\{[^}]*}|\"[^\"]*\"|[^,}]*)");

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> endsAsIfLeftAlone() {
        LOG.info("-Dtests.seed={}", SEED);
        return Backends.devices().stream()
                .filter(d -> d.usable() && !d.id().equals("reference"))
                .map(DeviceInfo::id)
                .map(id -> DynamicTest.dynamicTest(id, () -> killAndResume(id)));
    }

    private void killAndResume(String device) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        Path home = Files.createDirectory(folder.resolve(device.replace(':', '-')));
        Path whole = home.resolve("whole");
        Map<Moment, Long> perTick = new EnumMap<>(Moment.class);
        String counts = new Child(home, device, whole, false, Moment.ANY, -1, true).ended();
        Matcher m = Pattern.compile("(\\w+)=(\\d+)").matcher(counts);
        while (m.find()) {
            perTick.put(Moment.valueOf(m.group(1)), Long.parseLong(m.group(2)) / TICKS);
        }
        assertEquals(Moment.values().length, perTick.size(), counts);

        Path run = home.resolve("run");
        List<String> moments = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            Moment kind = i % 3 == 1 ? Moment.WRITING : i % 6 == 2 ? Moment.BETWEEN : Moment.ANY;
            long number = 1 + random.nextLong(2 * perTick.get(kind));
            boolean waits = i % 4 != 3;
            new Child(home, device, run, hasBegun(run), kind, number, waits).killed();
            moments.add(kind + " " + number);
        }
        LOG.info("{}: killed at {}", device, moments);
        new Child(home, device, run, true, Moment.ANY, -1, true).ended();
        compare(whole, run);
    }

    private static boolean hasBegun(Path run) {
        return Files.exists(run.resolve("config.json"));
    }

    /**
     * Nothing is missing, nothing is left over, and what is there is the same: every kept
     * checkpoint and network, the best one, the grids, and all numbers that no clock was read for.
     */
    private static void compare(Path whole, Path run) throws IOException {
        List<String> names = names(whole);
        assertEquals(names, names(run));
        assertTrue(RunDirectory.existing(run).checkpoints().size() >= 3, names.toString());
        assertTrue(names.containsAll(List.of("best.json", "stats.jsonl")), names.toString());
        for (String name : names) {
            if (name.equals("stats.jsonl")) {
                List<String> expected = withoutClock(whole.resolve(name));
                assertEquals(TICKS, expected.size());
                assertEquals(expected, withoutClock(run.resolve(name)));
            } else if (!OF_ONE_PROCESS.contains(name)) {
                assertArrayEquals(
                        Files.readAllBytes(whole.resolve(name)),
                        Files.readAllBytes(run.resolve(name)),
                        name);
            }
        }
    }

    /** The lines without times, and without memory, which a process that resumes uses otherwise. */
    private static List<String> withoutClock(Path statistics) throws IOException {
        return Files.readAllLines(statistics).stream()
                .map(line -> OF_THE_CLOCK.matcher(line).replaceAll(""))
                .toList();
    }

    private static List<String> names(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> !name.startsWith("events.out"))
                    .sorted()
                    .toList();
        }
    }

    /** One process of a run. */
    private static final class Child {
        private final Path err;
        private final Process process;
        private final CompletableFuture<Process> inTime;

        Child(
                Path home,
                String device,
                Path run,
                boolean resume,
                Moment kind,
                long number,
                boolean waits)
                throws IOException {
            err = home.resolve("err");
            process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx256m",
                                    "-XX:TieredStopAtLevel=1",
                                    "-XX:+UseSerialGC",
                                    "-Djava.awt.headless=true",
                                    "-Dlogback.configurationFile=stylegan-cli-logback.xml",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    DoomedRun.class.getName(),
                                    device,
                                    run.toString(),
                                    resume ? "resume" : "begin",
                                    kind.name(),
                                    Long.toString(number),
                                    waits ? "wait" : "run")
                            .redirectError(err.toFile())
                            .start();
            inTime =
                    process.onExit()
                            .orTimeout(MINUTES, TimeUnit.MINUTES)
                            .whenComplete(
                                    (ended, late) -> {
                                        if (late != null) {
                                            process.destroyForcibly();
                                        }
                                    });
        }

        /** Kills it when it has come to its moment. */
        void killed() throws Exception {
            try (BufferedReader out = process.inputReader()) {
                String line = out.readLine();
                process.destroyForcibly().waitFor();
                assertEquals("here", line, said());
            }
            // Whatever was being written, nothing half is left under a checkpoint's name.
            assertFalse(said().contains("left out"), said());
        }

        /** Waits for its end. */
        String ended() throws Exception {
            try (BufferedReader out = process.inputReader()) {
                String line = out.readLine();
                assertEquals(0, process.waitFor(), said());
                assertFalse(said().contains("left out"), said());
                assertTrue(line != null, said());
                return line;
            }
        }

        private String said() throws IOException {
            String late = inTime.isCompletedExceptionally() ? "hung for minutes: " : "";
            return late + Files.readString(err);
        }
    }
}
