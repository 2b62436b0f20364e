package io.github.stylegan4j.stylegan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.GradOptions;
import io.github.stylegan4j.autograd.Gradients;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.stylegan.layer.FusedScale;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole networks, their gradients and the gradient of a penalty: single against double precision.
 */
class DeviceAgreementTest extends OnReference {
    private static final double TOLERANCE = 1e-4;

    private Backend cpu;

    @BeforeEach
    void openCpu() {
        cpu = Backends.open("cpu");
    }

    @AfterEach
    void closeCpu() {
        cpu.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = FusedScale.class,
            names = {"ON", "OFF"})
    void generator(FusedScale fusedScale) {
        Backbone backbone = Tiny.backbone(16).withFusedScale(fusedScale);
        agree(Tiny.generator(backbone));
        agree(Tiny.generator(backbone.withBaseGrid(new BaseGrid(3, 5))));
    }

    private void agree(GeneratorConfig config) {
        try (Generator exact = Tiny.shaken(config, backend, rng);
                Generator quick = Generator.blank(config, cpu)) {
            StateDict.load(quick.state(), StateDict.download(exact.state()), "test");
            Tensor z = normal(3, 5);
            List<Tensor> expected = generatorResults(exact, z);
            List<Tensor> found = generatorResults(quick, onCpu(z));
            assertAgree(expected, found);
        }
    }

    private static List<Tensor> generatorResults(Generator g, Tensor z) {
        Styles styles = g.styles(z, null, Truncation.allLayers(0.7));
        Tensor image = g.synthesis().synthesize(styles, 0.4, Noise.constant());
        Map<String, Tensor> parameters = g.parameters();
        List<Tensor> results = new ArrayList<>(List.of(image));
        results.addAll(Autograd.grad(image.square().sum(), parameters.values()).all());
        return results;
    }

    @ParameterizedTest
    @EnumSource(
            value = FusedScale.class,
            names = {"ON", "OFF"})
    void discriminator(FusedScale fusedScale) {
        Backbone backbone = Tiny.backbone(16).withFusedScale(fusedScale);
        agree(Tiny.discriminator(backbone));
        agree(Tiny.discriminator(backbone.withBaseGrid(new BaseGrid(3, 5))));
    }

    private void agree(DiscriminatorConfig config) {
        try (Discriminator exact = Tiny.shaken(config, backend, rng);
                Discriminator quick = Discriminator.blank(config, cpu)) {
            StateDict.load(quick.state(), StateDict.download(exact.state()), "test");
            Backbone backbone = config.backbone();
            Tensor images = normal(4, 3, backbone.height(), backbone.width());
            List<Tensor> expected = discriminatorResults(exact, images);
            List<Tensor> found = discriminatorResults(quick, onCpu(images));
            assertAgree(expected, found);
        }
    }

    private static List<Tensor> discriminatorResults(Discriminator d, Tensor images) {
        Tensor real = images.detach().track();
        Tensor logits = d.logits(real, null, 0.4);
        Gradients first = Autograd.grad(logits.sum(), List.of(real), GradOptions.differentiable());
        Tensor penalty = first.get(real).square().sum();
        List<Tensor> results = new ArrayList<>(List.of(logits, first.get(real)));
        results.addAll(
                Autograd.grad(logits.softplus().sum().add(penalty), d.parameters().values()).all());
        return results;
    }

    private Tensor onCpu(Tensor t) {
        return Tensors.of(cpu, t.shape(), t.toFloats());
    }

    private static void assertAgree(List<Tensor> expected, List<Tensor> found) {
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            Shape shape = expected.get(i).shape();
            assertEquals(shape, found.get(i).shape());
            double[] e = expected.get(i).toDoubles();
            double[] f = found.get(i).toDoubles();
            double largest = 1e-3;
            for (double v : e) {
                largest = Math.max(largest, Math.abs(v));
            }
            for (int j = 0; j < e.length; j++) {
                assertEquals(e[j], f[j], TOLERANCE * largest, "result " + i + " " + shape);
            }
        }
    }
}
