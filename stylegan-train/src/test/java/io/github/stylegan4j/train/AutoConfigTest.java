package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.config.ConfigFileException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoConfigTest {
    @TempDir private Path folder;

    private static TrainingConfig rules(int resolution, int images, Map<String, ?> given) {
        Map<String, Object> known = new LinkedHashMap<>(given);
        known.put("resolution", resolution);
        known.putIfAbsent("initialResolution", 8);
        return new AutoRules(TrainingConfig.published().with(known), images, given).apply(known);
    }

    private static TrainingConfig given(Map<String, ?> more) {
        Map<String, Object> given = new LinkedHashMap<>(more);
        given.putIfAbsent("data", "synthetic:100");
        given.putAll(Map.of("device", "cpu", "fmapMax", 16, "fmapBase", 64));
        return AutoConfig.of(given).config();
    }

    @Test
    void theLengthFollowsFromTheGivenPhases() {
        TrainingConfig c = rules(64, 100, Map.of("trainingKimg", "600", "transitionKimg", "600.0"));
        assertEquals(3 * 3 * 1200, c.run().totalKimg(), 500, "three levels, growing a third");
        assertEquals(10, c.optimizer().smoothingKimg());
        assertEquals(3 * 3 * 25, rules(64, 9, Map.of("trainingKimg", 5)).run().totalKimg(), 5);
        Map<String, ?> early = Map.of("initialResolution", 4);
        assertEquals(4 * 3 * 40, rules(64, 9, early).run().totalKimg(), 5);
        Map<String, ?> none =
                Map.of("trainingKimg", 0, "transitionKimg", 0, "initialResolution", 64);
        assertEquals(3 * 40, rules(64, 9, none).run().totalKimg(), "nothing grows");
        Map<String, ?> endless = Map.of("trainingKimg", 5000, "transitionKimg", 5000);
        assertEquals(70_000, rules(1024, 9, endless).run().totalKimg(), "every level is reached");
    }

    @Test
    void aGivenValueHoldsAtEveryResolution() {
        Map<String, Object> values =
                Map.of("minibatch", 12, "learningRate", 0.004, "tickKimg", 3, "totalKimg", 10);
        TrainingConfig c = rules(256, 100, values);
        assertEquals(Map.of(), c.growth().minibatchPerResolution());
        assertEquals(12, c.growth().minibatchAt(256));
        assertEquals(Map.of(), c.optimizer().learningRatePerResolution());
        assertEquals(3, c.monitoring().tickKimg());
        assertEquals(Map.of(), c.monitoring().tickKimgPerResolution());
        Map<String, Object> both = new LinkedHashMap<>(values);
        both.put("minibatchPerResolution", Map.of(256, 4));
        assertEquals(4, rules(256, 100, both).growth().minibatchAt(256));
    }

    @Test
    void theLowestResolutionsAreWhereTheyStart() {
        for (Object lowest : new Object[] {4, "4"}) {
            TrainingConfig c = given(Map.of("resolution", lowest));
            assertEquals(4, c.images().resolution());
            assertEquals(4, c.growth().initialResolution());
        }
    }

    @Test
    void sizeAndChannelsAreThoseOfTheImages() throws IOException {
        Path wide = folder.resolve("wide");
        Files.createDirectories(wide);
        ImageIO.write(
                new BufferedImage(80, 48, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                wide.resolve("a.png").toFile());
        TrainingConfig c = given(Map.of("data", wide.toString(), "baseGrid", "3x5"));
        assertEquals(64, c.images().resolution());
        assertEquals("48x80", c.images().size());
        assertEquals(1, c.images().channels());
        c = given(Map.of("data", wide.toString(), "baseGrid", "9x16", "channels", 3));
        assertEquals("36x64", c.images().size(), "none is enlarged");
        assertEquals(3, c.images().channels());
        ImageIO.write(
                new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB),
                "png",
                wide.resolve("a.png").toFile());
        assertEquals(3, given(Map.of("data", wide.toString())).images().channels());
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
