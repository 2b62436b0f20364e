package io.github.stylegan4j.stylegan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.fused.Fused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks below their full resolution, and between two resolutions. */
class GrowthTest extends OnReference {
    private static final Backbone BACKBONE = Tiny.backbone(16);

    private Generator generator;
    private Discriminator discriminator;
    private Styles styles;

    @BeforeEach
    void build() {
        generator = Tiny.shaken(Tiny.generator(BACKBONE), backend, rng);
        discriminator = Tiny.shaken(Tiny.discriminator(BACKBONE), backend, rng);
        styles = Styles.same(normal(2, 4), BACKBONE.layers());
    }

    @AfterEach
    void closeNetworks() {
        generator.close();
        discriminator.close();
    }

    private Tensor image(double lod) {
        return generator.synthesis().synthesize(styles, lod, Noise.constant());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1.75})
    void imagesFadeLinearlyBetweenLevels(double lod) {
        Tensor fine = image(Math.floor(lod));
        Tensor coarse = Fused.upsample(image(Math.ceil(lod)));
        double t = lod - Math.floor(lod);
        assertClose(fine.mul(1 - t).add(coarse.mul(t)), image(lod));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void fadesEndWhereTheNextLevelBegins(int lod) {
        Tensor before = image(Math.nextDown((double) lod));
        assertClose(Fused.upsample(image(lod)), before);

        Tensor images = normal(4, 3, 16 >> lod, 16 >> lod);
        Tensor enlarged = Fused.upsample(images);
        assertClose(
                discriminator.logits(images, null, lod),
                discriminator.logits(enlarged, null, Math.nextDown((double) lod)));
    }

    @Test
    void scoresFadeTheFeaturesOfBothResolutions() {
        Map<String, Tensor> seen = new HashMap<>();
        Tensor images = normal(4, 3, 16, 16);
        discriminator.logits(images, null, 0.25, (layer, output) -> seen.put(layer, output.keep()));
        Tensor coarse = layer("fromrgb.b8", Fused.downsample(images));
        Tensor mixed = seen.get("b16.conv1_down").mul(0.75).add(coarse.mul(0.25));
        assertClose(layer("b8.conv0", mixed), seen.get("b8.conv0"));
        seen.values().forEach(Tensor::close);
    }

    private Tensor layer(String name, Tensor x) {
        Tensor weight = discriminator.parameters().get(name + ".weight");
        Tensor bias = discriminator.parameters().get(name + ".bias");
        double he = Math.sqrt(2.0 / (weight.size() / weight.dim(0)));
        return x.conv2d(weight.mul(he)).add(bias.reshape(1, -1, 1, 1)).leakyRelu(0.2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 1.5, 2})
    void currentAndFullSizeAreTheSameFunction(double lod) {
        LevelOfDetail at = LevelOfDetail.at(BACKBONE, lod);
        Tensor current = image(lod);
        Tensor full = at.enlarge(current);
        assertEquals(List.of(2, 3, 16, 16), dims(full));
        assertClose(current, at.shrink(full));
        assertClose(
                discriminator.logits(current, null, lod),
                discriminator.logitsOfFullSize(full, null, lod));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 1.5, 2})
    void gradientPenaltiesOfCurrentSizeAreFourToTheLevelTimesTooLarge(double lod) {
        LevelOfDetail at = LevelOfDetail.at(BACKBONE, lod);
        Tensor current = normal(4, 3, at.resolution(), at.resolution()).track();
        Tensor full = at.enlarge(current.detach()).track();
        double atCurrent = penalty(current, x -> discriminator.logits(x, null, lod));
        double atFull = penalty(full, x -> discriminator.logitsOfFullSize(x, null, lod));
        assertEquals(atFull, atCurrent * Math.pow(4, -at.level()), 1e-9 * atFull);
    }

    private static double penalty(Tensor images, Function<Tensor, Tensor> scores) {
        Tensor sum = scores.apply(images).sum();
        return Autograd.grad(sum, List.of(images)).get(images).square().sum().item();
    }

    @Test
    void onlyActiveBlocksAreComputed() {
        List<String> layers = new ArrayList<>();
        generator
                .synthesis()
                .synthesize(styles, 1, Noise.none(), (layer, output) -> layers.add(layer));
        assertEquals(List.of("b4.const", "b4.conv", "b8.conv0_up", "b8.conv1", "torgb.b8"), layers);

        layers.clear();
        Tensor images = normal(4, 3, 8, 8);
        discriminator.logits(images, null, 1.5, (layer, output) -> layers.add(layer));
        assertEquals(
                List.of(
                        "fromrgb.b8",
                        "b8.conv0",
                        "b8.conv1_down",
                        "fromrgb.b4",
                        "b4.conv",
                        "b4.dense0",
                        "b4.dense1"),
                layers);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 2.1, Double.NaN, Double.POSITIVE_INFINITY})
    void levelsThatDoNotExistAreRefused(double lod) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> image(lod)).getMessage();
        assertTrue(message.contains("from 0 to 2"), message);
    }

    @Test
    void fixedNetworksHaveColoursAtFullResolutionOnly() {
        Backbone fixed = BACKBONE.withStructure(Structure.FIXED);
        try (Generator g = new Generator(Tiny.generator(fixed), backend, rng);
                Discriminator d = new Discriminator(Tiny.discriminator(fixed), backend, rng)) {
            assertEquals(
                    List.of("synthesis.torgb.b16.weight", "synthesis.torgb.b16.bias"),
                    g.parameters().keySet().stream().filter(n -> n.contains("rgb")).toList());
            assertEquals(
                    List.of("fromrgb.b16.weight", "fromrgb.b16.bias"),
                    d.parameters().keySet().stream().filter(n -> n.contains("rgb")).toList());
            Tensor images = g.synthesis().synthesize(styles, Noise.none());
            assertEquals(List.of(2), dims(d.logits(images, null, 0)));
            assertThrows(IllegalArgumentException.class, () -> d.logits(images, null, 0.5));
        }
    }

    @Test
    void theSmallestNetworksAreOneBlock() {
        Backbone four = Tiny.backbone(4);
        try (Generator g = new Generator(Tiny.generator(four), backend, rng);
                Discriminator d = new Discriminator(Tiny.discriminator(four), backend, rng)) {
            Tensor images = g.trainingImages(normal(3, 5), null, 0, rng);
            assertEquals(List.of(3, 3, 4, 4), dims(images));
            assertEquals(List.of(3), dims(d.logits(images, null, 0)));
        }
    }

    private static List<Integer> dims(Tensor t) {
        return Arrays.stream(t.shape().dims()).boxed().toList();
    }
}
