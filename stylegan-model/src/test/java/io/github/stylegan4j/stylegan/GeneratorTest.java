package io.github.stylegan4j.stylegan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mapping, mixing, truncation and the average of w. */
class GeneratorTest extends OnReference {
    private static final Backbone BACKBONE = Tiny.backbone(16);
    private static final int LAYERS = 6;

    private Generator generator;

    @BeforeEach
    void build() {
        generator = Tiny.shaken(Tiny.generator(BACKBONE), backend, rng);
    }

    @AfterEach
    void closeNetwork() {
        generator.close();
    }

    @Test
    void theDefaultsAreThePublishedOnes() {
        GeneratorConfig g = GeneratorConfig.of(1024, 3);
        assertEquals(new MappingConfig(8, 512, 512, 0.01, true), g.mapping());
        assertEquals(new SynthesisConfig(true, true, true, false, true), g.synthesis());
        assertEquals(new Truncation(0.7, 8), g.truncation());
        assertEquals(512, g.latentSize());
        assertEquals(0.9, g.styleMixing());
        assertEquals(0.995, g.averageDecay());
        assertEquals(new FeatureMaps(8192, 1, 512), g.backbone().featureMaps());
        assertTrue(g.backbone().blur() && g.backbone().equalizedLearningRate());
        assertEquals(18, g.styleLayers());
        assertEquals(4, DiscriminatorConfig.of(1024, 3).minibatchStdGroup());
    }

    @Test
    void onlyTheDirectionOfALatentMatters() {
        Tensor z = normal(3, 5).mul(1e4);
        Tensor w = generator.mapping().map(z, null);
        assertClose(w, generator.mapping().map(z.mul(1e4), null));

        GeneratorConfig free = generator.config();
        free = free.withMapping(free.mapping().withNormalizeLatents(false));
        try (Generator other = new Generator(free, backend, rng)) {
            other.copyFrom(generator);
            assertTrue(differ(w, other.mapping().map(z, null)));
        }
    }

    @Test
    void withoutLayersWIsTheNormalisedLatent() {
        GeneratorConfig config = generator.config();
        config = config.withMapping(config.mapping().withLayers(0));
        try (Generator g = new Generator(config, backend, rng)) {
            Tensor z = normal(3, 5);
            Tensor unit = z.mul(z.square().meanKeepDims(1).add(1e-8).rsqrt());
            assertClose(unit, g.mapping().map(z, null));
            assertEquals(5, config.styleSize());
        }
    }

