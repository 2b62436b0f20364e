package io.github.stylegan4j.stylegan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscriminatorTest extends OnReference {
    private static final Backbone BACKBONE = Tiny.backbone(8);

    @Test
    void aScoreWithLabelsIsThatOfTheLabelledClasses() {
        DiscriminatorConfig config = Tiny.discriminator(BACKBONE.withLabelSize(3));
        try (Discriminator d = Tiny.shaken(config, backend, rng)) {
            Tensor images = normal(4, 3, 8, 8);
            Tensor labels = normal(4, 3);
            Map<String, Tensor> seen = new HashMap<>();
            Tensor logits = d.logits(images, labels, 0, (layer, x) -> seen.put(layer, x.keep()));
            assertClose(seen.get("b4.dense1").mul(labels).sum(1), logits);
            seen.values().forEach(Tensor::close);
        }
    }

    @Test
    void theLastBlockSeesTheDeviationOfTheMinibatch() {
        Tensor images = normal(4, 3, 8, 8);
        Tensor other = Tensors.concat(0, images.slice(0, 0, 1), normal(3, 3, 8, 8));
        try (Discriminator grouped = Tiny.shaken(Tiny.discriminator(BACKBONE), backend, rng);
                Discriminator alone =
                        Tiny.shaken(
                                Tiny.discriminator(BACKBONE).withMinibatchStdGroup(1),
                                backend,
                                rng)) {
            assertTrue(
                    differ(
                            grouped.logits(images, null, 0).slice(0, 0, 1),
                            grouped.logits(other, null, 0).slice(0, 0, 1)));
            assertClose(
                    alone.logits(images, null, 0).slice(0, 0, 1),
                    alone.logits(other, null, 0).slice(0, 0, 1));
            assertEquals(7, grouped.parameters().get("b4.conv.weight").dim(1));
            assertEquals(6, alone.parameters().get("b4.conv.weight").dim(1));
        }
    }

    @Test
    void theBlurPrecedesHalving() {
        try (Discriminator blurred = Tiny.shaken(Tiny.discriminator(BACKBONE), backend, rng);
                Discriminator sharp =
                        new Discriminator(
                                Tiny.discriminator(BACKBONE.withBlur(false)), backend, rng)) {
            sharp.copyFrom(blurred);
            Map<String, Tensor> seen = new HashMap<>();
            Tensor images = normal(4, 3, 8, 8);
            Tensor logits =
                    blurred.logits(images, null, 0, (layer, x) -> seen.put(layer, x.keep()));
            Map<String, Tensor> p = blurred.parameters();
            Tensor binomial =
                    Tensors.of(backend, Shape.of(1, 1, 3, 3), 1, 2, 1, 2, 4, 2, 1, 2, 1)
                            .mul(1.0 / 16)
                            .expand(6, 1, 3, 3);
            Tensor x = seen.get("b8.conv0").conv2d(binomial, 1, 1, 6);
            x = x.conv2d(p.get("b8.conv1_down.weight").mul(Math.sqrt(2.0 / 54)));
            x = x.reshape(4, 6, 4, 2, 4, 2).mean(3, 5);
            x = x.add(p.get("b8.conv1_down.bias").reshape(1, 6, 1, 1)).leakyRelu(0.2);
            assertClose(x, seen.get("b8.conv1_down"));
            assertTrue(differ(logits, sharp.logits(images, null, 0)));
            seen.values().forEach(Tensor::close);
        }
    }

    @Test
    void imagesOfAnotherSizeAreRefused() {
        try (Discriminator d = new Discriminator(Tiny.discriminator(BACKBONE), backend, rng)) {
            for (int[] dims : new int[][] {{4, 3, 8, 4}, {4, 1, 8, 8}, {4, 3, 16, 16}, {3, 8, 8}}) {
                Tensor images = normal(dims);
                String message =
                        assertThrows(
                                        IllegalArgumentException.class,
                                        () -> d.logits(images, null, 0))
                                .getMessage();
                assertTrue(message.contains("[N, 3, 8, 8]"), message);
            }
        }
    }

    @Test
    void scoringLeavesNothingBehind() {
        try (Discriminator d = new Discriminator(Tiny.discriminator(BACKBONE), backend, rng)) {
            Tensor images = normal(4, 3, 8, 8);
            long live = backend.memory().liveBuffers();
            try (Scope step = Scope.open("step")) {
                d.logitsOfFullSize(images, null, 0.5);
            }
            assertEquals(live, backend.memory().liveBuffers());
        }
    }
}
