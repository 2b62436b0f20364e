package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.stylegan4j.train.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole program on a small disk of its own that gets full, or that nobody may write to: in a
 * name space of its own, where a disk in memory may be mounted without being administrator.
 */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
    /** Without the disk. */
    private static final String RUN = "exec \"$@\"";

    @TempDir private Path temp;

    @BeforeAll
    static void aDiskIsNeeded() throws Exception {
        Process probe =
                new ProcessBuilder(
                                "unshare",
                                "-rm",
                                "sh",
                                "-c",
                                "mount -t tmpfs -o size=64k none /mnt")
                        .redirectErrorStream(true)
                        .start();
        assumeTrue(probe.waitFor() == 0, "this system lets tests mount no disks");
    }

    /**
     * Runs a script with the disk mounted at {@code $DISK}; it begins with the program's command
     * line in {@code "$@"}, and what it copies to {@code $KEPT} outlives the disk.
     */
    private int onDisk(String size, String script, List<String> args) throws Exception {
        Path disk = Files.createDirectories(temp.resolve("disk"));
        Path kept = Files.createDirectories(temp.resolve("kept"));
        List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c"));
        command.add("mount -t tmpfs -o size=" + size + " none \"$DISK\" || exit 99; " + script);
        command.add("sh");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:-UsePerfData", "-Djava.awt.headless=true"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(args);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(temp.resolve("out").toFile())
                        .redirectError(temp.resolve("err").toFile());
        builder.environment().put("DISK", disk.toString());
        builder.environment().put("KEPT", kept.toString());
        Process process = builder.start();
        assertTrue(process.waitFor(240, TimeUnit.SECONDS), "the program does not end");
        return process.exitValue();
    }

    private String err() throws IOException {
        return Files.readString(temp.resolve("err"));
    }

    private List<String> training(Path run) {
        List<String> args = new ArrayList<>(List.of("train", "--run-dir", run.toString()));
        args.addAll(List.of(CommandLineTest.TINY));
        args.addAll(List.of("--snapshot-ticks=1", "--keep-checkpoints=1000"));
        args.set(args.indexOf("--total-kimg") + 1, "100");
        return args;
    }

    private List<String> messages() throws IOException {
        return err().lines().filter(line -> line.startsWith("stylegan: ")).toList();
    }

    @Test
    void aDiskThatGetsFullEndsTheRunWithOneMessageAndHarmsNothing() throws Exception {
        Path run = temp.resolve("disk/run");
        String script = "\"$@\"; code=$?; cp -r \"$DISK/run\" \"$KEPT\"; exit $code";
        assertEquals(1, onDisk("700k", script, training(run)), err());
        assertEquals(1, messages().size(), err());
        assertTrue(messages().get(0).startsWith("stylegan: The run cannot write "), err());
        assertTrue(messages().get(0).contains("No space left on device"), err());
        assertTrue(messages().get(0).contains("Make room or choose another folder"), err());
        assertFalse(err().contains("\tat "), err());

        Path kept = temp.resolve("kept/run");
        try (Stream<Path> files = Files.list(kept)) {
            assertFalse(files.anyMatch(f -> f.toString().endsWith(".tmp")), "half a file");
        }
        List<Path> checkpoints = RunDirectory.existing(kept).checkpoints();
        assertTrue(checkpoints.size() > 2, "too small a disk to show anything");

        // With room again, the run goes on from its newest checkpoint as if nothing had been.
        String images = checkpoints.get(0).getFileName().toString();
        double total = Double.parseDouble(images.replaceAll("[^0-9.]|\\.safetensors", "")) + 0.064;
        // In processes too: this one may compute with vectors, which rounds in another order.
        List<String> resume = List.of("resume", kept.toString(), "--total-kimg", total + "");
        assertEquals(0, onDisk("64k", RUN, resume), err());
        Path whole = temp.resolve("whole");
        List<String> alone = training(whole);
        alone.set(alone.indexOf("--total-kimg") + 1, total + "");
        assertEquals(0, onDisk("64k", RUN, alone), err());
        assertArrayEquals(newest(whole), newest(kept));
    }

    private static byte[] newest(Path run) throws IOException {
        return Files.readAllBytes(RunDirectory.existing(run).checkpoints().get(0));
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedBeforeAnythingIsComputed() throws Exception {
        Path run = temp.resolve("first");
        List<String> args = training(run);
        args.set(args.indexOf("--total-kimg") + 1, "0.064");
        assertEquals(0, CommandLineTest.run(args.toArray(new String[0])).code());
        String script =
                "cp -r \"$DISK/../first\" \"$DISK/run\"; mount -o remount,ro \"$DISK\";"
                        + " \"$@\"; code=$?; cp -r \"$DISK/run\" \"$KEPT\"; exit $code";
        Path there = temp.resolve("disk/run");
        assertEquals(1, onDisk("4m", script, List.of("resume", there.toString())), err());
        assertEquals(1, messages().size(), err());
        assertTrue(messages().get(0).contains("The run cannot write " + there), err());
        assertTrue(messages().get(0).contains("Read-only file system"), err());
        assertArrayEquals(newest(run), newest(temp.resolve("kept/run")));

        Path fresh = temp.resolve("disk/new");
        assertEquals(1, onDisk("4m", script, training(fresh)), err());
        assertEquals(1, messages().size(), err());
        assertTrue(messages().get(0).contains(fresh + " cannot be made"), err());
    }
}
