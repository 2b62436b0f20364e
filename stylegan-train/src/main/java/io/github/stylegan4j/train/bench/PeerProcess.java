package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.io.HostTensor;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One piece of work of a peer, in a process of its own: two native runtimes do not disturb each
 * other, the peer has the allocator it likes, and its memory can be told from ours.
 */
final class PeerProcess implements AutoCloseable {
    private static final long GRACE_SECONDS = 5;

    /**
     * OpenBLAS, which peers multiply matrices with, has threads of its own that spin after each
     * product and hold up what other threads compute next. A step of libtorch, whose products are
     * small, takes half the time without them.
     */
    private static final String BLAS_THREADS = "OPENBLAS_NUM_THREADS";

    private final Layout layout;
    private final Process process;
    private final BufferedReader answers;
    private final PrintStream commands;
    private final Path folder;

    /**
     * Starts the process.
     *
     * @param setup where the peer is and how it shall run
     */
    PeerProcess(PeerSetup setup, WorkSpec spec, Layout layout) throws IOException {
        this.layout = layout;
        folder = Files.createTempDirectory("stylegan4j-bench");
        ProcessBuilder builder = new ProcessBuilder(command(setup, spec, layout));
        // What ./stylegan asks of malloc for this process is not the default of others.
        builder.environment().remove("GLIBC_TUNABLES");
        builder.environment().putAll(setup.environment());
        if (spec.kind() != WorkSpec.Kind.MATMUL) {
            builder.environment().putIfAbsent(BLAS_THREADS, "1");
        }
        builder.redirectError(folder.resolve("errors").toFile());
        process = builder.start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Sets the work up. */
    void open(Map<String, HostTensor> inputs) {
        Path file = folder.resolve("inputs.safetensors");
        try {
            TensorFiles.write(file, inputs);
            ask("open " + file);
        } finally {
            delete(file);
        }
    }

    private static List<String> command(PeerSetup setup, WorkSpec spec, Layout layout) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(setup.jvmOptions());
        command.add("-cp");
        command.add(
                System.getProperty("java.class.path")
                        + File.pathSeparator
                        + setup.folder().resolve("*"));
        command.add(setup.mainClass());
        command.addAll(
                List.of(
                        setup.name(),
                        spec.encode(),
                        layout.name(),
                        Integer.toString(setup.threads())));
        return command;
    }

    Layout layout() {
        return layout;
    }

    Map<String, HostTensor> outputs() {
        Path file = folder.resolve("outputs.safetensors");
        try {
            ask("outputs " + file);
            return TensorFiles.read(file);
        } finally {
            delete(file);
        }
    }

    /** Repeats the work; the milliseconds it took. */
    double run() {
        return Double.parseDouble(ask("run"));
    }

    /** Growth of the process at its peak, in bytes, or -1. */
    long peakBytes() {
        return Long.parseLong(ask("memory"));
    }

    private String ask(String command) {
        commands.println(command);
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(PeerServer.MARK + "error")) {
                    throw new IllegalStateException(
                            "The peer failed: " + line.substring(PeerServer.MARK.length()));
                }
                if (line.startsWith(PeerServer.MARK)) {
                    return line.substring(PeerServer.MARK.length());
                }
            }
            throw new IllegalStateException(
                    "The peer's process ended without an answer; it said: "
                            + Files.readString(folder.resolve("errors")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        delete(folder.resolve("errors"));
        delete(folder);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
