package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.TrainingPreset;
import io.github.stylegan4j.train.TrainingPresets;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as a user types them: what they print where, and how they end. */
class CommandLineTest {
    static final String[] TINY = {
        "--device",
        "cpu",
        "--resolution",
        "8",
        "--initial-resolution",
        "4",
        "--fmap-base",
        "16",
        "--fmap-max",
        "4",
        "--latent-size",
        "8",
        "--style-size",
        "8",
        "--mapping-width",
        "8",
        "--minibatch",
        "4",
        "--minibatch-per-resolution",
        "",
        "--training-kimg",
        "0.016",
        "--transition-kimg",
        "0.016",
        "--tick-kimg",
        "0.032",
        "--tick-kimg-per-resolution",
        "",
        "--total-kimg",
        "0.064",
        "--grid",
        "2x2",
        "--measure-ahead",
        "false"
    };

    @TempDir static Path shared;
    private static Path network;

    @TempDir Path temp;

    record Outcome(int code, String out, String err) {
        void failsWith(int expected, String... words) {
            assertEquals(expected, code, err);
            assertEquals("", out);
            assertFalse(err.contains("\tat "), "a stack trace: " + err);
            for (String w : words) {
                assertTrue(err.contains(w), "'" + w + "' is missing in: " + err);
            }
        }
    }

