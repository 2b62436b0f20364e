package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.stylegan.Backbone;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.stylegan.NetworkPresets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPresetsTest {
    private static TrainingConfig config(String name) {
        return TrainingPresets.of(name).config();
    }

    @Test
    void everyPresetIsAllowedAndSaysWhatItIs() {
        Set<String> texts = new HashSet<>();
        for (TrainingPreset preset : TrainingPresets.list()) {
            assertTrue(preset.name().matches("[a-z0-9]+(-[a-z0-9]+)*"), preset.name());
            assertTrue(preset.text().endsWith("."), preset.text());
            assertTrue(texts.add(preset.text()), preset.text());
            TrainingConfig config = preset.config();
            assertEquals(config, TrainingConfig.fromJson(config.toJson()), preset.name());
        }
        assertTrue(texts.size() >= 64, texts.size() + " presets");
    }

    @Test
    void theFacesOnEightCardsAreThePublishedConfiguration() {
        TrainingConfig c = config("sgan-ffhq-8gpu");
        assertEquals(
                TrainingConfig.published().with(Map.of("data", "datasets/ffhq", "grid", "4k")), c);
        assertEquals(ScheduleConfig.official(1024, 8), c.schedule());
    }

    /** As published: images per step of all cards together, at 4x4, 8x8, ... 1024x1024. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1; 4; 128,128,128,64,32,16,8,4,4",
                "2; 8; 256,256,128,64,32,16,8,8,8",
                "4; 16; 512,256,128,64,32,16,16,16,16",
                "8; 32; 512,256,128,64,32,32,32,32,32"
            })
    void minibatchesAreThoseOfTheNumberOfCards(int gpus, int base, String byResolution) {
        for (String name : new String[] {"sgan-ffhq-%dgpu", "sgan-celebahq-%dgpu-wgangp"}) {
            TrainingConfig config = config(String.format(name, gpus)).with("initialResolution", 4);
            assertEquals(base, config.growth().minibatch(), name);
            List<String> sizes = new ArrayList<>();
            List<Integer> scheduled = new ArrayList<>();
            TrainingSchedule schedule = new TrainingSchedule(config.schedule());
            for (int i = 0; i <= 8; i++) {
                sizes.add(String.valueOf(config.growth().minibatchAt(4 << i)));
                scheduled.add(schedule.at(1_200_000L * i).minibatch());
            }
            assertEquals(byResolution, String.join(",", sizes), name);
            assertEquals(sizes, scheduled.stream().map(String::valueOf).toList(), name);
        }
    }

    @Test
    void ratesPhasesAndTicksAreThePublishedOnes() {
        ScheduleConfig c = config("sgan-ffhq-8gpu").schedule();
        assertEquals(8, c.initialResolution());
        assertEquals(600, c.trainingKimg());
        assertEquals(600, c.transitionKimg());
        assertEquals(0, c.rampUpKimg());
        assertEquals(0.001, c.generatorLearningRate().base());
        assertEquals(0.001, c.discriminatorLearningRate().base());
        Map<Integer, Double> rates = Map.of(128, 0.0015, 256, 0.002, 512, 0.003, 1024, 0.003);
        assertEquals(rates, c.generatorLearningRate().table());
        assertEquals(rates, c.discriminatorLearningRate().table());
        Map<Integer, Double> ticks = new TreeMap<>(Map.of(4, 160.0, 8, 140.0, 16, 120.0));
        ticks.putAll(Map.of(32, 100.0, 64, 80.0, 128, 60.0, 256, 40.0, 512, 30.0, 1024, 20.0));
        assertEquals(ticks, c.tickKimg().table());
        Map<Integer, Double> capped = Map.of(128, 0.0015, 256, 0.002, 512, 0.002, 1024, 0.002);
        ScheduleConfig variant = config("sgan-ffhq-8gpu-wgangp").schedule();
        assertEquals(capped, variant.generatorLearningRate().table());
        assertEquals(capped, variant.discriminatorLearningRate().table());
    }

    @ParameterizedTest
    @CsvSource({
        "ffhq,1024,true",
        "ffhq512,512,true",
        "ffhq256,256,true",
        "celebahq,1024,true",
        "bedroom,256,false",
        "car,512,false",
        "cat,256,false"
    })
    void everyDataSetHasItsSizeAndMirroring(String data, int resolution, boolean mirror) {
        for (int gpus : new int[] {1, 2, 4, 8}) {
            TrainingConfig c = config("sgan-" + data + "-" + gpus + "gpu");
            assertEquals(ScheduleConfig.official(resolution, gpus), c.schedule());
            assertEquals(mirror, c.images().mirrorAugment());
            assertEquals(25000, c.run().totalKimg());
            assertEquals("logistic", c.losses().loss());
            assertEquals(10, c.losses().r1Gamma());
        }
    }

    @Test
    void theWassersteinVariantCapsLearningRates() {
        TrainingConfig c = config("sgan-celebahq-8gpu-wgangp");
        assertEquals("wgan-gp", c.losses().loss());
        assertEquals(10, c.losses().gpLambda());
        assertEquals(0.001, c.losses().driftEpsilon());
        assertEquals(ScheduleConfig.official(1024, 8).withLearningRateCap(0.002), c.schedule());
    }

    @Test
    void theBaselineIsProgressiveGan() {
        TrainingConfig c = config("pgan-celebahq-8gpu");
        assertEquals(23_079_115, c.generator(0).summary().parameters());
        assertEquals(23_087_249, c.discriminator(0).summary().parameters());
        assertFalse(c.networks().blur());
        assertEquals("wgan-gp", c.losses().loss());
        assertEquals(12000, c.run().totalKimg());
        assertEquals(4, c.growth().initialResolution());
        assertEquals(
                new TreeMap<>(Map.of(256, 0.0015, 512, 0.002, 1024, 0.003)),
                config("pgan-ffhq-4gpu").optimizer().learningRatePerResolution());
        assertEquals(config("pgan-ffhq-8gpu"), config("table1-a"));
    }

    @Test
    void theFirstVersionOfProgressiveGanHasItsOwnSchedule() {
        TrainingConfig c = config("pgan-celebahq-v1-1gpu");
        assertEquals(16, c.networks().minibatchStdGroup());
        assertEquals(16, c.growth().minibatchAt(128));
        assertEquals(14, c.growth().minibatchAt(256));
        assertEquals(6, c.growth().minibatchAt(512));
        assertEquals(3, c.growth().minibatchAt(1024));
        assertEquals(800, c.growth().trainingKimg());
        assertEquals(800, c.growth().transitionKimg());
        assertEquals(19000, c.run().totalKimg());
        assertTrue(c.optimizer().learningRatePerResolution().isEmpty());
        TrainingSchedule whole =
                new TrainingSchedule(config("pgan-celebahq-8gpu-nogrowing").schedule());
        assertEquals(1024, whole.at(0).resolution());
        assertEquals(0, whole.at(0).lod());
    }

    @Test
    void theTablesHaveThePapersNetworks() {
        Backbone backbone = config("table1-f").generator(0).backbone();
        Map<String, GeneratorConfig> expected =
                Map.ofEntries(
                        Map.entry("table1-b", NetworkPresets.traditional(backbone, 0)),
                        Map.entry("table1-c", NetworkPresets.mappingAndStyles(backbone)),
                        Map.entry("table1-d", NetworkPresets.constantInput(backbone)),
                        Map.entry("table1-e", NetworkPresets.noise(backbone)),
                        Map.entry("table1-f", NetworkPresets.styleBased(backbone, 8)),
                        Map.entry("table4-traditional-0", NetworkPresets.traditional(backbone, 0)),
                        Map.entry("table4-traditional-8", NetworkPresets.traditional(backbone, 8)),
                        Map.entry("table4-stylebased-0", NetworkPresets.styleBased(backbone, 0)),
                        Map.entry("table4-stylebased-1", NetworkPresets.styleBased(backbone, 1)),
                        Map.entry("table4-stylebased-2", NetworkPresets.styleBased(backbone, 2)),
                        Map.entry("table4-stylebased-8", NetworkPresets.styleBased(backbone, 8)));
        expected.forEach(
                (name, generator) -> assertEquals(generator, config(name).generator(0), name));
        assertEquals(25000, config("table1-b").run().totalKimg());
        assertEquals("logistic", config("table1-b").losses().loss());
    }

    @Test
    void theMixingOfTable2IsInPercent() {
        Map<Integer, Double> expected = Map.of(0, 0.0, 50, 0.5, 90, 0.9, 100, 1.0);
        expected.forEach(
                (percent, probability) ->
                        assertEquals(
                                probability,
                                config("table2-mixing-" + percent).networks().styleMixing()));
        assertEquals(config("sgan-ffhq-8gpu"), config("table2-mixing-90"));
    }

    @Test
    void anUnknownNameGetsTheNearest() {
        for (List<String> pair :
                List.of(
                        List.of("sgan-fhq-8gpu", "sgan-ffhq-8gpu"),
                        List.of("SGAN_FFHQ_4GPU", "sgan-ffhq-4gpu"),
                        List.of("table1f", "table1-f"))) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class, () -> TrainingPresets.of(pair.get(0)));
            assertTrue(
                    e.getMessage().contains("did you mean '" + pair.get(1) + "'"), e.getMessage());
        }
    }
}
