package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.loss.LossCatalog;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingConfigTest {
    @Test
    void jsonGivesTheConfigurationBack() {
        for (TrainingConfig config :
                new TrainingConfig[] {TrainingConfig.official(1), TrainingConfig.emojiDemo()}) {
            assertEquals(config, TrainingConfig.fromJson(config.toJson()));
        }
    }

    @Test
    void everyFieldIsReadFromItsOwnText() {
        TrainingConfig config = TrainingConfig.official(2);
        Set<String> flags = new HashSet<>();
        for (ConfigField field : TrainingConfig.fields()) {
            Object value = field.get(config);
            assertEquals(value, field.parse(field.format(value)), field.name());
            assertEquals(config, config.with(field.name(), field.format(value)), field.name());
            assertTrue(field.flag().matches("--[a-z0-9]+(-[a-z0-9]+)*"), field.flag());
            assertTrue(flags.add(field.flag()), field.flag());
            assertTrue(field.description().endsWith("."), field.name());
        }
        assertTrue(flags.contains("--total-kimg") && flags.contains("--fmap-base"));
    }

    @Test
    void thePublishedPresetIsAsPublished() {
        TrainingConfig c = TrainingConfig.official(8);
        assertEquals(TrainingConfig.published(), c, "what is written beside the fields");
        assertEquals(ScheduleConfig.official(1024, 8), c.schedule());
        assertEquals(25000, c.run().totalKimg());
        assertEquals(8, c.networks().mappingLayers());
        assertEquals(10, c.optimizer().smoothingKimg());
        assertEquals("logistic", c.losses().loss());
        assertEquals(10, c.losses().r1Gamma());
        assertEquals(0, c.optimizer().adam().beta1());
        assertEquals(0.99, c.optimizer().adam().beta2());
        assertEquals(0.9, c.generator(0).styleMixing());
        assertEquals(4, c.discriminator(0).minibatchStdGroup());
        assertEquals(26_219_627, c.generator(0).summary().parameters());
        assertEquals(23_087_249, c.discriminator(0).summary().parameters());
    }

    @Test
    void theDiscriminatorMayHaveRatesOfItsOwn() {
        TrainingConfig same = TrainingConfig.official(8);
        assertRates(same, 0.001, 0.003);
        assertRates(same.with("learningRate", 0.004), 0.004, 0.003);
        assertRates(same.with("discriminatorLearningRate", 5e-4), 5e-4, 5e-4);
        Map<Integer, Double> table = Map.of(1024, 0.002);
        TrainingConfig oneRow = same.with("discriminatorLearningRatePerResolution", table);
        assertRates(oneRow, 0.001, 0.002);
        assertRates(oneRow.with("discriminatorLearningRate", "0"), 0, 0.002);
        assertEquals(oneRow, TrainingConfig.fromJson(oneRow.toJson()));
    }

    /** Compares the discriminator's rates at 8x8 and 1024x1024; the generator keeps its own. */
    private static void assertRates(TrainingConfig config, double first, double last) {
        TrainingSchedule schedule = new TrainingSchedule(config.schedule());
        assertEquals(first, schedule.at(0).discriminatorLearningRate());
        assertEquals(last, schedule.at(9_000_000).discriminatorLearningRate());
        assertEquals(config.optimizer().learningRate(), schedule.at(0).generatorLearningRate());
        assertEquals(0.003, schedule.at(9_000_000).generatorLearningRate());
    }

    @Test
    void ratesWarmUpAsTheFieldSays() {
        TrainingConfig config =
                TrainingConfig.official(8)
                        .with(
                                Map.of(
                                        "learningRateRampUpKimg",
                                        10,
                                        "discriminatorLearningRate",
                                        0.002));
        assertEquals(10, config.schedule().rampUpKimg());
        TrainingSchedule schedule = new TrainingSchedule(config.schedule());
        assertEquals(0, schedule.at(0).generatorLearningRate());
        assertEquals(0.0005, schedule.at(5_000).generatorLearningRate(), 1e-18);
        assertEquals(0.001, schedule.at(5_000).discriminatorLearningRate(), 1e-18);
        assertEquals(0.002, schedule.at(10_000).discriminatorLearningRate());
    }

    @Test
    void theDemoIsSmallAndComplete() {
        TrainingConfig c = TrainingConfig.emojiDemo();
        assertEquals(32, c.images().resolution());
        assertEquals(TrainingConfig.DEMO_DATA, c.images().data());
        assertEquals(8, c.networks().mappingLayers());
        TrainingSchedule schedule = new TrainingSchedule(c.schedule());
        assertEquals(
                0, schedule.at((long) (c.run().totalKimg() * 500)).lod(), "full size half way");
    }

    @Test
    void missingFieldsTakeThePublishedValue() {
        TrainingConfig c = TrainingConfig.fromJson("{\"resolution\": 64, \"loss\": \"wgan-gp\"}");
        assertEquals(
                TrainingConfig.official(8).with(Map.of("resolution", 64, "loss", "wgan-gp")), c);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "resolution; 48; resolution is 48; power of two from 4 to 1024",
                "channels; 2; channels is 2; 1 or 3",
                "loss; lsgan; loss is 'lsgan'; logistic, logistic-saturating, wgan",
                "data; ' '; data is; not empty",
                "background; red; background is 'red'; hexadecimal",
                "resizeFilter; nearest; resizeFilter is 'nearest'; lanczos",
                "badImages; ignore; badImages is 'ignore'; skip, fail",
                "dataThreads; 0; dataThreads is 0; 1 to 64",
                "totalKimg; -1; totalKimg is -1; from 0",
                "totalKimg; NaN; totalKimg is 'NaN'; finite",
                "totalKimg; many; totalKimg is 'many'; a finite number",
                "minibatch; 0; minibatch is 0; from 1",
                "minibatch; 1.5; minibatch is '1.5'; whole number",
                "minibatch; 6; minibatch is 6; a multiple of minibatchStdGroup, which is 4",
                "minibatchPerResolution; 8=9; minibatchPerResolution[8] is 9; a multiple",
                "minibatch; 400000000; minibatch at 1024x1024 is 400000000; at most 682 images",
                "grid; 1000x1000; grid is 1000x1000; at most 682 images of 1024x1024",
                "totalKimg; 1e13; totalKimg is 10000000000000; 0 to 1000000000000",
                "minibatchPerResolution; 8=0; minibatchPerResolution[8] is 0; from 1",
                "minibatchPerResolution; 9=4; a resolution of minibatchPerResolution is 9; power",
                "minibatchPerResolution; 8:4; minibatchPerResolution is '8:4'; 8=128,16=64",
                "minibatchPerResolution; '8=4,8=5'; names resolution 8 twice; 8",
                "learningRate; -1; learningRate is -1; from 0",
                "discriminatorLearningRate; none; discriminatorLearningRate is 'none'; same or a finite",
                "discriminatorLearningRate; -1; discriminatorLearningRate is '-1'; from 0",
                "discriminatorLearningRate; 1e999; discriminatorLearningRate is '1e999'; finite",
                "discriminatorLearningRatePerResolution; 8=-1; Resolution[8] is -1; from 0",
                "adamBeta1; 1; adamBeta1 is 1; 0 to",
                "initialResolution; 2048; initialResolution is 2048; 4 to 1024",
                "mappingLayers; 9; mappingLayers is 9; 0 to 8",
                "styleMixing; 2; styleMixing is 2; 0 to 1",
                "fusedScale; maybe; fusedScale is 'maybe'; on, off, auto",
                "growing; false; initialResolution is 8; set it to 1024",
                "growing; yes; growing is 'yes'; true or false",
                "styles; false; styles is false; must be false and 0",
                "grid; huge; grid is; 1080p",
                "r1Gamma; -1; r1Gamma is -1; from 0",
                "snapshotTicks; 0; snapshotTicks is 0; from 1",
                "tickKimg; 0; tickKimg is 0; above 0",
                "fmapBse; 1; no field 'fmapBse'; did you mean 'fmapBase'",
                "minibatch-repeat; 1; no field 'minibatch-repeat'; 'minibatchRepeats'",
                "colour; 1; no field 'colour'; resolution, baseGrid"
            })
    void badValuesAreRefusedByName(String field, String text, String found, String allowed) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> TrainingConfig.official(1).with(field, text));
        assertTrue(e.getMessage().contains(found), e.getMessage());
        assertTrue(e.getMessage().contains(allowed), e.getMessage());
    }

    @Test
    void badJsonIsRefused() {
        for (String json : new String[] {"", "[]", "{", "{\"seed\": 1, \"seed\": 2}", "{} x"}) {
            assertThrows(IllegalArgumentException.class, () -> TrainingConfig.fromJson(json), json);
        }
        assertThrows(
                IllegalArgumentException.class, () -> TrainingConfig.fromJson("{\"seed\": null}"));
        assertThrows(
                IllegalArgumentException.class,
                () -> TrainingConfig.fromJson("{\"learningRatePerResolution\": 3}"));
    }

    @Test
    void growthNeedsPhases() {
        Map<String, Integer> none = Map.of("trainingKimg", 0, "transitionKimg", 0);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> TrainingConfig.official(1).with(none));
        assertTrue(e.getMessage().contains("both 0"), e.getMessage());
    }

    @Test
    void tablesAreCopied() {
        TreeMap<Integer, Integer> table = new TreeMap<>(Map.of(8, 4));
        TrainingConfig c = TrainingConfig.official(1).with("minibatchPerResolution", table);
        table.put(16, 8);
        assertFalse(c.growth().minibatchPerResolution().containsKey(16));
        assertThrows(
                UnsupportedOperationException.class,
                () -> c.growth().minibatchPerResolution().clear());
    }

    @Test
    void everyLossOfTheCatalogueIsAllowed() {
        for (String loss : LossCatalog.names()) {
            assertEquals(loss, TrainingConfig.emojiDemo().withLoss(loss).losses().loss());
        }
    }

    @Test
    void asManyLabelComponentsAsReadersRead() {
        TrainingConfig config = TrainingConfig.emojiDemo();
        assertEquals("65536", config.with("labels", "65536").images().labels());
        for (String wrong : new String[] {"65537", "0", "999999999", "9999999999", "some"}) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class, () -> config.with("labels", wrong));
            assertTrue(e.getMessage().contains("from 1 to 65536"), e.getMessage());
        }
    }
}