    static Outcome run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int code = line.execute(args);
        return new Outcome(code, out.toString(), err.toString());
    }

    static Outcome train(Path runDir, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "--run-dir", runDir.toString()));
        args.addAll(Arrays.asList(TINY));
        for (int i = 0; i < more.length; i += 2) {
            int given = args.indexOf(more[i]);
            if (given < 0) {
                args.addAll(List.of(more[i], more[i + 1]));
            } else {
                args.set(given + 1, more[i + 1]);
            }
        }
        return run(args.toArray(new String[0]));
    }

    @BeforeAll
    static void trainOnce() {
        Outcome o = train(shared.resolve("run"));
        assertEquals(0, o.code, o.err);
        network = Path.of(o.out.strip());
        assertTrue(Files.exists(network), o.out);
    }

    @Test
    void everyConfigurationFieldHasAnOption() {
        Outcome help = run("train", "--help");
        assertEquals(0, help.code);
        TrainingConfig.fields()
                .forEach(f -> assertTrue(help.out.contains(f.flag()), f.flag() + " is missing"));
    }

    @Test
    void theConfigurationThatResultsIsPrintedAsAFileThatGivesItBack() throws IOException {
        Outcome o = run("train", "--print-config=json", "--total-kimg", "7", "--loss", "wgan-gp");
        JsonNode json = new ObjectMapper().readTree(o.out);
        assertEquals(7, json.get("totalKimg").asDouble());
        assertEquals("wgan-gp", json.get("loss").asText());
        assertEquals("", o.err);
        Path yaml = temp.resolve("a.yaml");
        Outcome first =
                run(
                        "train",
                        "--preset",
                        "table1-c",
                        "--seed",
                        "3",
                        "--print-config",
                        "--runs",
                        "r");
        Files.writeString(yaml, first.out);
        Outcome second = run("train", "--config", yaml.toString(), "--print-config", "yaml");
        assertEquals(first.out, second.out);
        assertTrue(second.out.contains("\nseed: 3\n"), second.out);
    }

    @Test
    void optionsGoOverTheFileAndTheFileOverThePreset() throws IOException {
        Path file = temp.resolve("a.yaml");
        Files.writeString(file, "preset: table1-c\nseed: 3\ntotalKimg: 5\n");
        String path = file.toString();
        TrainingConfig c = printed("--config", path, "--seed", "4");
        assertEquals(4, c.run().seed());
        assertEquals(5, c.run().totalKimg());
        assertEquals(1024, c.images().resolution());
        TrainingConfig other = printed("--config", path, "--preset", "demo");
        assertEquals(TrainingConfig.emojiDemo().with(Map.of("seed", 3, "totalKimg", 5)), other);
        Files.writeString(file, "sed: 3\n");
        run("train", "--config", path).failsWith(2, path + ":1", "did you mean 'seed'");
        run("train", "--config", path, "--resume", "x").failsWith(2, "--config", "--resume");
    }

    private static TrainingConfig printed(String... args) {
        List<String> all = new ArrayList<>(List.of("train", "--print-config=json"));
        all.addAll(List.of(args));
        return TrainingConfig.fromJson(run(all.toArray(String[]::new)).out);
    }

    @Test
    void presetsAreListedWithASentenceEach() throws IOException {
        String lines = run("presets").out;
        for (TrainingPreset preset : TrainingPresets.list()) {
            assertTrue(lines.contains(preset.name() + " "), preset.name());
            assertTrue(lines.contains(preset.text()), preset.name());
        }
        JsonNode json = new ObjectMapper().readTree(run("presets", "--json").out);
        assertEquals(1 + TrainingPresets.list().size(), json.get("presets").size());
    }

    @Test
    void memoryIsCheckedAsTold() throws IOException {
        for (String check : List.of("refuse", "Warn", "off")) {
            Path folder = temp.resolve(check);
            Outcome o = train(folder, "--total-kimg", "0.008", "--memory-check", check);
            assertEquals(0, o.code, o.err);
        }
    }

    @Test
    void resumeGoesOnWithTheRunsOwnConfiguration() throws IOException {
        Path run = temp.resolve("run");
        assertEquals(0, train(run).code);
        Outcome o = run("train", "--resume", run.toString(), "--total-kimg", "0.128");
        assertEquals(0, o.code, o.err);
        assertTrue(Files.readAllLines(run.resolve("stats.jsonl")).size() >= 3);
    }

    @Test
    void networksToBeginWithAreRefusedWhereTheRunGoesOnFromACheckpoint() throws IOException {
        Path run = temp.resolve("run");
        String file = network.toString();
        assertEquals(0, train(run, "--transfer", file, "--total-kimg", "0.032").code);
        String folder = run.toString();
        run("resume", folder, "--transfer", "other.safetensors")
                .failsWith(2, "--transfer is other.safetensors", "checkpoint-000000.032");
        run("train", "--resume", folder, "--transfer", "").failsWith(2, "--transfer");
        String relative = Path.of("").toAbsolutePath().relativize(network).toString();
        Outcome same = run("resume", folder, "--transfer", relative, "--total-kimg", "0.064");
        assertEquals(0, same.code, same.err);
    }

    @Test
    void aRunThatExistsIsNotWrittenOver() throws IOException {
        byte[] before = Files.readAllBytes(network);
        train(shared.resolve("run")).failsWith(1, "holds a run already", "resume");
        assertArrayEquals(before, Files.readAllBytes(network));
    }

    @Test
    void imagesFollowFromTheirSeedsAlone() throws IOException {
        Path out = temp.resolve("images");
        Outcome o =
                run(
                        "generate",
                        "--network",
                        network.toString(),
                        "--seeds",
                        "0-4,9",
                        "--out",
                        out.toString(),
                        "--format",
                        "npy",
                        "--device",
                        "cpu",
                        "--grid");
        assertEquals(0, o.code, o.err);
        assertEquals(7, o.out.lines().count());
        float[] together = Npy.read(out.resolve("seed0003.npy")).toFloats();
        Path alone = temp.resolve("alone");
        run(
                "generate",
                "--network",
                network.toString(),
                "--seeds",
                "3",
                "--out",
                alone.toString(),
                "--format",
                "npy",
                "--device",
                "cpu");
        assertArrayEquals(together, Npy.read(alone.resolve("seed0003.npy")).toFloats(), 1e-6f);
        assertEquals(24, ImageIO.read(out.resolve("grid.png").toFile()).getWidth());
    }

    @Test
    void givenLatentsAreUsed() throws IOException {
        Path latents = temp.resolve("z.npy");
        Npy.write(latents, HostTensor.of(new float[16], 2, 8));
        Outcome o =
                run(
                        "generate",
                        "--network",
                        network.toString(),
                        "--latents",
                        latents.toString(),
                        "--out",
                        temp.toString(),
                        "--device",
                        "cpu");
        assertEquals(0, o.code, o.err);
        assertTrue(Files.exists(temp.resolve("latent0001.png")));
        Npy.write(latents, HostTensor.of(new float[14], 2, 7));
        run(
                        "generate",
                        "--network",
                        network.toString(),
                        "--latents",
                        latents.toString(),
                        "--out",
                        temp.toString(),
                        "--device",
                        "cpu")
                .failsWith(2, "[2, 7]", "[N, 8]");
    }

    @Test
    void infoPrintsThePublishedTotals() throws IOException {
        Outcome o = run("info", "--resolution", "1024", "--json");
        JsonNode json = new ObjectMapper().readTree(o.out);
        assertEquals(26_219_627, json.at("/generator/parameters").asLong());
        assertEquals(23_087_249, json.at("/discriminator/parameters").asLong());
        long sum = 0;
        for (JsonNode layer : json.at("/generator/layers")) {
            sum += layer.get("parameters").asLong();
        }
        assertEquals(26_219_627, sum);
        assertEquals(0, run("info", "--network", network.toString()).code);
    }

    @Test
    void checkpointsServeAsNetworks() throws IOException {
        Path checkpoint;
        try (Stream<Path> files = Files.list(network.getParent())) {
            checkpoint =
                    files.filter(f -> f.getFileName().toString().startsWith("checkpoint-"))
                            .max(Comparator.naturalOrder())
                            .orElseThrow();
        }
        JsonNode both =
                new ObjectMapper()
                        .readTree(run("info", "--network", checkpoint.toString(), "--json").out);
        assertTrue(both.has("generator") && both.has("discriminator"), both.toString());
        float[][] made = new float[2][];
        Path[] from = {network, checkpoint};
        for (int i = 0; i < 2; i++) {
            Path out = temp.resolve("out" + i);
            run(
                    "generate",
                    "--network",
                    from[i].toString(),
                    "--seeds",
                    "5",
                    "--out",
                    out.toString(),
                    "--format",
                    "npy",
                    "--device",
                    "cpu");
            made[i] = Npy.read(out.resolve("seed0005.npy")).toFloats();
        }
        assertArrayEquals(made[0], made[1], "both hold the running average");
    }

    @Test
    void aNetworkThatStillGrowsMakesImagesOfFullSize() throws IOException {
        Outcome o = train(temp.resolve("run"), "--total-kimg", "0.008");
        assertEquals(0, o.code, o.err);
        Path out = temp.resolve("out");
        String file = o.out.strip();
        run("generate", "--network", file, "--seeds", "1", "--device", "cpu", "--out", out + "");
        BufferedImage image = ImageIO.read(out.resolve("seed0001.png").toFile());
        assertEquals(8, image.getWidth());
        assertEquals(8, image.getHeight());
        assertEquals(image.getRGB(2, 4), image.getRGB(3, 5), "trained to 4 x 4 so far");
    }

    @Test
    void devicesNamesTheDefault() throws IOException {
        JsonNode json = new ObjectMapper().readTree(run("devices", "--json").out);
        assertTrue(json.get("devices").size() >= 2);
        assertFalse(json.get("default").asText().isEmpty());
        for (JsonNode d : json.get("devices")) {
            assertTrue(d.get("usable").isBoolean());
            assertFalse(d.get("reason").asText().isEmpty());
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        run("train", "--resolution", "33").failsWith(2, "resolution is 33", "power of two");
        run("train", "--loss", "l2").failsWith(2, "loss is 'l2'", "wgan-gp");
        run("train", "--total-kimg", "many").failsWith(2, "--total-kimg", "many");
        run("train", "--device", "tpu").failsWith(2, "tpu", "cpu");
        run("train", "--memory-check", "maybe").failsWith(2, "--memory-check", "maybe", "WARN");
        run("train", "--no-such").failsWith(2, "--no-such", "--help");
        run("train", "--preset", "sgan-fhq").failsWith(2, "sgan-fhq", "sgan-ffhq-");
        run("train", "--keep-best", "los_d").failsWith(2, "keepBest is 'los_d'", "loss_d");
        run("train", "--accept-changed-data").failsWith(2, "--accept-changed-data", "--resume");
        run("train", "--plan", "--print-config").failsWith(2, "--plan", "--print-config");
        run("info", "--resolution", "1000").failsWith(2, "1000");
        run("generate", "--network", network.toString(), "--seeds", "9-1").failsWith(2, "9-1");
        run().failsWith(2, "command");
    }

    @Test
    void badImageFoldersAreNamed() throws IOException {
        Path empty = Files.createDirectory(temp.resolve("empty"));
        Path broken = Files.createDirectory(temp.resolve("broken"));
        Files.write(broken.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10});
        Path run = temp.resolve("run");
        train(run, "--data", temp.resolve("none").toString()).failsWith(1, "none", "not exist");
        train(run, "--data", empty.toString()).failsWith(1, "empty");
        train(run, "--data", broken.toString()).failsWith(1, "a.png");
        train(run, "--data", broken.toString(), "--bad-images", "fail").failsWith(1, "a.png");
        assertFalse(Files.exists(run.resolve("config.json")), "nothing was begun");
    }

    @Test
    void badNetworkFilesAreNamed() throws IOException {
        byte[] good = Files.readAllBytes(network);
        Path file = temp.resolve("bad.safetensors");
        for (int length : new int[] {0, 7, 100, good.length / 2, good.length - 1}) {
            Files.write(file, Arrays.copyOf(good, length));
            generate(file).failsWith(1, "bad.safetensors");
        }
        Files.writeString(file, "this is a text, not a network, and long enough to be one");
        generate(file).failsWith(1, "bad.safetensors", "safetensors");
        generate(temp.resolve("none.safetensors")).failsWith(1, "none.safetensors");
        assertFalse(Files.exists(temp.resolve("out")), "nothing was written");
    }

    private Outcome generate(Path network) {
        return run(
                "generate",
                "--network",
                network.toString(),
                "--seeds",
                "1",
                "--out",
                temp.resolve("out").toString(),
                "--device",
                "cpu");
    }

    @Test
    void placesThatCannotBeWrittenAreNamed() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "in the way");
        train(file).failsWith(1, "file");
        train(file.resolve("below")).failsWith(1, "below");
        run(
                        "generate",
                        "--network",
                        network.toString(),
                        "--seeds",
                        "1",
                        "--out",
                        file.toString(),
                        "--device",
                        "cpu")
                .failsWith(1, "file");
        assertEquals("in the way", Files.readString(file));
    }

    @Test
    void theStackTraceIsShownOnRequestOnly() {
        String missing = temp.resolve("none").toString();
        Outcome o = run("train", "--data", missing, "--stacktrace");
        assertEquals(1, o.code);
        assertTrue(o.err.contains("\tat "), o.err);
    }
}
