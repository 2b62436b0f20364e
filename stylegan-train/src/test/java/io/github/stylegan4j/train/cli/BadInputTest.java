package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.train.cli.CommandLineTest.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user can get wrong with files and folders: one message, an exit code, nothing damaged. */
class BadInputTest {
    private static final String CHECKPOINT = "checkpoint-000000.064.safetensors";
    private static final String NETWORK = "network-snapshot-000000.064.safetensors";

    @TempDir static Path shared;
    private static byte[] config;
    private static byte[] checkpoint;
    private static byte[] network;

    @TempDir Path temp;
    private Path run;

    @BeforeAll
    static void trainOnce() throws IOException {
        Path run = shared.resolve("run");
        Outcome o = CommandLineTest.train(run);
        assertEquals(0, o.code(), o.err());
        config = Files.readAllBytes(run.resolve("config.json"));
        checkpoint = Files.readAllBytes(run.resolve(CHECKPOINT));
        network = Files.readAllBytes(run.resolve(NETWORK));
    }

    @BeforeEach
    void layOutARun() throws IOException {
        run = Files.createDirectory(temp.resolve("run"));
        Files.write(run.resolve("config.json"), config);
        Files.write(run.resolve(CHECKPOINT), checkpoint);
        Files.write(run.resolve(NETWORK), network);
    }

    private Outcome resume(String... more) {
        String[] args = {"train", "--resume", run.toString(), "--total-kimg", "0.256"};
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return CommandLineTest.run(all);
    }

    private Outcome generate(String... inputs) {
        String[] args = {"generate", "--device", "cpu", "--out", temp.resolve("out").toString()};
        String[] all = Arrays.copyOf(args, args.length + inputs.length);
        System.arraycopy(inputs, 0, all, args.length, inputs.length);
        return CommandLineTest.run(all);
    }

    @Test
    void aFullDiskEndsTheRunAndLeavesItsCheckpoint() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full, a device that is always full");
        Path log = Files.createSymbolicLink(run.resolve("log.txt"), full);
        resume().failsWith(1, "log.txt", "Make room");
        Files.delete(log);
        assertArrayEquals(checkpoint, Files.readAllBytes(run.resolve(CHECKPOINT)));
        assertArrayEquals(network, Files.readAllBytes(run.resolve(NETWORK)));
    }

    @Test
    void foldersWithoutARunAreNamed() throws IOException {
        Path none = temp.resolve("none");
        CommandLineTest.run("train", "--resume", none.toString())
                .failsWith(1, none.toString(), "does not exist");
        CommandLineTest.run("train", "--resume", temp.toString())
                .failsWith(1, temp.resolve("config.json").toString(), "does not exist");
        Files.delete(run.resolve(CHECKPOINT));
        Files.delete(run.resolve("config.json"));
        resume().failsWith(1, run.resolve("config.json").toString(), "does not exist");
    }

    @Test
    void foldersWithoutPermissionAreNamed() throws IOException {
        Path locked = Files.createDirectory(temp.resolve("locked"));
        assumeTrue(
                locked.toFile().setWritable(false) && !Files.isWritable(locked),
                "this user may write everywhere");
        CommandLineTest.train(locked).failsWith(1, "locked", "permission");
        CommandLineTest.train(locked.resolve("below")).failsWith(1, "below", "permission");
    }

    @Test
    void brokenConfigurationsAreNamed() throws IOException {
        Files.writeString(run.resolve("config.json"), "{\"resolution\": 5");
        resume().failsWith(1, "config.json");
        Files.writeString(run.resolve("config.json"), "{\"resolution\": 5}");
        resume().failsWith(1, "config.json", "resolution is 5");
        assertArrayEquals(checkpoint, Files.readAllBytes(run.resolve(CHECKPOINT)));
    }

    @Test
    void truncatedCheckpointsAreNamedAndLeftAsTheyAre() throws IOException {
        byte[] half = Arrays.copyOf(checkpoint, checkpoint.length / 2);
        Files.write(run.resolve(CHECKPOINT), half);
        resume().failsWith(1, CHECKPOINT);
        assertArrayEquals(half, Files.readAllBytes(run.resolve(CHECKPOINT)));
    }

    @Test
    void checkpointsOfOtherNetworksAreRefused() throws IOException {
        resume("--mapping-layers", "3").failsWith(2, CHECKPOINT, "unexpected", "dense3");
        resume("--run-dir", temp.toString()).failsWith(2, "--run-dir", run.toString());
        assertArrayEquals(checkpoint, Files.readAllBytes(run.resolve(CHECKPOINT)));
    }

    @Test
    void tensorsOfWrongShapesAreNamed() throws IOException {
        wrongShape(NETWORK, "mapping.dense0.bias", "");
        wrongShape(CHECKPOINT, "average.mapping.dense0.bias", "average.");
        assertFalse(Files.exists(temp.resolve("out")), "nothing was written");
    }

    private void wrongShape(String name, String tensor, String prefix) throws IOException {
        Path file = run.resolve(name);
        Safetensors.Contents good = Safetensors.read(file);
        Map<String, HostTensor> tensors = new LinkedHashMap<>(good.tensors());
        tensors.put(tensor, HostTensor.of(new float[6], 2, 3));
        tensors.put(prefix + "surplus", HostTensor.of(new float[1], 1));
        Safetensors.write(file, tensors, good.metadata());
        generate("--network", file.toString(), "--seeds", "1")
                .failsWith(1, name, tensor + " F32[2, 3]", "[8]", "surplus");
    }

    @Test
    void latentsThatCannotBeUsedAreNamed() throws IOException {
        String file = run.resolve(NETWORK).toString();
        Path z = temp.resolve("z.npy");
        generate("--network", file, "--latents", z.toString()).failsWith(1, "z.npy");
        Files.writeString(z, "no numbers");
        generate("--network", file, "--latents", z.toString()).failsWith(1, "z.npy");
        Npy.write(z, HostTensor.of(new float[0], 0, 8));
        generate("--network", file, "--latents", z.toString(), "--grid")
                .failsWith(2, "z.npy", "[0, 8]", "one or more");
        generate("--network", file, "--seeds", "1", "--label", "0").failsWith(2, "without labels");
        generate("--network", file, "--seeds", "1", "--psi", "NaN").failsWith(2, "psi is NaN");
        generate("--network", file, "--seeds", "1", "--cutoff", "-1").failsWith(2, "--cutoff");
        generate("--network", file, "--seeds", "1", "--minibatch", "0").failsWith(2, "--minibatch");
        assertFalse(Files.exists(temp.resolve("out")), "nothing was written");
    }
}
