package io.github.stylegan4j.stylegan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes of the networks against those of the published ones. */
class ParameterCountTest {
    @ParameterizedTest
    @CsvSource({
        "8, 11295750, 11283457, 11293698, 11281409",
        "16, 17068553, 16005121, 17065475, 16002049",
        "32, 22841356, 20726785, 22837252, 20722689",
        "64, 25137935, 22498049, 25133317, 22493441",
        "128, 25843858, 22941313, 25838982, 22936449",
        "256, 26086229, 23052353, 26081223, 23047361",
        "512, 26179768, 23080225, 26174696, 23075169",
        "1024, 26219627, 23087249, 26214521, 23082161"
    })
    void everyResolutionHasThePublishedSize(int resolution, long g3, long d3, long g1, long d1) {
        assertEquals(g3, NetworkSummary.of(GeneratorConfig.of(resolution, 3)).parameters());
        assertEquals(d3, NetworkSummary.of(DiscriminatorConfig.of(resolution, 3)).parameters());
        assertEquals(g1, NetworkSummary.of(GeneratorConfig.of(resolution, 1)).parameters());
        assertEquals(d1, NetworkSummary.of(DiscriminatorConfig.of(resolution, 1)).parameters());
    }

    @Test
    void everyAblationHasThePublishedSize() {
        Backbone backbone = Backbone.of(1024, 3);
        Map<GeneratorConfig, Long> sizes = new LinkedHashMap<>();
        sizes.put(NetworkPresets.traditional(backbone, 0), 23_079_115L);
        sizes.put(NetworkPresets.traditional(backbone, 8), 25_180_363L);
        sizes.put(NetworkPresets.mappingAndStyles(backbone), 30_400_651L);
        sizes.put(NetworkPresets.constantInput(backbone), 26_214_539L);
        sizes.put(NetworkPresets.noise(backbone), 26_219_627L);
        sizes.put(NetworkPresets.styleBased(backbone, 0), 24_118_379L);
        sizes.put(NetworkPresets.styleBased(backbone, 1), 24_381_035L);
        sizes.put(NetworkPresets.styleBased(backbone, 2), 24_643_691L);
        sizes.put(NetworkPresets.styleBased(backbone, 8), 26_219_627L);
        sizes.forEach(
                (config, parameters) ->
                        assertEquals(
                                parameters,
                                NetworkSummary.of(config).parameters(),
                                config::toString));
    }

    @Test
    void everyLayerOfTheLargestGeneratorHasThePublishedSize() {
        NetworkSummary summary = NetworkSummary.of(GeneratorConfig.of(1024, 3));
        Map<String, Long> expected = new LinkedHashMap<>();
        for (int i = 0; i < 8; i++) {
            expected.put("mapping.dense" + i, 262_656L);
        }
        expected.put("synthesis.b4.const", 534_528L);
        expected.put("synthesis.b4.conv", 2_885_632L);
        long[] up = {2_885_632, 2_885_632, 2_885_632, 1_442_816, 426_496, 139_520, 51_328, 21_056};
        long[] same = {2_885_632, 2_885_632, 2_885_632, 852_992, 279_040, 102_656, 42_112, 18_752};
        long[] rgb = {1539, 1539, 1539, 1539, 771, 387, 195, 99, 51};
        for (int i = 0; i < 9; i++) {
            if (i > 0) {
                expected.put("synthesis.b" + (4 << i) + ".conv0_up", up[i - 1]);
                expected.put("synthesis.b" + (4 << i) + ".conv1", same[i - 1]);
            }
            expected.put("synthesis.torgb.b" + (4 << i), rgb[i]);
        }
        assertEquals(expected, byLayer(summary));
        assertEquals(2_796_192 + 512, summary.otherState());
    }

    @Test
    void everyLayerOfTheLargestDiscriminatorHasThePublishedSize() {
        NetworkSummary summary = NetworkSummary.of(DiscriminatorConfig.of(1024, 3));
        Map<String, Long> expected = new LinkedHashMap<>();
        long[] rgb = {64, 128, 256, 512, 1024, 2048, 2048, 2048, 2048};
        long[] conv = {2320, 9248, 36_928, 147_584, 590_080, 2_359_808, 2_359_808, 2_359_808};
        long[] down = {4640, 18_496, 73_856, 295_168, 1_180_160, 2_359_808, 2_359_808, 2_359_808};
        for (int i = 0; i < 9; i++) {
            expected.put("fromrgb.b" + (1024 >> i), rgb[i]);
            if (i < 8) {
                expected.put("b" + (1024 >> i) + ".conv0", conv[i]);
                expected.put("b" + (1024 >> i) + ".conv1_down", down[i]);
            }
        }
        expected.put("b4.conv", 2_364_416L);
        expected.put("b4.dense0", 4_194_816L);
        expected.put("b4.dense1", 513L);
        assertEquals(expected, byLayer(summary));
    }

    private static Map<String, Long> byLayer(NetworkSummary summary) {
        Function<LayerSummary, String> name = LayerSummary::name;
        return summary.layers().stream().collect(Collectors.toMap(name, LayerSummary::parameters));
    }
}
