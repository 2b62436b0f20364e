package io.github.stylegan4j.stylegan.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.reference.ReferenceBackend;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.BaseGrid;
import io.github.stylegan4j.stylegan.Discriminator;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.Generator;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.stylegan.NetworkPresets;
import io.github.stylegan4j.stylegan.Structure;
import io.github.stylegan4j.stylegan.Tiny;
import io.github.stylegan4j.stylegan.Truncation;
import io.github.stylegan4j.stylegan.layer.FusedScale;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFileTest {
    private static final GeneratorConfig GENERATOR = Tiny.generator(Tiny.backbone(16));
    private static final DiscriminatorConfig DISCRIMINATOR = Tiny.discriminator(Tiny.backbone(16));

    @TempDir private Path folder;
    private Backend backend;
    private Scope scope;
    private Path file;

    @BeforeEach
    void open() {
        backend = new ReferenceBackend();
        scope = Scope.open("test");
        file = folder.resolve("network.safetensors");
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    @Test
    void aGeneratorComesBackFromItsFileAlone() throws IOException {
        Tensor z = new Rng(3, 3).normal(backend, Shape.of(2, 5));
        try (Generator g = Tiny.shaken(GENERATOR, backend, new Rng(1, 1))) {
            g.trainingStyles(z, null, 0, new Rng(4, 4));
            NetworkFile.save(file, g, new Progress(1234.5, 0.25));
            try (Generator loaded = NetworkFile.loadGenerator(file, backend)) {
                assertEquals(g.config(), loaded.config());
                assertEquals(g.state().keySet(), loaded.state().keySet());
                assertArrayEquals(
                        g.generate(z, null, Noise.constant()).toDoubles(),
                        loaded.generate(z, null, Noise.constant()).toDoubles());
            }
        }
        NetworkDescription description = NetworkFile.describe(file);
        assertEquals(GENERATOR, description.config());
        assertEquals(new Progress(1234.5, 0.25), description.progress());
        assertTrue(description.library().startsWith("StyleGAN4J"), description.library());
    }

    @Test
    void aDiscriminatorComesBackFromItsFileAlone() throws IOException {
        Tensor images = new Rng(3, 3).normal(backend, Shape.of(4, 3, 16, 16));
        try (Discriminator d = Tiny.shaken(DISCRIMINATOR, backend, new Rng(1, 1))) {
            NetworkFile.save(file, d, Progress.none());
            try (Discriminator loaded = NetworkFile.loadDiscriminator(file, backend)) {
                assertEquals(d.config(), loaded.config());
                assertArrayEquals(
                        d.logits(images, null, 0).toDoubles(),
                        loaded.logits(images, null, 0).toDoubles());
            }
        }
        assertEquals(DISCRIMINATOR, NetworkFile.describe(file).config());
    }

    @Test
    void aFileWithoutProportionsHoldsSquareImages() throws IOException {
        try (Discriminator d = new Discriminator(DISCRIMINATOR, backend, new Rng(1, 1))) {
            NetworkFile.save(file, d, Progress.none());
        }
        Safetensors.Contents contents = Safetensors.read(file);
        Map<String, String> metadata = new LinkedHashMap<>(contents.metadata());
        String config = metadata.get("config");
        String grid = "\"baseGrid\":{\"height\":4,\"width\":4},";
        assertTrue(config.contains(grid), config);
        metadata.put("config", config.replace(grid, ""));
        Safetensors.write(file, contents.tensors(), metadata);
        assertEquals(DISCRIMINATOR, NetworkFile.describe(file).config());
    }

    @Test
    void everySwitchSurvives() throws IOException {
        GeneratorConfig odd =
                Tiny.generator(
                                Tiny.backbone(8)
                                        .withLabelSize(2)
                                        .withBaseGrid(new BaseGrid(3, 5))
                                        .withStructure(Structure.FIXED)
                                        .withBlur(false)
                                        .withFusedScale(FusedScale.OFF)
                                        .withEqualizedLearningRate(false))
                        .withTruncation(new Truncation(-1.5, Integer.MAX_VALUE))
                        .withStyleMixing(1e-7)
                        .withAverageDecay(0);
        GeneratorConfig traditional =
                NetworkPresets.traditional(Tiny.backbone(8), 1).withLatentSize(5);
        for (GeneratorConfig config : List.of(odd, traditional)) {
            try (Generator g = new Generator(config, backend, new Rng(1, 1))) {
                NetworkFile.save(file, g, Progress.none());
            }
            assertEquals(config, NetworkFile.describe(file).config());
            NetworkFile.loadGenerator(file, backend).close();
        }
    }

    @Test
    void equalNetworksMakeEqualFiles() throws IOException {
        Path other = folder.resolve("other.safetensors");
        for (Path target : List.of(file, other)) {
            try (Generator g = new Generator(GENERATOR, backend, new Rng(1, 1))) {
                NetworkFile.save(target, g, Progress.none());
            }
        }
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(other));
    }

    @Test
    void aTruncatedFileIsRefusedWithoutALeak() throws IOException {
        saveGenerator();
        byte[] bytes = Files.readAllBytes(file);
        long live = backend.memory().liveBuffers();
        for (int length : new int[] {0, 1, 8, 100, bytes.length / 2, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            refused("network.safetensors");
        }
        assertEquals(live, backend.memory().liveBuffers());
    }

    @Test
    void whatIsNoNetworkFileIsRefused() throws IOException {
        Files.writeString(file, "This is a text, and a long enough one to look at.");
        refused("network.safetensors");
        Safetensors.write(file, Map.of("a", HostTensor.of(new float[1], 1)), Map.of());
        refused("not of a network");
        Safetensors.write(file, Map.of(), Map.of("format", "pt"));
        refused("format pt");
        assertThrows(
                IOException.class,
                () -> NetworkFile.loadGenerator(folder.resolve("absent"), backend));
    }

    @Test
    void theOtherKindIsRefused() throws IOException {
        saveGenerator();
        String message =
                assertThrows(
                                TensorFileException.class,
                                () -> NetworkFile.loadDiscriminator(file, backend))
                        .getMessage();
        assertTrue(message.contains("this is a generator"), message);
    }

    @Test
    void wrongMetadataIsNamed() throws IOException {
        saveGenerator();
        Safetensors.Contents good = Safetensors.read(file);
        String config = good.metadata().get("config");
        refusedWith(good, "config", null, "no config");
        refusedWith(good, "config", "{", "config");
        refusedWith(good, "config", "{}", "without [backbone");
        refusedWith(good, "config", config + "x", "\"x\"");
        refusedWith(good, "config", config.replace("GROWING", "SHRINKING"), "SHRINKING");
        refusedWith(good, "config", config.replace(":16,", ":17,"), "powers of two");
        refusedWith(good, "config", config.replace(":16,", ":1.5,"), "1.5");
        refusedWith(good, "config", config.replace("\"blur\"", "\"blurr\""), "blurr");
        refusedWith(good, "config", config.replace("\"blur\":true", "\"blur\":1"), "true");
        refusedWith(good, "format_version", "2", "version 2");
        refusedWith(good, "kind", "critic", "critic");
        refusedWith(good, "lod", "9", "lod is 9");
        refusedWith(good, "kimg", "many", "kimg is many");
    }

    @Test
    void tensorsThatDoNotFitAreNamedBeforeMemoryIsTaken() throws IOException {
        saveGenerator();
        Safetensors.Contents good = Safetensors.read(file);
        long allocations = backend.memory().allocations();

        Map<String, HostTensor> tensors = new LinkedHashMap<>(good.tensors());
        tensors.remove("w_avg");
        tensors.put("synthesis.torgb.b8.bias", HostTensor.of(new float[4], 4));
        tensors.put("synthesis.torgb.b4.bias", HostTensor.of(new long[3], 3));
        tensors.put("surplus", HostTensor.of(new float[1], 1));
        Safetensors.write(file, tensors, good.metadata());
        String message = refused("4 tensors");
        for (String part :
                List.of("missing w_avg [4]", "torgb.b8.bias F32[4]", "I64[3]", "surplus")) {
            assertTrue(message.contains(part), message);
        }

        String config =
                good.metadata().get("config").replace(":16,", ":1024,").replace(":24,", ":8192,");
        refusedWith(good, "config", config, "tensors do not fit");
        assertEquals(allocations, backend.memory().allocations());
    }

    private void saveGenerator() throws IOException {
        try (Generator g = new Generator(GENERATOR, backend, new Rng(1, 1))) {
            NetworkFile.save(file, g, Progress.none());
        }
    }

    private void refusedWith(Safetensors.Contents good, String key, String value, String expected)
            throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>(good.metadata());
        metadata.remove(key);
        if (value != null) {
            metadata.put(key, value);
        }
        Safetensors.write(file, good.tensors(), metadata);
        refused(expected);
    }

    private String refused(String expected) {
        String message =
                assertThrows(
                                TensorFileException.class,
                                () -> NetworkFile.loadGenerator(file, backend))
                        .getMessage();
        assertTrue(message.contains(expected), message);
        return message;
    }
}
