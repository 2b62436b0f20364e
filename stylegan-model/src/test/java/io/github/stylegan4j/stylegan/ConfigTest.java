package io.github.stylegan4j.stylegan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static final GeneratorConfig CONFIG = GeneratorConfig.of(32, 3);

    @Test
    void featureMapsHalveWithTheResolution() {
        FeatureMaps maps = FeatureMaps.defaults();
        int[] expected = {512, 512, 512, 512, 256, 128, 64, 32, 16};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], maps.at(4 << i));
        }
        assertEquals(512, maps.atStage(0));
        assertEquals(100, maps.withDecay(0).withBase(100).at(1024));
        assertEquals(5, maps.withMax(5).at(64));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 33, 2048, -8})
    void resolutionsArePowersOfTwo(int resolution) {
        assertRefused("resolution is " + resolution, () -> Backbone.of(resolution, 3));
    }

    @Test
    void numbersOutOfRangeAreNamed() {
        assertRefused("channels", () -> Backbone.of(32, 0));
        assertRefused("labelSize", () -> CONFIG.backbone().withLabelSize(-1));
        assertRefused("featureMaps.base", () -> FeatureMaps.defaults().withBase(0));
        assertRefused("featureMaps.decay", () -> FeatureMaps.defaults().withDecay(Double.NaN));
        assertRefused("featureMaps.max", () -> FeatureMaps.defaults().withMax(0));
        assertRefused(
                "no channel at stage 9",
                () -> Backbone.of(1024, 3).withFeatureMaps(FeatureMaps.defaults().withBase(256)));
        assertRefused("mapping.layers", () -> CONFIG.mapping().withLayers(9));
        assertRefused("mapping.width", () -> CONFIG.mapping().withSizes(0, 1));
        assertRefused("mapping.styleSize", () -> CONFIG.mapping().withSizes(1, 0));
        assertRefused(
                "mapping.learningRateMultiplier",
                () -> CONFIG.mapping().withLearningRateMultiplier(0));
        assertRefused("latentSize", () -> CONFIG.withLatentSize(0));
        assertRefused("styleMixing", () -> CONFIG.withStyleMixing(1.1));
        assertRefused("averageDecay", () -> CONFIG.withAverageDecay(-0.1));
        assertRefused("psi", () -> Truncation.allLayers(Double.NaN));
        assertRefused("cutoff", () -> new Truncation(0.7, -1));
        assertRefused(
                "minibatchStdGroup", () -> DiscriminatorConfig.of(32, 3).withMinibatchStdGroup(0));
    }

    @Test
    void switchesThatContradictEachOtherAreRefused() {
        assertRefused("constantInput", () -> SynthesisConfig.traditional().withConstantInput(true));
        assertRefused("styleMixing", () -> CONFIG.withSynthesis(SynthesisConfig.traditional()));
    }

    private static void assertRefused(String part, Runnable body) {
        String message = assertThrows(IllegalArgumentException.class, body::run).getMessage();
        assertTrue(message.contains(part), message);
    }
}
