package io.github.stylegan4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.check.GradCheck;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.Fused;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {
    private static final int N = 3;
    private static final int CHANNELS = 2;
    private static final int SIZE = 4;

    private final Rng rng = new Rng(Long.getLong("tests.seed", 7), 1);
    private Backend backend;
    private Scope scope;
    private Tensor reals;
    private Tensor fakes;
    private List<Tensor> weights;

    @BeforeEach
    void open() {
        backend = Backends.open("reference");
        scope = Scope.open("test");
        Shape images = Shape.of(N, CHANNELS, SIZE, SIZE);
        reals = rng.normal(backend, DType.FLOAT64, images);
        fakes = rng.normal(backend, DType.FLOAT64, images);
        weights = TinyDiscriminator.weights(backend, rng, CHANNELS, SIZE);
    }

    @AfterEach
    void everythingIsGivenBack() {
        scope.close();
        assertEquals(0, backend.memory().liveBuffers(), "live buffers after the scope");
        backend.close();
    }

    static List<String> names() {
        return List.copyOf(LossCatalog.names());
    }

    private static LossContext context() {
        return LossContext.fullSize(new Rng(5, 2));
    }

    private static GanLoss loss(String name) {
        return LossCatalog.create(name, LossOptions.defaults().withGammas(10, 3));
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    /** Scores without gradient: -2, 0.5 and 3 for reals, the same plus 1 for fakes. */
    private double[] lossesOfGivenScores(GanLoss loss) {
        Tensor real = Tensors.of(backend, DType.FLOAT64, Shape.of(3, 1), -2, 0.5, 3);
        DiscriminatorFunction d = x -> (x.toDoubles()[0] == 0 ? real : real.add(1));
        Tensor zeros = Tensors.zeros(backend, Shape.of(3, 1, 4, 4));
        LossValue v = loss.discriminatorLoss(d, zeros, zeros.add(1), context());
        double[] perImage = v.statistics().get("loss_d").toDoubles();
        double mean = (perImage[0] + perImage[1] + perImage[2]) / 3;
        assertEquals(mean, v.loss().item(), 1e-12);
        return perImage;
    }

    private static double[] each(DoubleUnaryOperator f) {
        return new double[] {f.applyAsDouble(-2), f.applyAsDouble(0.5), f.applyAsDouble(3)};
    }

    private static GanLoss withoutGradients(String name) {
        return LossCatalog.create(
                name, LossOptions.defaults().withGammas(0, 0).withGradientPenalty(0, 1));
    }

    @Test
    void discriminatorLossesFollowTheirFormulas() {
        double[] logistic = each(r -> softplus(r + 1) + softplus(-r));
        double[] wasserstein = each(r -> r + 1 - r + 0.001 * r * r);
        double[] hinge = each(r -> Math.max(0, 1 + r + 1) + Math.max(0, 1 - r));
        assertArrayEquals(logistic, lossesOfGivenScores(withoutGradients("logistic")), 1e-12);
        assertArrayEquals(
                logistic, lossesOfGivenScores(withoutGradients("logistic-saturating")), 1e-12);
        assertArrayEquals(wasserstein, lossesOfGivenScores(withoutGradients("wgan")), 1e-12);
        assertArrayEquals(wasserstein, lossesOfGivenScores(withoutGradients("wgan-gp")), 1e-12);
        assertArrayEquals(hinge, lossesOfGivenScores(withoutGradients("hinge")), 1e-12);
        assertArrayEquals(hinge, lossesOfGivenScores(withoutGradients("hinge-gp")), 1e-12);
    }

    @Test
    void generatorLossesFollowTheirFormulas() {
        Tensor scores = Tensors.of(backend, DType.FLOAT64, Shape.of(3), -2, 0.5, 3);
        Tensor images = Tensors.zeros(backend, Shape.of(3, 1, 4, 4));
        for (String name : names()) {
            LossValue v = loss(name).generatorLoss(x -> scores, images);
            double[] expected =
                    switch (name) {
                        case "logistic" -> each(f -> softplus(-f));
                        case "logistic-saturating" -> each(f -> -softplus(f));
                        default -> each(f -> -f);
                    };
            assertArrayEquals(expected, v.statistics().get("loss_g").toDoubles(), 1e-12, name);
            assertEquals(
                    (expected[0] + expected[1] + expected[2]) / 3, v.loss().item(), 1e-12, name);
        }
    }

    @Test
    void functionsOfScoresAreALoss() {
        GanLoss own =
                GanLoss.of(
                        (real, fake) -> fake.softplus().add(real.neg().softplus()),
                        fake -> fake.neg().softplus());
        double[] expected = lossesOfGivenScores(withoutGradients("logistic"));
        assertArrayEquals(expected, lossesOfGivenScores(own), 0);
        Tensor scores = Tensors.of(backend, DType.FLOAT64, Shape.of(3, 1), -2, 0.5, 3);
        Tensor images = Tensors.zeros(backend, Shape.of(3, 1, 4, 4));
        LossValue generator = own.generatorLoss(x -> scores, images);
        double[] perImage = generator.statistics().get("loss_g").toDoubles();
        assertArrayEquals(each(f -> softplus(-f)), perImage, 1e-12);
        assertEquals((perImage[0] + perImage[1] + perImage[2]) / 3, generator.loss().item(), 1e-12);
        LossValue discriminator =
                own.discriminatorLoss(x -> scores, images, images.add(1), context());
        assertEquals(
                List.of(LossValue.SCORES_REAL, LossValue.SCORES_FAKE, "loss_d"),
                List.copyOf(discriminator.statistics().keySet()));
        assertTrue(own.split().isEmpty());
    }

    @Test
    void aMeanIsNoLossPerImage() {
        GanLoss mean = GanLoss.of((real, fake) -> real.sub(fake).mean(), Tensor::mean);
        Tensor scores = Tensors.of(backend, DType.FLOAT64, Shape.of(3, 1), -2, 0.5, 3);
        Tensor images = Tensors.zeros(backend, Shape.of(3, 1, 4, 4));
        for (Executable loss :
                List.<Executable>of(
                        () -> mean.generatorLoss(x -> scores, images),
                        () -> mean.discriminatorLoss(x -> scores, images, images, context()))) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, loss);
            assertTrue(e.getMessage().contains("allowed is one number per image"), e.getMessage());
        }
    }

    @Test
    void gradientPenaltiesFollowTheirFormulas() {
        DiscriminatorFunction d = TinyDiscriminator.of(weights);
        LossValue plain =
                withoutGradients("logistic").discriminatorLoss(d, reals, fakes, context());
        LossValue r1r2 = loss("logistic").discriminatorLoss(d, reals, fakes, context());
        double[] atReals = numericSquaredNorms(d, reals);
        double[] atFakes = numericSquaredNorms(d, fakes);
        for (int i = 0; i < N; i++) {
            double penalty =
                    r1r2.statistics().get("loss_d").toDoubles()[i]
                            - plain.statistics().get("loss_d").toDoubles()[i];
            assertEquals(10 / 2. * atReals[i] + 3 / 2. * atFakes[i], penalty, 1e-6 * penalty);
        }
        assertArrayEquals(atReals, r1r2.statistics().get("r1_penalty").toDoubles(), 1e-6);
        assertArrayEquals(atFakes, r1r2.statistics().get("r2_penalty").toDoubles(), 1e-6);
    }

    @Test
    void interpolatedPenaltyPullsNormsTowardsTheTarget() {
        DiscriminatorFunction d = TinyDiscriminator.of(weights);
        Tensor u = new Rng(5, 2).uniform(backend, DType.FLOAT64, Shape.of(N, 1, 1, 1));
        double[] squared = numericSquaredNorms(d, reals.add(fakes.sub(reals).mul(u)));
        LossOptions options = LossOptions.defaults().withGradientPenalty(7, 2);
        double[] without =
                LossCatalog.create("hinge", options)
                        .discriminatorLoss(d, reals, fakes, context())
                        .statistics()
                        .get("loss_d")
                        .toDoubles();
        double[] with =
                LossCatalog.create("hinge-gp", options)
                        .discriminatorLoss(d, reals, fakes, context())
                        .statistics()
                        .get("loss_d")
                        .toDoubles();
        for (int i = 0; i < N; i++) {
            double expected = 7 / 4. * Math.pow(Math.sqrt(squared[i]) - 2, 2);
            assertEquals(expected, with[i] - without[i], 1e-6);
        }
    }

    private double[] numericSquaredNorms(DiscriminatorFunction d, Tensor images) {
        double[] squared = new double[N];
        double[] g =
                GradCheck.numericGradient(
                        x -> d.score(x).sum(), images.detach().contiguous(), 1e-5);
        for (int i = 0; i < g.length; i++) {
            squared[i / (g.length / N)] += g[i] * g[i];
        }
        return squared;
    }

    /** First and second derivatives of the losses, penalties included, by D's weights. */
    @ParameterizedTest
    @MethodSource("names")
    void discriminatorLossPassesTheGradientCheck(String name) {
        GradCheck.standard()
                .check(
                        w ->
                                List.of(
                                        loss(name)
                                                .discriminatorLoss(
                                                        TinyDiscriminator.of(w),
                                                        reals,
                                                        fakes,
                                                        context())
                                                .loss()),
                        weights);
    }

    @ParameterizedTest
    @MethodSource("names")
    void generatorLossPassesTheGradientCheck(String name) {
        List<Tensor> inputs = new ArrayList<>(weights);
        inputs.add(fakes);
        GradCheck.standard()
                .check(
                        in ->
                                List.of(
                                        loss(name)
                                                .generatorLoss(
                                                        TinyDiscriminator.of(in.subList(0, 2)),
                                                        in.get(2))
                                                .loss()),
                        inputs);
    }

    /** A penalty at a lower resolution equals that of the enlarged images. */
    @ParameterizedTest
    @MethodSource("names")
    void penaltyAtTheCurrentResolutionEqualsThatAtFullSize(String name) {
        DiscriminatorFunction small = TinyDiscriminator.of(weights);
        DiscriminatorFunction full = x -> small.score(Fused.downsample(Fused.downsample(x)));
        LossValue expected =
                loss(name)
                        .discriminatorLoss(
                                full,
                                Fused.upsample(Fused.upsample(reals)),
                                Fused.upsample(Fused.upsample(fakes)),
                                context());
        LossValue found =
                loss(name)
                        .discriminatorLoss(small, reals, fakes, new LossContext(2, new Rng(5, 2)));
        assertEquals(expected.loss().item(), found.loss().item(), 1e-10);
        expected.statistics()
                .forEach(
                        (key, value) ->
                                assertArrayEquals(
                                        value.toDoubles(),
                                        found.statistics().get(key).toDoubles(),
                                        1e-10,
                                        key));
    }

    @Test
    void penaltyWithoutSecondDerivativesWouldLeaveTheWeightsAlone() {
        weights.forEach(Tensor::track);
        LossOptions options = LossOptions.defaults();
        DiscriminatorFunction d = TinyDiscriminator.of(weights);
        Tensor with =
                LossCatalog.create("logistic", options)
                        .discriminatorLoss(d, reals, fakes, context())
                        .loss();
        Tensor without =
                LossCatalog.create("logistic", options.withGammas(0, 0))
                        .discriminatorLoss(d, reals, fakes, context())
                        .loss();
        double[] a = Autograd.grad(with, weights).get(weights.get(0)).toDoubles();
        double[] b = Autograd.grad(without, weights).get(weights.get(0)).toDoubles();
        for (int i = 0; i < a.length; i++) {
            assertTrue(Math.abs(a[i] - b[i]) > 1e-6, "weight " + i + " feels no penalty");
        }
    }

    @Test
    void noGradientReachesWhatMadeTheImages() {
        fakes.track();
        weights.forEach(Tensor::track);
        LossValue v =
                loss("wgan-gp")
                        .discriminatorLoss(
                                TinyDiscriminator.of(weights), reals, fakes.mul(2), context());
        List<Tensor> wanted = List.of(weights.get(0), fakes);
        assertFalse(Autograd.grad(v.loss(), wanted).reached(fakes));
    }

    @Test
    void shapesThatWouldBroadcastAreRefused() {
        GanLoss loss = loss("wgan-gp");
        DiscriminatorFunction d = TinyDiscriminator.of(weights);
        refused(
                "equal shapes",
                () -> loss.discriminatorLoss(d, reals, fakes.slice(0, 0, 1), context()));
        refused(
                "allowed is [3, 1] or [3]",
                () -> loss.discriminatorLoss(x -> d.score(x).sum(), reals, fakes, context()));
        refused(
                "allowed is [3, 1] or [3]",
                () -> loss.generatorLoss(x -> d.score(x).expand(N, 2), fakes));
        refused("[N, C, H, W]", () -> loss.generatorLoss(d, fakes.reshape(N, -1)));
        LossValue v = loss.discriminatorLoss(d, reals, fakes, context());
        v.statistics().forEach((k, t) -> assertEquals(Shape.of(N), t.shape(), k));
    }

    @Test
    void badOptionsAreRefusedByName() {
        refused("loss is 'lsgan'; allowed are logistic, ", () -> loss("lsgan"));
        refused("r1Gamma is -1", () -> LossOptions.defaults().withGammas(-1, 0));
        refused("gpTarget is 0", () -> LossOptions.defaults().withGradientPenalty(1, 0));
        refused("levelsBelowFull is -1", () -> new LossContext(-1, rng));
    }

    private static void refused(String message, Runnable action) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, action::run, message);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
