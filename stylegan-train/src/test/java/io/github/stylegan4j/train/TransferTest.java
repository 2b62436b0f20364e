package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beginning with the tensors of other networks, and leaving some of them as they were. */
class TransferTest {
    @TempDir private Path folder;

    private TrainingSummary firstRun() {
        TrainingConfig small =
                TinyRuns.config(folder.resolve("small"))
                        .with(Map.of("resolution", 16, "totalKimg", 0.016));
        try (Trainer trainer = Trainer.builder(small).source(TinyRuns.images()).build()) {
            return trainer.run();
        }
    }

    private Trainer trainer(TrainingConfig config) {
        return Trainer.builder(config).source(TinyRuns.images()).build();
    }

    private TrainingConfig second(Path from) {
        return TinyRuns.config(folder.resolve("second"))
                .withSeed(77)
                .withTotalKimg(0.016)
                .with("transfer", from.toString());
    }

    private static Map<String, float[]> values(Map<String, Tensor> tensors) {
        Map<String, float[]> values = new TreeMap<>();
        tensors.forEach((name, t) -> values.put(name, t.toFloats()));
        return values;
    }

    @Test
    void aCheckpointBeginsAllThreeNetworks() {
        TrainingSummary first = firstRun();
        TrainingConfig same = second(first.checkpoint());
        try (Trainer begun = trainer(same)) {
            TransferReport report = begun.transferred().orElseThrow();
            assertTrue(report.missing().isEmpty() && report.mismatched().isEmpty(), report.text());
            assertTrue(report.unused().isEmpty(), report.text());
            assertEquals(0, begun.images());
            TrainingConfig old = TrainingConfig.fromJson(begun.config().toJson());
            try (Trainer resumed =
                    Trainer.builder(
                                    old.withRunDir(first.runDir())
                                            .withSeed(1000)
                                            .with("transfer", "nowhere"))
                            .source(TinyRuns.images())
                            .resume()
                            .build()) {
                assertSame(resumed.generator().state(), begun.generator().state());
                assertSame(resumed.averageGenerator().state(), begun.averageGenerator().state());
                assertSame(resumed.discriminator().state(), begun.discriminator().state());
                assertTrue(resumed.transferred().isEmpty());
            }
        }
    }

    private static void assertSame(Map<String, Tensor> expected, Map<String, Tensor> found) {
        Map<String, float[]> values = values(found);
        values(expected).forEach((name, v) -> assertArrayEquals(v, values.get(name), name));
    }

    @Test
    void aNetworkFileBeginsGeneratorAndAverage() {
        TrainingConfig config = second(firstRun().network());
        try (Trainer begun = trainer(config)) {
            TransferReport report = begun.transferred().orElseThrow();
            assertTrue(report.copied().contains("generator.w_avg"));
            assertTrue(report.copied().contains("average.synthesis.b8.conv1.bias"));
            assertTrue(report.copied().stream().noneMatch(n -> n.startsWith("discriminator.")));
            assertSame(begun.generator().state(), begun.averageGenerator().state());
        }
    }

    @Test
    void widerLayersAreReportedAndKeepTheirFirstValues() {
        TrainingConfig config = second(firstRun().checkpoint()).with("mappingWidth", 9);
        try (Trainer begun = trainer(config);
                Trainer fresh =
                        trainer(config.withRunDir(folder.resolve("third")).with("transfer", ""))) {
            TransferReport report = begun.transferred().orElseThrow();
            String wider = "generator.mapping.dense0.weight";
            assertTrue(report.mismatched().stream().anyMatch(n -> n.startsWith(wider)));
            assertTrue(report.text().contains("another shape: " + wider), report.text());
            assertFalse(report.copied().isEmpty());
            assertArrayEquals(
                    fresh.generator().state().get("mapping.dense0.weight").toFloats(),
                    begun.generator().state().get("mapping.dense0.weight").toFloats());
        }
    }

    /** A run at half the size gives its layers; those of the new resolution are missing there. */
    @Test
    void lowerResolutionsBeginLargerNetworks() throws IOException {
        TrainingConfig half =
                TinyRuns.config(folder.resolve("half"))
                        .with(Map.of("resolution", 8, "data", "synthetic:8", "totalKimg", 0.008));
        Path checkpoint;
        try (Trainer trainer = Trainer.builder(half).build()) {
            checkpoint = trainer.run().checkpoint();
        }
        try (Trainer begun = trainer(second(checkpoint))) {
            TransferReport report = begun.transferred().orElseThrow();
            assertTrue(report.copied().contains("discriminator.b8.conv0.weight"), report.text());
            assertTrue(report.missing().contains("discriminator.b16.conv0.weight"), report.text());
            assertTrue(report.mismatched().isEmpty(), report.text());
            assertTrue(report.unused().isEmpty(), report.text());
            begun.run();
        }
    }

    @Test
    void filesWithoutFittingNetworksAreRefused() throws IOException {
        Path other = folder.resolve("other.safetensors");
        Safetensors.writer()
                .metadata("format", "stylegan4j-network")
                .metadata("kind", "generator")
                .add("something", HostTensor.of(new float[] {1}, 1))
                .write(other);
        TensorFileException e =
                assertThrows(TensorFileException.class, () -> trainer(second(other)));
        assertTrue(e.getMessage().contains("none of its tensors"), e.getMessage());
        Path text = Files.writeString(folder.resolve("no.safetensors"), "no network at all");
        assertThrows(TensorFileException.class, () -> trainer(second(text)));
    }

    @Test
    void frozenLayersKeepTheirBitsThroughTrainingAndResumption() throws IOException {
        TrainingConfig config =
                TinyRuns.atFullResolution(folder.resolve("frozen"))
                        .withTotalKimg(0.064)
                        .with("freezeDiscriminator", 3);
        byte[] expected;
        try (Trainer trainer = trainer(config)) {
            Map<String, float[]> before = values(trainer.discriminator().state());
            expected = Files.readAllBytes(trainer.run().checkpoint());
            Map<String, float[]> after = values(trainer.discriminator().state());
            before.forEach(
                    (name, v) -> {
                        boolean frozen = name.startsWith("fromrgb.b16") || name.startsWith("b16.");
                        if (frozen) {
                            assertArrayEquals(v, after.get(name), name);
                        } else if (name.startsWith("b8.")) {
                            assertFalse(Arrays.equals(v, after.get(name)), name);
                        }
                    });
        }
        TrainingConfig parts = config.withRunDir(folder.resolve("parts"));
        try (Trainer trainer = trainer(parts.withTotalKimg(0.032))) {
            trainer.run();
        }
        try (Trainer trainer = Trainer.builder(parts).source(TinyRuns.images()).resume().build()) {
            assertArrayEquals(expected, Files.readAllBytes(trainer.run().checkpoint()));
        }
    }

    @Test
    void theLastLayerCannotBeFrozen() {
        TrainingConfig config =
                TinyRuns.config(folder.resolve("all")).with("freezeDiscriminator", 8);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> trainer(config));
        assertTrue(e.getMessage().contains("allowed is 0 to 7"), e.getMessage());
    }
}
