package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.train.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process: its streams, its exit code, signals, and limits of the system. */
@DisabledOnOs(OS.WINDOWS)
class ProcessTest {
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
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
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
        waitFor(process, "tick 1 ");
    }

    @Test
    void resultsAndMessagesTakeTheirOwnStreams() throws Exception {
        Path run = temp.resolve("run");
        assertEquals(0, exitCode(start(0, training(run, "0.064"))), err());
        assertEquals(
                run.resolve("network-snapshot-000000.064.safetensors"), Path.of(out().strip()));
        assertTrue(err().contains("tick 1 ") && err().contains("complete after"), err());

        assertEquals(0, exitCode(start(0, List.of("info", "--resolution", "8", "--json"))));
        new ObjectMapper().readTree(out());
        assertEquals("", err());
    }

    private static void signal(Process process, String name) throws Exception {
        String pid = Long.toString(process.pid());
        assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
    }

    /** As in the background of a shell; the programs that tests start inherit it. */
    private static boolean isIgnored(String name) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        int number = Map.of("HUP", 1, "INT", 2, "TERM", 15).get(name);
        String line = "SigIgn:";
        for (String candidate : Files.readAllLines(status)) {
            line = candidate.startsWith(line) ? candidate : line;
        }
        String mask = line.substring(line.indexOf(':') + 1).strip();
        return !mask.isEmpty() && (Long.parseUnsignedLong(mask, 16) >>> (number - 1) & 1) == 1;
    }

    private void waitFor(Process process, String text) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!err().contains(text)) {
            assertTrue(process.isAlive() && System.nanoTime() < end, err());
            Thread.sleep(20);
        }
    }

    /** Ctrl-C, kill, and a terminal that goes away. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void aSignalEndsARunWellAndItIsResumed(String signal) throws Exception {
        assumeFalse(isIgnored(signal), "whoever started the tests has them ignore it");
        Path run = temp.resolve("run");
        Process process = start(0, training(run, "100000"));
        waitForAFirstTick(process);
        signal(process, signal);
        assertEquals(0, exitCode(process), err());
        assertTrue(err().contains("ending after the steps in progress"), err());
        assertTrue(err().contains("stopped after"), err());
        assertTrue(Files.isRegularFile(Path.of(out().strip())), out());
        Path newest = RunDirectory.existing(run).checkpoints().get(0);
        long images = Long.parseLong(Safetensors.read(newest).metadata().get("images"));
        assertTrue(err().contains("stopped after " + images / 1000.0), err());
        assertFalse(Files.exists(run.resolve("run.lock")));

        String total = String.valueOf((images + 32) / 1000.0);
        List<String> resume = List.of("resume", run.toString(), "--total-kimg", total);
        assertEquals(0, exitCode(start(0, resume)), err());
        assertTrue(err().contains("resumed at " + images + " images"), err());
        assertTrue(err().contains("complete after " + total), err());
    }

    @Test
    void aFileStopsARun() throws Exception {
        Path run = temp.resolve("run");
        Process process = start(0, training(run, "100000"));
        waitForAFirstTick(process);
        Files.createFile(run.resolve("stop"));
        assertEquals(0, exitCode(process), err());
        assertTrue(err().contains("stopped after"), err());
        assertFalse(Files.exists(run.resolve("stop")), "is taken away");
    }

    /** The steps in progress would take for ever, and nobody has to wait for them. */
    @Test
    void aSecondSignalEndsARunAtOnceAndHarmsNothing() throws Exception {
        Path run = temp.resolve("run");
        assertEquals(0, exitCode(start(0, training(run, "0.064"))), err());
        Path checkpoint = RunDirectory.existing(run).checkpoints().get(0);
        byte[] before = Files.readAllBytes(checkpoint);
        List<String> endless =
                List.of(
                        "resume",
                        run.toString(),
                        "--total-kimg=100000",
                        "--minibatch-repeats=1000000");
        Process process = start(0, endless);
        waitFor(process, "resumed at 64 images");
        signal(process, "TERM");
        waitFor(process, "ending after the steps in progress");
        signal(process, "TERM");
        assertEquals(143, exitCode(process), err());
        assertTrue(err().contains("ended without a checkpoint"), err());
        assertArrayEquals(before, Files.readAllBytes(checkpoint));
        List<String> resume =
                List.of("resume", run.toString(), "--total-kimg=0.096", "--minibatch-repeats=4");
        assertEquals(0, exitCode(start(0, resume)), err());
    }

    @Test
    void aSecondProcessInARunFolderIsRefusedAndTheFirstGoesOn() throws Exception {
        Path run = temp.resolve("run");
        Process first = start(0, training(run, "100000"));
        waitForAFirstTick(first);
        String[] resume = {"resume", run.toString()};
        CommandLineTest.Outcome second = CommandLineTest.run(resume);
        assertEquals(1, second.code(), second.err());
        String holder = " is in use by process " + first.pid() + " on ";
        assertTrue(second.err().contains(holder), second.err());
        assertEquals(1, second.err().lines().count(), second.err());
        signal(first, "TERM");
        assertEquals(0, exitCode(first), err());

        // One that is killed leaves its lock behind, which keeps nobody away.
        List<String> endless = List.of("resume", run.toString(), "--total-kimg=100000");
        Process killed = start(0, endless);
        waitFor(killed, "resumed at");
        killed.destroyForcibly().waitFor();
        assertTrue(Files.exists(run.resolve("run.lock")));
        Process after = start(0, endless);
        waitFor(after, "resumed at");
        signal(after, "TERM");
        assertEquals(0, exitCode(after), err());
    }

    /** The message is not lost with the process. */
    @Test
    void aRunThatFailsAsItIsInterruptedSaysSo() throws Exception {
        Path run = temp.resolve("run");
        Process process = start(0, training(run, "100000"));
        waitForAFirstTick(process);
        Files.move(run, temp.resolve("moved"));
        signal(process, "TERM");
        // It may have failed, and be about to end, before the signal arrives: then nobody listens
        // to signals any more, and the message is among the last things that it does.
        int code = exitCode(process);
        assertTrue(code == 1 || code == 143, "exit code " + code + err());
        assertTrue(code == 143 || err().contains("stylegan: The run cannot write "), err());
        assertFalse(err().contains("\tat "), err());
    }

    @Test
    void aCheckpointThatDoesNotFitOnTheDiskLeavesTheOldOneAsItIs() throws Exception {
        Path run = temp.resolve("run");
        assertEquals(0, exitCode(start(0, training(run, "0.064"))), err());
        Path checkpoint = run.resolve("checkpoint-000000.064.safetensors");
        byte[] before = Files.readAllBytes(checkpoint);
        List<String> resume = List.of("train", "--resume", run.toString(), "--total-kimg", "0.128");
        assertEquals(1, exitCode(start(before.length / 2 / 512, resume)), err());
        assertEquals("", out());
        assertTrue(err().contains("The run cannot write " + run.resolve("checkpoint-")), err());
        assertTrue(err().contains("What stood there before is unchanged"), err());
        assertFalse(err().contains("\tat "), err());
        assertArrayEquals(before, Files.readAllBytes(checkpoint));
        try (Stream<Path> files = Files.list(run)) {
            assertFalse(files.anyMatch(f -> f.toString().endsWith(".tmp")), "a temporary file");
        }
    }
}
