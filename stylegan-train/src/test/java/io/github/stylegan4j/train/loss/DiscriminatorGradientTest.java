package io.github.stylegan4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.Gradients;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.stylegan.Backbone;
import io.github.stylegan4j.stylegan.Discriminator;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.FeatureMaps;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.fused.Fused;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The penalties' gradients through a whole StyleGAN discriminator, in double precision. */
class DiscriminatorGradientTest {
    private static final int N = 4;
    private static final double STEP = 1e-6;

    private final Rng rng = new Rng(Long.getLong("tests.seed", 11), 1);
    private Backend backend;
    private Scope scope;
    private Discriminator discriminator;
    private Tensor reals;
    private Tensor fakes;

    @BeforeEach
    void open() {
        backend = Backends.open("reference");
        scope = Scope.open("test");
    }

    @AfterEach
    void close() {
        discriminator.close();
        scope.close();
        assertEquals(0, backend.memory().liveBuffers(), "live buffers after the scope");
        backend.close();
    }

    private void prepare(int resolution, double lod) {
        Backbone backbone = Backbone.of(resolution, 2).withFeatureMaps(new FeatureMaps(12, 0.5, 4));
        discriminator = new Discriminator(DiscriminatorConfig.of(backbone), backend, rng);
        int r = resolution >> (int) lod;
        reals = rng.normal(backend, DType.FLOAT64, Shape.of(N, 2, r, r));
        fakes = rng.normal(backend, DType.FLOAT64, Shape.of(N, 2, r, r));
    }

    private LossValue loss(String name, double lod) {
        LossOptions options = LossOptions.defaults().withGammas(10, 3);
        return LossCatalog.create(name, options)
                .discriminatorLoss(
                        x -> discriminator.logits(x, null, lod),
                        reals,
                        fakes,
                        new LossContext((int) lod, new Rng(3, 4)));
    }

    @ParameterizedTest
    @CsvSource({
        "logistic, 8, 0", "logistic, 16, 0", "logistic, 16, 0.3", "logistic, 16, 1",
        "wgan-gp, 8, 0", "wgan-gp, 16, 0", "wgan-gp, 16, 0.3", "wgan-gp, 16, 1.6",
        "hinge-gp, 8, 0.5"
    })
    void gradientByEveryWeightAgreesWithCentralDifferences(
            String name, int resolution, double lod) {
        prepare(resolution, lod);
        Map<String, Tensor> weights = discriminator.parameters();
        Gradients gradients = Autograd.grad(loss(name, lod).loss(), weights.values());
        int reached = 0;
        for (Map.Entry<String, Tensor> e : weights.entrySet()) {
            Tensor w = e.getValue();
            Tensor direction = rng.normal(backend, DType.FLOAT64, w.shape());
            double predicted = gradients.get(w).mul(direction).sum().item();
            double measured =
                    (lossMoved(name, lod, e.getKey(), direction, STEP)
                                    - lossMoved(name, lod, e.getKey(), direction, -STEP))
                            / (2 * STEP);
            double scale = Math.max(1, Math.max(Math.abs(predicted), Math.abs(measured)));
            assertEquals(0, (predicted - measured) / scale, 1e-6, e.getKey() + " of " + name);
            reached += gradients.reached(w) ? 1 : 0;
        }
        assertTrue(reached > 8, "only " + reached + " weights are part of the loss");
    }

    private double lossMoved(
            String name, double lod, String weight, Tensor direction, double step) {
        try (Scope moved = Scope.open("moved")) {
            Tensor w = discriminator.parameters().get(weight).detach().add(direction.mul(step));
            return discriminator.withParameters(
                    Map.of(weight, w), () -> loss(name, lod).loss().item());
        }
    }

    /** What is computed at the current resolution is what the definition says of the full size. */
    @Test
    void lossAtTheCurrentResolutionEqualsThatAtFullSize() {
        for (String name : LossCatalog.names()) {
            double lod = 1.6;
            prepare(16, lod);
            LossValue current = loss(name, lod);
            LossValue full =
                    LossCatalog.create(name, LossOptions.defaults().withGammas(10, 3))
                            .discriminatorLoss(
                                    x -> discriminator.logitsOfFullSize(x, null, lod),
                                    Fused.upsample(reals),
                                    Fused.upsample(fakes),
                                    LossContext.fullSize(new Rng(3, 4)));
            assertEquals(full.loss().item(), current.loss().item(), 1e-10, name);
            Map<String, Tensor> weights = discriminator.parameters();
            Gradients a = Autograd.grad(full.loss(), weights.values());
            Gradients b = Autograd.grad(current.loss(), weights.values());
            weights.forEach(
                    (key, w) ->
                            assertEquals(
                                    0,
                                    a.get(w).sub(b.get(w)).abs().max().item(),
                                    1e-10,
                                    key + " of " + name));
            if (!name.equals("hinge-gp")) {
                discriminator.close();
            }
        }
    }
}
