package io.github.stylegan4j.train.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.check.GradCheck;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Rows;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images changed at random: the same on every device, differentiable twice, image by image. */
class AugmentationTest {
    private static final long SEED = Long.getLong("tests.seed", 11);

    private static Stream<String> devices() {
        return Backends.devices().stream().filter(DeviceInfo::usable).map(DeviceInfo::id);
    }

    private static Map<String, Augmentation> all() {
        return Map.of(
                "ada", Augmentations.adaptive(),
                "color", Augmentations.diffAugment("color"),
                "translation", Augmentations.diffAugment("translation"),
                "cutout", Augmentations.diffAugment("cutout"),
                "all", Augmentations.diffAugment("color, translation,cutout"));
    }

    private static AugmentationContext context(double probability) {
        return new AugmentationContext(new Rng(SEED, 3), probability);
    }

    private static Tensor images(Backend backend, int... dims) {
        return new Rng(SEED, 1).normal(backend, Shape.of(dims));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void derivativesAgreeToSecondOrder(String device) {
        BackendOptions options = BackendOptions.defaults().withDType(DType.FLOAT64);
        try (Backend backend = Backends.open(device, options);
                Scope scope = Scope.open("test")) {
            Tensor point = images(backend, 2, 3, 6, 5);
            all().forEach(
                            (name, augmentation) ->
                                    GradCheck.standard()
                                            .check(
                                                    x ->
                                                            augmentation
                                                                    .augment(x, context(0.9))
                                                                    .square()
                                                                    .mul(x),
                                                    point));
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void everyDeviceMakesTheSameImages(String device) {
        try (Backend reference =
                        Backends.open(
                                "reference", BackendOptions.defaults().withDType(DType.FLOAT64));
                Backend backend = Backends.open(device);
                Scope scope = Scope.open("test")) {
            for (int channels : new int[] {1, 3, 4}) {
                Tensor exact = images(reference, 5, channels, 16, 16);
                Tensor quick = Tensors.of(backend, exact.shape(), exact.toDoubles());
                all().forEach(
                                (name, augmentation) ->
                                        assertArrayEquals(
                                                augmentation
                                                        .augment(exact, context(0.8))
                                                        .toDoubles(),
                                                augmentation
                                                        .augment(quick, context(0.8))
                                                        .toDoubles(),
                                                2e-4,
                                                name + " of " + channels + " channels"));
            }
        }
    }

    @Test
    void withProbabilityZeroNothingChanges() {
        try (Backend backend = Backends.open("cpu");
                Scope scope = Scope.open("test")) {
            Tensor x = images(backend, 4, 3, 8, 8);
            assertSame(x, Augmentations.adaptive().augment(x, context(0)));
            assertSame(x, Augmentation.none().augment(x, context(1)));
            Rng still = new Rng(1, 1);
            Rng moved = new Rng(1, 1);
            Augmentations.adaptive().augment(x, new AugmentationContext(still, 0));
            Augmentations.adaptive().augment(x, new AugmentationContext(moved, 1));
            assertEquals(still.position(), moved.position());
        }
    }

    /** What happens to an image does not depend on which others are computed with it. */
    @Test
    void partsOfAMinibatchAreChangedAsInTheWhole() {
        try (Backend backend = Backends.open("cpu");
                Scope scope = Scope.open("test")) {
            Tensor x = images(backend, 8, 3, 8, 8);
            all().forEach(
                            (name, augmentation) -> {
                                Tensor whole = augmentation.augment(x, context(0.7));
                                for (Rows part : Rows.split(8, 2, 4)) {
                                    AugmentationContext own =
                                            new AugmentationContext(
                                                    new Rng(SEED, 3).rows(part), 0.7);
                                    assertArrayEquals(
                                            part.of(whole).toDoubles(),
                                            augmentation.augment(part.of(x), own).toDoubles(),
                                            1e-5,
                                            name);
                                }
                            });
        }
    }

    @Test
    void movementsAreWhatTheirNamesSay() {
        try (Backend backend = Backends.open("cpu");
                Scope scope = Scope.open("test")) {
            Tensor x = images(backend, 1, 2, 6, 6);
            assertArrayEquals(
                    x.flip(3).toFloats(), moved(x, ImageMatrix.scaling(-1, 1)).toFloats(), 1e-6f);
            assertArrayEquals(
                    x.transpose(2, 3).flip(3).toFloats(),
                    moved(x, ImageMatrix.quarters(3)).toFloats(),
                    1e-6f);
            ImageMatrix twice = ImageMatrix.turning(0.3).after(ImageMatrix.turning(-0.3));
            assertArrayEquals(x.toFloats(), moved(x, twice).toFloats(), 1e-5f);
            Tensor right = ImageMatrix.apply(x, one(ImageMatrix.moving(-2, 0)), false);
            assertArrayEquals(x.slice(3, 0, 4).pad(3, 2, 0).toFloats(), right.toFloats(), 1e-6f);
            Tensor mirrored = moved(x, ImageMatrix.moving(-2, 0));
            assertArrayEquals(
                    Tensors.concat(3, x.slice(3, 1, 3).flip(3), x.slice(3, 0, 4)).toFloats(),
                    mirrored.toFloats(),
                    1e-6f);
        }
    }

    private static Tensor moved(Tensor x, ImageMatrix m) {
        return ImageMatrix.apply(x, one(m), true);
    }

    private static ImageMatrix[] one(ImageMatrix m) {
        return new ImageMatrix[] {m};
    }

    @Test
    void coloursAreWhatTheirNamesSay() {
        try (Backend backend = Backends.open("cpu");
                Scope scope = Scope.open("test")) {
            Tensor x = images(backend, 1, 3, 4, 4);
            Tensor gray = x.meanKeepDims(1);
            ColourMatrix[] third = {ColourMatrix.turning(2 * Math.PI / 3)};
            float[] turned = ColourMatrix.apply(x, third).toFloats();
            float[] given = x.toFloats();
            assertArrayEquals(
                    Arrays.copyOfRange(given, 0, 16), Arrays.copyOfRange(turned, 16, 32), 1e-5f);
            ColourMatrix[] none = {ColourMatrix.ofParts(1, 0)};
            assertArrayEquals(
                    gray.expand(x.shape()).toFloats(),
                    ColourMatrix.apply(x, none).toFloats(),
                    1e-5f);
            ColourMatrix[] inverted = {ColourMatrix.ofParts(-1, 1)};
            assertArrayEquals(
                    x.sub(gray.mul(2)).toFloats(),
                    ColourMatrix.apply(x, inverted).toFloats(),
                    1e-5f);
            ColourMatrix[] both = {ColourMatrix.scaling(2).after(ColourMatrix.adding(1))};
            assertArrayEquals(
                    x.affine(2, 2).toFloats(), ColourMatrix.apply(x, both).toFloats(), 1e-5f);
        }
    }

    @Test
    void opacityIsNoColour() {
        try (Backend backend = Backends.open("cpu");
                Scope scope = Scope.open("test")) {
            Tensor four = images(backend, 3, 4, 8, 8);
            Tensor three = four.slice(1, 0, 3);
            Augmentation colour = Augmentations.diffAugment("color");
            Tensor with = colour.augment(four, context(1));
            assertArrayEquals(four.slice(1, 3, 4).toFloats(), with.slice(1, 3, 4).toFloats());
            assertArrayEquals(
                    colour.augment(three, context(1)).toFloats(),
                    with.slice(1, 0, 3).toFloats(),
                    1e-5f);
            ColourMatrix[] half = new ColourMatrix[3];
            Arrays.fill(half, ColourMatrix.scaling(0.5));
            assertArrayEquals(
                    four.slice(1, 3, 4).toFloats(),
                    ColourMatrix.apply(four, half).slice(1, 3, 4).toFloats());
        }
    }

    @Test
    void cutoutLeavesAtMostAQuarterOut() {
        try (Backend backend = Backends.open("cpu");
                Scope scope = Scope.open("test")) {
            Tensor x = Tensors.ones(backend, Shape.of(50, 1, 8, 8));
            float[] left = Augmentations.diffAugment("cutout").augment(x, context(1)).toFloats();
            double[] missing = new double[50];
            for (int i = 0; i < left.length; i++) {
                missing[i / 64] += 1 - left[i];
            }
            assertTrue(Arrays.stream(missing).allMatch(m -> m >= 4 && m <= 16));
            assertTrue(Arrays.stream(missing).anyMatch(m -> m == 16));
        }
    }

    @Test
    void theProbabilityFollowsTheSign() {
        AdaptiveProbability p = new AdaptiveProbability(0.6, 1, 0.1);
        p.adapt(0.7, 200);
        assertEquals(0.3, p.probability(), 1e-12);
        p.adapt(0.5, 100);
        assertEquals(0.2, p.probability(), 1e-12);
        p.adapt(-1, 900);
        assertEquals(0, p.probability());
        p.adapt(1, 5000);
        assertEquals(1, p.probability());
        assertEquals(1, p.meanSign());
        AdaptiveProbability fixed = new AdaptiveProbability(0.6, 0, 0.4);
        fixed.adapt(1, 1000);
        assertEquals(0.4, fixed.probability());
        assertFalse(fixed.adapts());
    }

    @Test
    void whatIsNotThereIsRefused() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Augmentations.diffAugment("color,shear"));
        assertTrue(e.getMessage().contains("color, translation and cutout"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Augmentations.create("more", ""));
        assertEquals(List.of("none", "diffaugment", "ada"), Augmentations.names());
    }
}
