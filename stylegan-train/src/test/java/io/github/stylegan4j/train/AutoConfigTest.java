package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.config.ConfigFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoConfigTest {
    @TempDir private Path folder;

    private static TrainingConfig rules(int resolution, int images, Map<String, ?> given) {
        return new AutoRules(resolution, images, given)
                .apply(Map.of("resolution", resolution, "initialResolution", 8));
    }

    @Test
    void thePublishedDataGetsThePublishedRun() {
        TrainingConfig c = rules(1024, 70_000, Map.of());
        assertEquals(600, c.growth().trainingKimg());
        assertEquals(25_000, c.run().totalKimg());
        assertEquals(10, c.losses().r1Gamma());
        assertEquals(10, c.optimizer().smoothingKimg());
        assertEquals(512, c.networks().fmapMax());
        assertEquals(8192, c.networks().fmapBase());
        assertEquals(4, c.growth().minibatchAt(1024));
        assertEquals(16, c.growth().minibatchAt(256));
        assertEquals("auto", c.steps().microBatch());
    }

    @Test
    void fewImagesGetSmallNetworksAndShortRuns() {
        TrainingConfig few = rules(64, 100, Map.of());
        assertEquals(128, few.networks().fmapMax());
        assertEquals(20, few.growth().trainingKimg());
        assertEquals(360, few.run().totalKimg());
        assertEquals(16, few.growth().minibatchAt(8), "at most a quarter of the images");
        assertEquals(1.6, few.losses().r1Gamma());
        for (int images : new int[] {1, 3, 4, 999, 5000, 1_000_000}) {
            for (int resolution = 8; resolution <= 1024; resolution *= 2) {
                TrainingConfig c = rules(resolution, images, Map.of());
                assertTrue(c.run().totalKimg() <= 25_000, resolution + ", " + images);
            }
        }
    }

    @Test
    void whatIsGivenStaysAndTheRestHasReasons() {
        Map<String, Object> given =
                Map.of(
                        "data",
                        "synthetic:40",
                        "device",
                        "cpu",
                        "totalKimg",
                        3,
                        "fmapMax",
                        16,
                        "fmapBase",
                        64,
                        "resolution",
                        16);
        AutoConfig auto = AutoConfig.of(given);
        assertEquals(3, auto.config().run().totalKimg());
        assertEquals(16, auto.config().networks().fmapMax());
        List<String> reasons = auto.reasons();
        assertTrue(reasons.stream().noneMatch(r -> r.startsWith("totalKimg")), "" + reasons);
        assertTrue(reasons.stream().anyMatch(r -> r.startsWith("r1Gamma 0.63: ")), "" + reasons);
        assertTrue(reasons.stream().allMatch(r -> r.endsWith(".")), "" + reasons);
    }

    @Test
    void theResolutionIsThatOfTheData() {
        AutoConfig auto = AutoConfig.of(Map.of("device", "cpu", "fmapMax", 16, "fmapBase", 128));
        assertEquals(32, auto.config().images().resolution(), "the bundled images");
        assertTrue(auto.reasons().get(0).startsWith("resolution 32: "), "" + auto.reasons());
    }

    @Test
    void aFileCanAskForIt() throws IOException {
        Path file = folder.resolve("a.yaml");
        Files.writeString(
                file,
                "preset: auto\ndata: synthetic:40\nresolution: 16\ndevice: cpu\nfmapMax: 16\n");
        TrainingConfig c = ConfigFile.read(file).config();
        assertEquals(16, c.images().resolution());
        assertEquals("auto", c.steps().microBatch());
        Files.writeString(file, "preset: auto\n\nresolution: 17\n");
        ConfigFileException e =
                assertThrows(ConfigFileException.class, () -> ConfigFile.read(file).config());
        assertTrue(e.getMessage().contains(":3: resolution is 17"), e.getMessage());
    }
}