    @Test
    void labelsAreEmbeddedBesideTheLatentAndNormalisedWithIt() {
        GeneratorConfig config = Tiny.generator(BACKBONE.withLabelSize(3));
        config = config.withMapping(config.mapping().withLayers(0));
        try (Generator g = new Generator(config, backend, rng)) {
            Tensor z = normal(2, 5);
            Tensor labels = normal(2, 3);
            Tensor embedded = labels.matmul(g.parameters().get("mapping.label.weight"));
            Tensor both = Tensors.concat(1, z, embedded);
            Tensor unit = both.mul(both.square().meanKeepDims(1).add(1e-8).rsqrt());
            assertClose(unit, g.mapping().map(z, labels));
            assertEquals(10, config.styleSize());
            Shape images = g.generate(z, labels, Noise.none()).shape();
            assertEquals(Shape.of(2, 3, 16, 16), images);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 6", "0.5, 6", "1, 4", "1.9, 4", "2, 2"})
    void oneCutoffIsDrawnFromTheActiveLayers(double lod, int active) {
        Set<Integer> cutoffs = new HashSet<>();
        int unmixed = 0;
        Tensor z = normal(2, 5);
        for (int i = 0; i < 150; i++) {
            Styles styles = generator.trainingStyles(z, null, lod, rng);
            Tensor first = styles.layer(0);
            int cutoff =
                    (int) IntStream.range(0, LAYERS).filter(l -> styles.layer(l) == first).count();
            for (int layer = 0; layer < cutoff; layer++) {
                assertSame(first, styles.layer(layer));
            }
            for (int layer = cutoff; layer < LAYERS; layer++) {
                assertSame(styles.layer(LAYERS - 1), styles.layer(layer));
            }
            if (cutoff == LAYERS) {
                unmixed++;
            } else {
                assertNotSame(first, styles.layer(LAYERS - 1));
                cutoffs.add(cutoff);
            }
        }
        Set<Integer> expected =
                IntStream.range(1, active).boxed().collect(Collectors.toCollection(HashSet::new));
        assertEquals(expected, cutoffs);
        assertTrue(unmixed >= 3 && unmixed <= 35, unmixed + " of 150 were not mixed");
    }

    @Test
    void mixingTakesCoarseLayersFromTheFirstLatent() {
        Styles a = Styles.same(normal(2, 4), LAYERS);
        Styles b = Styles.perLayer(normal(2, LAYERS, 4));
        Styles mixed = a.mixedWith(b, 2);
        Tensor expected =
                Tensors.concat(1, a.toTensor().slice(1, 0, 2), b.toTensor().slice(1, 2, LAYERS));
        assertClose(expected, mixed.toTensor());
        assertClose(a.toTensor(), a.mixedWith(b, LAYERS).toTensor());
        assertClose(
                generator.synthesis().synthesize(mixed, Noise.constant()),
                generator.synthesis().synthesize(Styles.perLayer(expected), Noise.constant()));
    }

    @ParameterizedTest
    @CsvSource({"0.7, 4", "0, 6", "-1, 2", "1.5, 3", "0.5, 100"})
    void truncationScalesTheDistanceFromTheAverage(double psi, int cutoff) {
        Tensor w = normal(2, 4);
        Tensor average = normal(4);
        Styles styles = Styles.same(w, LAYERS).truncated(average, new Truncation(psi, cutoff));
        Tensor moved = w.mul(psi).add(average.mul(1 - psi));
        for (int i = 0; i < LAYERS; i++) {
            assertClose(i < cutoff ? moved : w, styles.layer(i));
        }
    }

    @Test
    void truncationIsOffWithoutPsiOrCutoff() {
        Styles styles = Styles.same(normal(2, 4), LAYERS);
        Tensor average = normal(4);
        for (Truncation off :
                new Truncation[] {
                    Truncation.none(),
                    Truncation.ofNullable(0.7, null),
                    Truncation.ofNullable(null, 8),
                    new Truncation(1, 8),
                    new Truncation(0.7, 0)
                }) {
            assertSame(styles, styles.truncated(average, off));
        }
        assertEquals(new Truncation(0.7, 8), Truncation.ofNullable(0.7, 8));
    }

    @Test
    void picturesAreTruncatedAndTrainingImagesAreNot() {
        Tensor z = normal(2, 5);
        Tensor w = generator.mapping().map(z, null);
        Tensor expected = w.mul(0.7).add(generator.averageW().mul(0.3));
        Styles truncated = Styles.same(w, LAYERS).mixedWith(Styles.same(expected, LAYERS), 0);
        assertClose(
                generator.synthesis().synthesize(truncated, Noise.constant()),
                generator.generate(z, null, Noise.constant()));

        GeneratorConfig unmixed = generator.config().withStyleMixing(0);
        try (Generator g = new Generator(unmixed, backend, rng)) {
            g.copyFrom(generator);
            Rng noise = new Rng(3, 3);
            Tensor plain = g.synthesis().synthesize(Styles.same(w, LAYERS), Noise.random(noise));
            assertClose(plain, g.trainingImages(z, null, 0, new Rng(3, 3)));
        }
    }

    @Test
    void theAverageFollowsTheFirstLatentOfEveryTrainingMinibatch() {
        Tensor expected = generator.averageW().copy();
        for (int i = 0; i < 3; i++) {
            Tensor z = normal(4, 5);
            expected = expected.mul(0.995).add(generator.mapping().map(z, null).mean(0).mul(0.005));
            Tensor before = generator.averageW();
            generator.trainingImages(z, null, 1, rng);
            assertSame(before, generator.averageW());
            assertClose(expected, generator.averageW());
        }
        generator.generate(normal(4, 5), null, Noise.none());
        assertClose(expected, generator.averageW());
    }

    @Test
    void picturesAreNotRecorded() {
        assertTrue(generator.trainingImages(normal(1, 5), null, 0, rng).isTracked());
        assertTrue(!generator.generate(normal(1, 5), null, Noise.none()).isTracked());
    }

    @Test
    void generatingLeavesNothingBehind() {
        Tensor z = normal(2, 5);
        long live = backend.memory().liveBuffers();
        for (double lod : new double[] {0, 0.5, 2}) {
            generator.generate(z, null, Truncation.allLayers(0.5), lod, Noise.random(rng)).close();
            assertEquals(live, backend.memory().liveBuffers());
            try (Scope step = Scope.open("step")) {
                generator.trainingImages(z, null, lod, rng);
            }
            assertEquals(live, backend.memory().liveBuffers());
        }
    }

    @Test
    void wrongInputsAreNamed() {
        assertMessage("latents z", () -> generator.mapping().map(normal(2, 4), null));
        assertMessage("labels", () -> generator.mapping().map(normal(2, 5), normal(2, 1)));
        assertMessage(
                "styles are for 5 layers",
                () -> generator.synthesis().synthesize(Styles.same(normal(2, 4), 5), Noise.none()));
        try (Generator g = new Generator(Tiny.generator(BACKBONE.withLabelSize(2)), backend, rng)) {
            assertMessage("missing", () -> g.mapping().map(normal(2, 5), null));
            assertMessage("[2, 2]", () -> g.mapping().map(normal(2, 5), normal(2, 3)));
        }
    }

    private static void assertMessage(String part, Runnable body) {
        String message = assertThrows(IllegalArgumentException.class, body::run).getMessage();
        assertTrue(message.contains(part), message);
    }
}
