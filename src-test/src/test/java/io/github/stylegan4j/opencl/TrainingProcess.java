package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, with a cache of its own for compiled programs. */
final class TrainingProcess {
    private static final long PATIENCE_SECONDS = 240;

    private final Path folder;
    private final Process process;

    /**
     * Starts it.
     *
     * @param folder where its output goes
     * @param environment more variables
     * @param classPath what is looked at before this test's class path; may be empty
     * @param args arguments of the command line
     */
    TrainingProcess(
            Path folder, Map<String, String> environment, String classPath, List<String> args)
            throws IOException {
        this.folder = Files.createDirectories(folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-Djava.awt.headless=true", "-cp"));
        command.add(
                classPath
                        + System.getProperty("path.separator")
                        + System.getProperty("java.class.path"));
        command.add("io.github.stylegan4j.train.cli.Main");
        command.addAll(args);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(folder.resolve("out").toFile())
                        .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** What it has said on standard error. */
    String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    /** Its exit code, once it has ended by itself. */
    int exitCode() throws Exception {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("The process did not end: " + err());
        }
        return process.exitValue();
    }

    /** Waits until something holds, and ends the process without warning. */
    void killOnce(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.call()) {
            assertTrue(process.isAlive() && System.nanoTime() < end, err());
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor();
    }

    /** A run of the smallest networks on the bundled images, a checkpoint after each tick. */
    static List<String> training(String device, Path run, String totalKimg) {
        return List.of(
                "train",
                "--device",
                device,
                "--run-dir",
                run.toString(),
                "--total-kimg",
                totalKimg,
                "--resolution=8",
                "--initial-resolution=4",
                "--fmap-base=16",
                "--fmap-max=4",
                "--latent-size=8",
                "--style-size=8",
                "--mapping-width=8",
                "--minibatch=4",
                "--minibatch-per-resolution=",
                "--training-kimg=0.016",
                "--transition-kimg=0.016",
                "--tick-kimg=0.016",
                "--snapshot-ticks=1",
                "--keep-checkpoints=1000",
                "--grid=2x2",
                "--measure-ahead=false",
                "--data-threads=1");
    }
}
