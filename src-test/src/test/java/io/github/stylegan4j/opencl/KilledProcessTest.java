package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.train.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that end without warning harm neither the cache of compiled programs nor the
 * checkpoints. The first test fills the cache that the others start from.
 */
@DisabledOnOs({OS.WINDOWS, OS.MAC})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledProcessTest {
    private static final String TOTAL = "0.032";
    private static final String PROGRAM = "[0-9a-f]{64}";

    @TempDir static Path folder;
    private static Path programs;
    private static byte[] expected;

    @BeforeAll
    static void aDeviceIsNeeded() {
        FailingDevice.open(folder.resolve("unused")).backend().close();
        programs = folder.resolve("cache/opencl");
    }

    /**
     * The driver's cache of machine code lies in the same folder, and starts empty as well; ours is
     * used even if the driver could do without it.
     */
    private static TrainingProcess start(String name, Path cache, List<String> args)
            throws IOException {
        Map<String, String> environment =
                Map.of(
                        "STYLEGAN4J_CACHE", cache.toString(),
                        "JDK_JAVA_OPTIONS", "-Dstylegan4j.opencl.binaries=keep",
                        "POCL_CACHE_DIR", folder.resolve("cache/pocl").toString());
        return new TrainingProcess(folder.resolve(name), environment, "", args);
    }

    private static TrainingProcess train(String name, Path cache, String totalKimg)
            throws IOException {
        List<String> args =
                TrainingProcess.training("opencl", folder.resolve(name).resolve("run"), totalKimg);
        return start(name, cache, args);
    }

    private static Path newest(String name) {
        return RunDirectory.existing(folder.resolve(name).resolve("run")).checkpoints().get(0);
    }

    private static byte[] checkpoint(String name) throws IOException {
        return Files.readAllBytes(newest(name));
    }

    private static List<Path> files(String pattern) throws IOException {
        if (!Files.isDirectory(programs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(programs)) {
            return files.filter(f -> f.getFileName().toString().matches(pattern)).toList();
        }
    }

    @Test
    @Order(1)
    void killedWhileItCompilesAndWritesTheCache() throws Exception {
        Path cache = folder.resolve("cache");
        train("first", cache, TOTAL)
                .killOnce(() -> files(".*\\.part").size() > 0 || files(PROGRAM).size() > 2);
        for (int programsDone : new int[] {5, 15}) {
            train("kill " + programsDone, cache, TOTAL)
                    .killOnce(() -> files(PROGRAM).size() >= programsDone);
        }
        TrainingProcess last = train("survivor", cache, TOTAL);
        assertEquals(0, last.exitCode(), last.err());
        expected = checkpoint("survivor");

        TrainingProcess clean = train("clean", folder.resolve("clean cache"), TOTAL);
        assertEquals(0, clean.exitCode(), clean.err());
        assertArrayEquals(checkpoint("clean"), expected);
    }

    @Test
    @Order(2)
    void killedWhileItTrains() throws Exception {
        Path cache = folder.resolve("cache");
        TrainingProcess killed = train("killed", cache, "1000");
        killed.killOnce(() -> killed.err().contains("tick 3 "));
        Path run = folder.resolve("killed/run");
        String images = Safetensors.read(newest("killed")).metadata().get("images");
        String total = String.valueOf((Long.parseLong(images) + 32) / 1000.0);
        TrainingProcess resumed =
                start(
                        "resumed",
                        cache,
                        List.of("train", "--resume", run.toString(), "--total-kimg", total));
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertTrue(resumed.err().contains("resumed at " + images + " images"), resumed.err());

        TrainingProcess whole = train("whole", cache, total);
        assertEquals(0, whole.exitCode(), whole.err());
        assertArrayEquals(checkpoint("whole"), checkpoint("killed"));
    }

    @Test
    @Order(3)
    void twoProcessesFillOneCache() throws Exception {
        Path cache = folder.resolve("shared cache");
        TrainingProcess one = train("one", cache, TOTAL);
        TrainingProcess two = train("two", cache, TOTAL);
        assertEquals(0, one.exitCode(), one.err());
        assertEquals(0, two.exitCode(), two.err());
        assertArrayEquals(expected, checkpoint("one"));
        assertArrayEquals(expected, checkpoint("two"));
        try (Stream<Path> files = Files.list(cache.resolve("opencl"))) {
            assertTrue(files.noneMatch(f -> f.toString().endsWith(".part")), "unfinished files");
        }
    }

    @Test
    @Order(4)
    void aCacheThatCannotBeWrittenToOnlyCostsTime() throws Exception {
        Path file = Files.writeString(folder.resolve("a file"), "in the way");
        TrainingProcess process = train("no cache", file, TOTAL);
        assertEquals(0, process.exitCode(), process.err());
        assertArrayEquals(expected, checkpoint("no cache"));
        // Once while memory is planned, once in the run: each opens the device.
        assertEquals(2, process.err().lines().filter(l -> l.contains("not kept")).count());
    }

    @Test
    @Order(5)
    void whatOthersWroteIntoTheCacheIsCompiledAnew() throws Exception {
        List<Path> all = files(PROGRAM);
        for (int i = 0; i < all.size(); i++) {
            byte[] bytes = Files.readAllBytes(all.get(i));
            switch (i % 3) {
                case 0 -> bytes = Arrays.copyOf(bytes, bytes.length / 2);
                case 1 -> bytes[bytes.length / 2] ^= 1;
                default -> bytes = Files.readAllBytes(all.get(i - 1));
            }
            Files.write(all.get(i), bytes);
        }
        TrainingProcess process = train("damaged", folder.resolve("cache"), TOTAL);
        assertEquals(0, process.exitCode(), process.err());
        assertArrayEquals(expected, checkpoint("damaged"));
    }
}
