package io.github.stylegan4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.Gradients;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.stylegan.Backbone;
import io.github.stylegan4j.stylegan.Discriminator;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.FeatureMaps;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.train.EachDevice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The whole gradient of R1 and of WGAN-GP through a discriminator of 32 x 32 images, on every
 * device of this machine, against the reference in double precision.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PenaltyOnDevicesTest {
    private static final double TOLERANCE = 1e-3;
    private static final Shape IMAGES = Shape.of(4, 3, 32, 32);
    private static final DiscriminatorConfig CONFIG =
            DiscriminatorConfig.of(Backbone.of(32, 3).withFeatureMaps(new FeatureMaps(128, 1, 12)));

    private final Rng rng = new Rng(Long.getLong("tests.seed", 11), 1);
    private Backend reference;
    private Discriminator exact;
    private float[] reals;
    private float[] fakes;

    @BeforeAll
    void prepare() {
        reference = Backends.open("reference");
        exact = new Discriminator(CONFIG, reference, rng);
        try (Scope scope = Scope.open("prepare")) {
            reals = rng.normal(reference, reference.defaultDType(), IMAGES).toFloats();
            fakes = rng.normal(reference, reference.defaultDType(), IMAGES).toFloats();
        }
    }

    @AfterAll
    void close() {
        exact.close();
        reference.close();
    }

    @TestFactory
    Stream<DynamicTest> gradientsAgreeWithTheReference() {
        List<String> losses = List.of("logistic", "wgan-gp");
        return EachDevice.with(losses, this::compare);
    }

    private void compare(String id, String loss) {
        Map<String, double[]> expected = new TreeMap<>();
        gradients(reference, exact, loss, g -> expected.putAll(g));
        try (Backend device = Backends.open(id);
                Discriminator quick = Discriminator.blank(CONFIG, device)) {
            StateDict.load(quick.state(), StateDict.download(exact.state()), "test");
            gradients(device, quick, loss, found -> compare(id + " " + loss, expected, found));
        }
    }

    private static void compare(
            String what, Map<String, double[]> expected, Map<String, double[]> found) {
        assertEquals(expected.keySet(), found.keySet());
        double all = expected.values().stream().mapToDouble(g -> distance(g, null)).sum();
        assertTrue(all > 1e-3, "the gradient vanishes");
        expected.forEach(
                (name, e) -> {
                    double scale = Math.max(distance(e, null), 1e-6 * all);
                    double error = distance(e, found.get(name)) / scale;
                    assertTrue(error <= TOLERANCE, what + ", " + name + ": off by " + error);
                });
    }

    /** The Euclidean distance of two vectors, or the length of one. */
    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double d = a[i] - (b == null ? 0 : b[i]);
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    private void gradients(
            Backend backend,
            Discriminator d,
            String loss,
            Consumer<Map<String, double[]>> consumer) {
        try (Scope scope = Scope.open("gradients")) {
            LossOptions options = LossOptions.defaults().withGammas(10, 0);
            Tensor value =
                    LossCatalog.create(loss, options)
                            .discriminatorLoss(
                                    x -> d.logits(x, null, 0),
                                    Tensors.of(backend, IMAGES, reals),
                                    Tensors.of(backend, IMAGES, fakes),
                                    new LossContext(0, new Rng(3, 4)))
                            .loss();
            Map<String, Tensor> weights = d.parameters();
            Gradients gradients = Autograd.grad(value, weights.values());
            Map<String, double[]> result = new TreeMap<>();
            weights.forEach((name, w) -> result.put(name, gradients.get(w).toDoubles()));
            consumer.accept(result);
        }
    }
}
