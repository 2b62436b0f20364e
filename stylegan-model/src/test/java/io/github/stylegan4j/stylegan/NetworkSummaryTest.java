package io.github.stylegan4j.stylegan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkSummaryTest extends OnReference {
    @Test
    void tablesAgreeWithRealGenerators() {
        Backbone backbone = Tiny.backbone(16);
        GeneratorConfig tiny = Tiny.generator(backbone);
        for (GeneratorConfig config :
                List.of(
                        tiny,
                        tiny.withBackbone(backbone.withLabelSize(2)),
                        tiny.withBackbone(backbone.withStructure(Structure.FIXED)),
                        NetworkPresets.traditional(backbone, 0),
                        NetworkPresets.mappingAndStyles(backbone))) {
            try (Generator g = new Generator(config, backend, rng)) {
                int labelSize = config.backbone().labelSize();
                Tensor labels = labelSize == 0 ? null : normal(1, labelSize);
                Map<String, Shape> shapes = new HashMap<>();
                Tensor w =
                        g.mapping()
                                .map(
                                        normal(1, config.latentSize()),
                                        labels,
                                        (layer, x) -> shapes.put("mapping." + layer, x.shape()));
                Styles styles = Styles.same(w, config.styleLayers());
                for (int lod = 0; lod <= LevelOfDetail.max(config.backbone()); lod++) {
                    g.synthesis()
                            .synthesize(
                                    styles,
                                    lod,
                                    Noise.none(),
                                    (layer, x) -> shapes.put("synthesis." + layer, x.shape()));
                }
                check(config.summary(), g, shapes);
                assertEquals(g.summary(), config.summary());
            }
        }
    }

    @Test
    void tablesAgreeWithRealDiscriminators() {
        Backbone backbone = Tiny.backbone(16);
        DiscriminatorConfig tiny = Tiny.discriminator(backbone);
        for (DiscriminatorConfig config :
                List.of(
                        tiny,
                        tiny.withMinibatchStdGroup(1),
                        tiny.withBackbone(backbone.withStructure(Structure.FIXED)))) {
            try (Discriminator d = new Discriminator(config, backend, rng)) {
                Map<String, Shape> shapes = new HashMap<>();
                for (int lod = 0; lod <= LevelOfDetail.max(config.backbone()); lod++) {
                    Tensor images = normal(1, 3, 16 >> lod, 16 >> lod);
                    d.logits(images, null, lod, (layer, x) -> shapes.put(layer, x.shape()));
                }
                check(config.summary(), d, shapes);
            }
        }
    }

    private static void check(NetworkSummary summary, Module network, Map<String, Shape> shapes) {
        assertEquals(network.parameterCount(), summary.parameters());
        assertEquals(
                network.parameterCount(),
                summary.layers().stream().mapToLong(LayerSummary::parameters).sum());
        assertEquals(
                network.buffers().values().stream().mapToLong(Tensor::size).sum(),
                summary.otherState());
        assertEquals(shapes.size(), summary.layers().size());
        for (LayerSummary row : summary.layers()) {
            int[] sample = row.outputShape().dims();
            int[] found = shapes.get(row.name()).dims();
            assertEquals(found.length, sample.length + 1, row.name());
            for (int i = 0; i < sample.length; i++) {
                assertEquals(found[i + 1], sample[i], row.name());
            }
            Tensor weight =
                    network.parameters()
                            .getOrDefault(
                                    row.name() + ".weight",
                                    network.parameters().get(row.name() + ".value"));
            assertEquals(weight.shape(), row.weightShape(), row.name());
        }
    }

    @Test
    void theNamesOfTheStateAreThoseOfARealNetwork() {
        GeneratorConfig config = Tiny.generator(Tiny.backbone(8));
        try (Generator g = new Generator(config, backend, rng)) {
            Map<String, Shape> shapes = new HashMap<>();
            g.state().forEach((name, t) -> shapes.put(name, t.shape()));
            assertEquals(shapes, config.state());
        }
        for (String name :
                List.of(
                        "mapping.dense0.weight",
                        "synthesis.b4.const.value",
                        "synthesis.b4.conv.style.bias",
                        "synthesis.b8.conv0_up.noise_weight",
                        "synthesis.b8.conv1.noise",
                        "synthesis.torgb.b8.bias",
                        "w_avg")) {
            assertTrue(config.state().containsKey(name), name);
        }
        Map<String, Shape> discriminator = Tiny.discriminator(Tiny.backbone(8)).state();
        for (String name :
                List.of(
                        "fromrgb.b4.weight",
                        "b8.conv0.bias",
                        "b8.conv1_down.weight",
                        "b4.conv.weight",
                        "b4.dense0.weight",
                        "b4.dense1.bias")) {
            assertTrue(discriminator.containsKey(name), name);
        }
    }

    @Test
    void theTextHasALineForEachLayerAndTheTotal() {
        NetworkSummary summary = GeneratorConfig.of(1024, 3).summary();
        String text = summary.toString();
        assertTrue(text.contains("26,219,627"), text);
        assertTrue(text.contains("[16, 1024, 1024]"), text);
        assertTrue(text.contains("[512, 512, 3, 3]"), text);
        assertEquals(summary.layers().size() + 5, text.lines().count(), text);
    }
}
