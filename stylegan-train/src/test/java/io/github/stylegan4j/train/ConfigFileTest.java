package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.train.config.ConfigFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    private static final Map<String, Object> CHANGES =
            Map.of(
                    "resolution",
                    64,
                    "minibatchPerResolution",
                    Map.of(8, 64, 16, 32),
                    "data",
                    "a b");

    @TempDir private Path folder;

    private Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void yamlNamesFieldsOverAPreset() {
        ConfigFile read =
                ConfigFile.read(
                        file(
                                "a.yaml",
                                """
                                # faces
                                preset: sgan-ffhq-1gpu
                                data: a b   # in two words
                                resolution: "64"
                                minibatchPerResolution:
                                  8: 64
                                  16: 32
                                """));
        assertEquals(Optional.of("sgan-ffhq-1gpu"), read.preset());
        assertEquals(TrainingPresets.of("sgan-ffhq-1gpu").config().with(CHANGES), read.config());
        assertEquals(
                TrainingConfig.emojiDemo().with(CHANGES), read.over(TrainingConfig.emojiDemo()));
    }

    @Test
    void jsonSaysTheSame() {
        String json =
                "{\"data\": \"a b\",\n\t\"resolution\": 64,"
                        + " \"minibatchPerResolution\": {\"8\": 64, \"16\": 32}}\n";
        ConfigFile read = ConfigFile.read(file("a.json", json));
        assertEquals(TrainingConfig.emojiDemo().with(CHANGES), read.config());
        assertEquals(Optional.empty(), read.preset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "{}"})
    void aFileThatNamesNothingIsTheDemo(String text) {
        assertEquals(TrainingConfig.emojiDemo(), ConfigFile.read(file("a.yml", text)).config());
    }

    @Test
    void whatIsPrintedIsReadBack() {
        for (TrainingPreset preset : TrainingPresets.list()) {
            TrainingConfig config =
                    preset.config().with(Map.of("data", "x: #\"\\\u00e9\n'", "seed", -5L));
            Path yaml = file("a.yaml", config.toYaml());
            assertEquals(config, ConfigFile.read(yaml).config(), preset.name());
            Path json = file("a.json", config.toJson());
            assertEquals(config, ConfigFile.read(json).config(), preset.name());
        }
    }

    @Test
    void theRunAndEveryCheckpointHoldTheResolvedConfiguration() throws IOException {
        Path run = folder.resolve("run");
        TrainingConfig config = TinyRuns.config(run).withTotalKimg(0.064);
        Path first;
        try (Trainer trainer = Trainer.builder(config).source(TinyRuns.images()).build()) {
            first = trainer.run().checkpoint();
        }
        Path kept = run.resolve("config.json");
        assertEquals(config, ConfigFile.read(kept).config());
        String stored = Safetensors.read(first).metadata().get("config");
        assertEquals(config.withoutPlaces(), TrainingConfig.fromJson(stored));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resolution: 64\\nfmapBse: 3 | :2: there is no field 'fmapBse' | 'fmapBase'",
                "seed: 1\\nseed: 2 | :2: 'seed' stands here a second time | leave one",
                "tickKimgPerResolution: {8: 1, 8: 2} | :1: '8' stands here a second | time",
                "seed: 1\\n\\nlearningRate: .nan | :3: learningRate is '.nan' | finite number",
                "learningRate: 1e999 | :1: learningRate is '1e999' | finite number",
                "minibatch: 99999999999 | :1: minibatch is '99999999999' | to 2147483647",
                "minibatch: 0x10 | :1: minibatch is '0x10' | a whole number",
                "growing: yes | :1: growing is 'yes' | true or false",
                "seed: 5\\nresolution: 48 | :2: resolution is 48 | a power of two",
                "minibatchPerResolution: {8: 9} | :1: minibatchPerResolution[8] is 9 | multiple",
                "grid: 1x1\\npreset: sgan-fhq-8gpu | :2: There is no preset | 'sgan-ffhq-8gpu'",
                "preset: {a: 1} | :1: preset has several | one name",
                "data: | :1: the value of 'data' is missing | empty text",
                "data: ~ | :1: the value of 'data' is missing | empty text",
                "data: [a, b] | :1: the value of 'data' should stand here | text",
                "seed: 1\\ndata: &x a | :2: anchors and tags | the value itself",
                "data: &x a\\nruns: *x | :1: anchors and tags | value",
                "seed: !!int 3 | :1: anchors and tags | value",
                "resolution: {64: 64} | :1: resolution is '{64=64}' | N",
                "minibatchPerResolution: {8: '4,16=8'} | :1: minibatchPerResolution[8] | whole",
                "- a | :1: the file must consist of lines | resolution: 64",
                "seed: 1\\n---\\nseed: 2 | a second document | one",
                "seed: 1\\n\\tdata: x | this is not YAML | :2:"
            })
    void badYamlIsRefusedByLine(String text, String found, String allowed) {
        refused("bad.yaml", text.replace("\\n", "\n").replace("\\t", "\t"), found, allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\\n\"sed\": 1} | :2: there is no field 'sed' | did you mean 'seed'",
                "{\"seed\": 1,\\n\"seed\": 1} | :2: 'seed' stands here a second time | one",
                "{\"seed\": null} | :1: the value of 'seed' should stand here | a number",
                "{\"learningRate\": NaN} | :1: this is not JSON | NaN",
                "{\"learningRate\": 1e999} | learningRate is '1e999' | finite",
                "{\"data\": [1]} | the value of 'data' | text",
                "{\"seed\": 1 | this is not JSON | :1",
                "{} {} | :1: after the object | nothing",
                "[] | :1: the file must be one JSON object | object"
            })
    void badJsonIsRefusedByLine(String text, String found, String allowed) {
        refused("bad.json", text.replace("\\n", "\n"), found, allowed);
    }

    private void refused(String name, String text, String... parts) {
        Path file = file(name, text);
        ConfigFileException e =
                assertThrows(ConfigFileException.class, () -> ConfigFile.read(file).config(), text);
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }

    @Test
    void whatIsNoTextOrTooLongIsRefused() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        assertTrue(problem(missing).contains("no such file"), problem(missing));
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, "data: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(problem(latin).contains("not UTF-8"), problem(latin));
        Path large = file("large.yaml", "# " + "x".repeat(1 << 20));
        assertTrue(problem(large).contains("at most 1 MiB"), problem(large));
        Path deep = file("deep.yaml", "data: " + "[".repeat(100_000));
        assertTrue(problem(deep).contains(":1: the value of 'data'"), problem(deep));
        Path deepJson = file("deep.json", "{\"data\": " + "[".repeat(100_000));
        assertTrue(problem(deepJson).contains(":1: the value of 'data'"), problem(deepJson));
    }

    private static String problem(Path file) {
        return assertThrows(ConfigFileException.class, () -> ConfigFile.read(file)).getMessage();
    }
}
