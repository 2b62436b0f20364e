package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.check.GradCheck;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.reference.ReferenceBackend;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.layer.FusedScale;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** First and second derivatives of whole networks by inputs and all parameters at once. */
class NetworkGradientTest {
    /** Small, so that no leaky ReLU changes sides at the points of the fixed seeds. */
    private static final GradCheck CHECK = GradCheck.standard().withStep(1e-6).withTolerance(1e-6);

    private Backend backend;
    private Scope scope;
    private Rng rng;

    @BeforeEach
    void open() {
        backend = new ReferenceBackend();
        scope = Scope.open("test");
        rng = new Rng(7, 1);
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    @Test
    void generator() {
        checkGenerator(Tiny.generator(Tiny.backbone(16)), 0);
    }

    @Test
    void generatorInTheMiddleOfAFade() {
        checkGenerator(Tiny.generator(Tiny.backbone(16)), 0.4);
    }

    @Test
    void generatorWithFusedScale() {
        checkGenerator(Tiny.generator(Tiny.backbone(16).withFusedScale(FusedScale.ON)), 0);
    }

    @Test
    void generatorOfEveryAblation() {
        Backbone backbone = Tiny.backbone(8);
        GeneratorConfig styleBased = Tiny.generator(backbone);
        for (GeneratorConfig c :
                List.of(
                        NetworkPresets.traditional(backbone, 2),
                        NetworkPresets.mappingAndStyles(backbone),
                        NetworkPresets.constantInput(backbone))) {
            checkGenerator(c.withLatentSize(5).withMapping(styleBased.mapping()), 0);
        }
        checkGenerator(
                styleBased.withSynthesis(SynthesisConfig.defaults().withNorms(true, false)), 0);
    }

    @Test
    void generatorWithLabels() {
        checkGenerator(Tiny.generator(Tiny.backbone(8).withLabelSize(2)), 0);
    }

    @Test
    void networksOfOtherProportions() {
        Backbone backbone = Tiny.backbone(8).withBaseGrid(new BaseGrid(3, 2));
        checkGenerator(Tiny.generator(backbone), 0.4);
        checkGenerator(
                NetworkPresets.mappingAndStyles(backbone.withFusedScale(FusedScale.ON))
                        .withLatentSize(5)
                        .withMapping(Tiny.generator(backbone).mapping()),
                0);
        checkDiscriminator(Tiny.discriminator(backbone), 0.7);
        checkDiscriminator(
                Tiny.discriminator(backbone.withFusedScale(FusedScale.ON).withLabelSize(2)), 0);
    }

    @Test
    void discriminator() {
        checkDiscriminator(Tiny.discriminator(Tiny.backbone(16)), 0);
    }

    @Test
    void discriminatorInTheMiddleOfAFade() {
        checkDiscriminator(Tiny.discriminator(Tiny.backbone(16)), 0.7);
    }

    @Test
    void discriminatorWithFusedScale() {
        checkDiscriminator(Tiny.discriminator(Tiny.backbone(16).withFusedScale(FusedScale.ON)), 0);
    }

    @Test
    void discriminatorWithLabels() {
        checkDiscriminator(Tiny.discriminator(Tiny.backbone(8).withLabelSize(3)), 0);
    }

    private void checkGenerator(GeneratorConfig config, double lod) {
        try (Generator g = Tiny.shaken(config, backend, rng)) {
            Tensor z = rng.normal(backend, Shape.of(2, config.latentSize()));
            Tensor labels = labels(config.backbone(), 2);
            check(
                    g,
                    z,
                    x ->
                            g.synthesis()
                                    .synthesize(
                                            g.styles(x, labels, new Truncation(0.7, 2)),
                                            lod,
                                            Noise.constant()));
        }
    }

    private void checkDiscriminator(DiscriminatorConfig config, double lod) {
        try (Discriminator d = Tiny.shaken(config, backend, rng)) {
            int r = LevelOfDetail.at(config.backbone(), lod).resolution();
            BaseGrid grid = config.backbone().baseGrid();
            int channels = config.backbone().channels();
            Shape shape = Shape.of(4, channels, grid.heightAt(r), grid.widthAt(r));
            Tensor images = rng.normal(backend, shape);
            Tensor labels = labels(config.backbone(), 4);
            check(d, images, x -> d.logits(x, labels, lod));
        }
    }

    private Tensor labels(Backbone backbone, int batch) {
        return backbone.labelSize() == 0
                ? null
                : rng.uniform(backend, Shape.of(batch, backbone.labelSize()));
    }

    private static void check(Module network, Tensor x, Function<Tensor, Tensor> f) {
        List<String> names = new ArrayList<>(network.parameters().keySet());
        List<Tensor> inputs = new ArrayList<>(List.of(x));
        inputs.addAll(network.parameters().values());
        CHECK.check(
                in -> {
                    Map<String, Tensor> parameters = new LinkedHashMap<>();
                    for (int i = 0; i < names.size(); i++) {
                        parameters.put(names.get(i), in.get(i + 1));
                    }
                    return network.withParameters(parameters, () -> List.of(f.apply(in.get(0))));
                },
                inputs);
    }
}
