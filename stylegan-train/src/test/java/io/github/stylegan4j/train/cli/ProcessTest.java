package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stylegan4j.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: its streams, its exit code, signals, and limits of the system. */
@DisabledOnOs(OS.WINDOWS)
class ProcessTest {
    /** What a shell reports for a process that the signal TERM ended; Ctrl-C gives 130. */
    private static final int TERMINATED = 143;

    private static final long PATIENCE_SECONDS = 120;

    @TempDir Path temp;

    /** Starts the program; a limit is that of a file's size in blocks of 512 bytes, 0 for none. */
    private Process start(int limit, List<String> args) throws IOException {
        List<String> command = new ArrayList<>();
        if (limit > 0) {
            command.addAll(List.of("/bin/sh", "-c", "ulimit -f " + limit + "; exec \"$@\"", "sh"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:-UsePerfData", "-Djava.awt.headless=true"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(args);
        return new ProcessBuilder(command)
                .redirectOutput(temp.resolve("out").toFile())
                .redirectError(temp.resolve("err").toFile())
                .start();
    }

    private static List<String> training(Path run, String totalKimg) {
        List<String> args = new ArrayList<>(List.of("train", "--run-dir", run.toString()));
        args.addAll(Arrays.asList(CommandLineTest.TINY));
        args.set(args.indexOf("--total-kimg") + 1, totalKimg);
        return args;
    }

    private int exitCode(Process process) throws Exception {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("The process did not end: " + err());
        }
        return process.exitValue();
    }

    private String out() throws IOException {
        return Files.readString(temp.resolve("out"));
    }

    private String err() throws IOException {
        return Files.readString(temp.resolve("err"));
    }

    private void waitForAFirstTick(Process process) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!err().contains("tick 1 ")) {
            assertTrue(process.isAlive() && System.nanoTime() < end, err());
            Thread.sleep(20);
        }
    }

    @Test
    void resultsAndMessagesTakeTheirOwnStreams() throws Exception {
        Path run = temp.resolve("run");
        assertEquals(0, exitCode(start(0, training(run, "0.064"))), err());
        assertEquals(run.resolve("network-snapshot-000000.safetensors"), Path.of(out().strip()));
        assertTrue(err().contains("tick 1 ") && err().contains("complete after"), err());

        assertEquals(0, exitCode(start(0, List.of("info", "--resolution", "8", "--json"))));
        new ObjectMapper().readTree(out());
        assertEquals("", err());
    }

    @Test
    void anInterruptedRunEndsWithACheckpoint() throws Exception {
        Path run = temp.resolve("run");
        Process process = start(0, training(run, "100000"));
        waitForAFirstTick(process);
        process.destroy();
        assertEquals(TERMINATED, exitCode(process), err());
        assertTrue(err().contains("ending after the steps in progress"), err());
        assertTrue(err().contains("stopped after"), err());
        assertTrue(Files.isRegularFile(Path.of(out().strip())), out());
        try (Stream<Path> files = Files.list(run)) {
            Path newest =
                    files.filter(f -> f.getFileName().toString().startsWith("checkpoint-"))
                            .max(Path::compareTo)
                            .orElseThrow();
            String images = Safetensors.read(newest).metadata().get("images");
            assertTrue(err().contains("stopped after " + Long.parseLong(images) / 1000.0), err());
        }
    }

    /** The message is not lost with the process. */
    @Test
    void aRunThatFailsAsItIsInterruptedSaysSo() throws Exception {
        Path run = temp.resolve("run");
        Process process = start(0, training(run, "100000"));
        waitForAFirstTick(process);
        Files.move(run, temp.resolve("moved"));
        process.destroy();
        int code = exitCode(process);
        assertTrue(code == TERMINATED || code == 1, "exit code " + code);
        assertTrue(err().contains("stylegan: The run cannot write "), err());
        assertFalse(err().contains("\tat "), err());
    }

    @Test
    void aCheckpointThatDoesNotFitOnTheDiskLeavesTheOldOneAsItIs() throws Exception {
        Path run = temp.resolve("run");
        assertEquals(0, exitCode(start(0, training(run, "0.064"))), err());
        Path checkpoint = run.resolve("checkpoint-000000.safetensors");
        byte[] before = Files.readAllBytes(checkpoint);
        List<String> resume = List.of("train", "--resume", run.toString(), "--total-kimg", "0.128");
        assertEquals(1, exitCode(start(before.length / 2 / 512, resume)), err());
        assertEquals("", out());
        assertTrue(err().contains("The run cannot write " + checkpoint), err());
        assertTrue(err().contains("What stood there before is unchanged"), err());
        assertFalse(err().contains("\tat "), err());
        assertArrayEquals(before, Files.readAllBytes(checkpoint));
        try (Stream<Path> files = Files.list(run)) {
            assertFalse(files.anyMatch(f -> f.toString().endsWith(".tmp")), "a temporary file");
        }
    }
}
