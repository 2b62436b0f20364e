package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.Gradients;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.optim.Adam;
import io.github.stylegan4j.optim.AdamConfig;
import io.github.stylegan4j.optim.Ema;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.Discriminator;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.Generator;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.stylegan.LevelOfDetail;
import io.github.stylegan4j.stylegan.Styles;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossCatalog;
import io.github.stylegan4j.train.loss.LossContext;
import io.github.stylegan4j.train.loss.LossOptions;
import io.github.stylegan4j.train.loss.LossValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One training step as the trainer takes it at level of detail 0: the discriminator's, with the
 * logistic loss and R1, the running average's, and the generator's. Two latents are mixed at half
 * of the layers in every step, and the real images stay on the device.
 */
final class StepWork implements OwnWork {
    private static final double LEARNING_RATE = 0.001;
    private static final double SMOOTHING_KIMG = 10;

    /** What a step draws: timed ones anew, the compared one from given latents. */
    private interface Draw {
        Tensor latents(String name);

        Noise noise();
    }

    private final WorkSpec spec;
    private final Backend backend;
    private final Rng rng;
    private final Generator generator;
    private final Generator average;
    private final Discriminator discriminator;
    private final Adam generatorOptimizer;
    private final Adam discriminatorOptimizer;
    private final Ema ema;
    private final GanLoss loss = LossCatalog.create("logistic", LossOptions.defaults());
    private final Map<String, Tensor> given = new LinkedHashMap<>();
    private final Draw fixed =
            new Draw() {
                @Override
                public Tensor latents(String name) {
                    return given.get(name);
                }

                @Override
                public Noise noise() {
                    return Noise.constant();
                }
            };
    private final Draw fresh =
            new Draw() {
                @Override
                public Tensor latents(String name) {
                    return rng.normal(backend, given.get(name).shape());
                }

                @Override
                public Noise noise() {
                    return Noise.random(rng);
                }
            };

    StepWork(WorkSpec spec, Backend backend, Rng rng) {
        this.spec = spec;
        this.backend = backend;
        this.rng = rng;
        GeneratorConfig config = BenchNetworks.generator(spec);
        try (Scope scope = Scope.open("networks")) {
            generator = new Generator(config, backend, rng);
            discriminator =
                    new Discriminator(DiscriminatorConfig.of(config.backbone()), backend, rng);
            average = Generator.blank(config, backend);
            average.copyFrom(generator);
            generatorOptimizer = new Adam(generator.parameters(), AdamConfig.styleGan());
            discriminatorOptimizer = new Adam(discriminator.parameters(), AdamConfig.styleGan());
            Shape latents = Shape.of(spec.batch(), config.latentSize());
            for (String name : new String[] {"z.d0", "z.d1", "z.g0", "z.g1"}) {
                given.put(name, rng.normal(backend, latents).keep());
            }
            Shape images = Shape.of(spec.batch(), 3, spec.size(), spec.size());
            given.put("reals", rng.normal(backend, images).keep());
        }
        BenchNetworks.leaveStart(generator.parameters(), backend, rng);
        BenchNetworks.leaveStart(discriminator.parameters(), backend, rng);
        ema = new Ema(generator, average);
    }

    @Override
    public Map<String, HostTensor> inputs() {
        Map<String, HostTensor> all = new LinkedHashMap<>(StateDict.download(given));
        BenchNetworks.download(all, "g.", generator.state());
        BenchNetworks.download(all, "d.", discriminator.state());
        return all;
    }

    @Override
    public Map<String, HostTensor> outputs() {
        Map<String, HostTensor> results = new LinkedHashMap<>();
        evaluate(results, "");
        step(fixed);
        evaluate(results, Comparison.AFTER);
        return results;
    }

    /** Losses and, at first, their gradients; nothing is updated. */
    private void evaluate(Map<String, HostTensor> results, String suffix) {
        try (Scope scope = Scope.open("evaluate")) {
            Tensor lossD = discriminatorLoss(fixed).loss();
            Tensor lossG = generatorLoss(fixed).loss();
            results.put("loss_d" + suffix, StateDict.download(lossD));
            results.put("loss_g" + suffix, StateDict.download(lossG));
            if (suffix.isEmpty()) {
                gradients(results, "grad.d.", lossD, discriminator);
                gradients(results, "grad.g.", lossG, generator);
            }
        }
    }

    private static void gradients(
            Map<String, HostTensor> results, String prefix, Tensor loss, Module module) {
        Gradients gradients = Autograd.grad(loss, module.parameters().values());
        module.parameters()
                .forEach(
                        (name, p) -> {
                            if (gradients.reached(p)) {
                                results.put(prefix + name, StateDict.download(gradients.get(p)));
                            }
                        });
    }

    @Override
    public void run() {
        step(fresh);
        backend.synchronize();
    }

    private void step(Draw draw) {
        try (Scope step = Scope.open("d-step")) {
            Tensor loss = discriminatorLoss(draw).loss();
            discriminatorOptimizer.step(
                    Autograd.grad(loss, discriminator.parameters().values()), LEARNING_RATE);
        }
        ema.update(Ema.decay(spec.batch(), SMOOTHING_KIMG));
        try (Scope step = Scope.open("g-step")) {
            Tensor loss = generatorLoss(draw).loss();
            generatorOptimizer.step(
                    Autograd.grad(loss, generator.parameters().values()), LEARNING_RATE);
        }
    }

    private LossValue discriminatorLoss(Draw draw) {
        Tensor fakes = Recording.off(() -> images(draw, "z.d"));
        return loss.discriminatorLoss(
                x -> discriminator.logits(x, null, LevelOfDetail.FULL),
                given.get("reals"),
                fakes,
                LossContext.fullSize(rng));
    }

    private LossValue generatorLoss(Draw draw) {
        return loss.generatorLoss(
                x -> discriminator.logits(x, null, LevelOfDetail.FULL), images(draw, "z.g"));
    }

    private Tensor images(Draw draw, String latents) {
        return Scope.run(
                "images",
                () -> {
                    Styles styles =
                            generator.mixedTrainingStyles(
                                    draw.latents(latents + "0"),
                                    draw.latents(latents + "1"),
                                    null,
                                    generator.config().styleLayers() / 2);
                    return generator
                            .synthesis()
                            .synthesize(styles, LevelOfDetail.FULL, draw.noise());
                });
    }

    @Override
    public void close() {
        given.values().forEach(Tensor::close);
        generatorOptimizer.close();
        discriminatorOptimizer.close();
        average.close();
        discriminator.close();
        generator.close();
    }
}
