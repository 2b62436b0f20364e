package io.github.stylegan4j.stylegan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.fused.Fused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks whose images are not square. */
class ProportionsTest extends OnReference {
    private static final BaseGrid GRID = new BaseGrid(3, 5);
    private static final Backbone BACKBONE = Tiny.backbone(16).withBaseGrid(GRID);

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.6, 1, 1.25, 2})
    void imagesAreTheGridDoubledAsOftenAsSquareOnes(double lod) {
        try (Generator g = Tiny.shaken(Tiny.generator(BACKBONE), backend, rng);
                Discriminator d = Tiny.shaken(Tiny.discriminator(BACKBONE), backend, rng)) {
            Styles styles = Styles.same(normal(4, 4), BACKBONE.layers());
            Tensor image = g.synthesis().synthesize(styles, lod, Noise.constant());
            int doubled = 1 << (2 - (int) lod);
            assertArrayEquals(new int[] {4, 3, 3 * doubled, 5 * doubled}, image.shape().dims());
            LevelOfDetail at = LevelOfDetail.at(BACKBONE, lod);
            Tensor full = at.enlarge(image);
            assertArrayEquals(new int[] {4, 3, 12, 20}, full.shape().dims());
            assertClose(d.logits(image, null, lod), d.logitsOfFullSize(full, null, lod));
        }
    }

    @Test
    void fadesEndWhereTheNextLevelBegins() {
        try (Discriminator d = Tiny.shaken(Tiny.discriminator(BACKBONE), backend, rng)) {
            Tensor images = normal(4, 3, 6, 10);
            assertClose(
                    d.logits(images, null, 1),
                    d.logits(Fused.upsample(images), null, Math.nextDown(1.0)));
        }
    }

    @Test
    void onlyTheInputAndTheLastLayersDependOnTheGrid() {
        long square = Tiny.generator(Tiny.backbone(16)).summary().parameters();
        long other = Tiny.generator(BACKBONE).summary().parameters();
        int channels = BACKBONE.featureMaps().at(4);
        assertEquals(square + (3 * 5 - 16) * channels, other);
        long squareScore = Tiny.discriminator(Tiny.backbone(16)).summary().parameters();
        long otherScore = Tiny.discriminator(BACKBONE).summary().parameters();
        int hidden = BACKBONE.featureMaps().atStage(0);
        assertEquals(squareScore + (3 * 5 - 16) * channels * hidden, otherScore);
    }

    @Test
    void imagesOfAnotherSizeAreRefused() {
        try (Discriminator d = new Discriminator(Tiny.discriminator(BACKBONE), backend, rng)) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> d.logits(normal(4, 3, 16, 16), null, 0));
            assertTrue(e.getMessage().contains("[N, 3, 12, 20]"), e.getMessage());
        }
    }
}
