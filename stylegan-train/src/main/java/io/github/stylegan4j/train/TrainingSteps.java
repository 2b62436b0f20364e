package io.github.stylegan4j.train;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.Gradients;
import io.github.stylegan4j.optim.Adam;
import io.github.stylegan4j.optim.Ema;
import io.github.stylegan4j.profile.Phase;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.RandomStreams.Purpose;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.MinibatchLoader;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossContext;
import io.github.stylegan4j.train.loss.LossValue;

/**
 * The three kinds of step that training is made of. They change the {@link TrainingState} and
 * nothing else; no step waits for the device.
 */
final class TrainingSteps {
    private final TrainingConfig config;
    private final TrainingState state;
    private final GanLoss loss;
    private final ImageSource source;
    private final MinibatchLoader loader;
    private final Backend backend;
    private final DeviceStatistics statistics;
    private final Profiler profiler;

    /**
     * Steps of one run.
     *
     * @param loader where real images come from, in their order
     * @param statistics receives losses, scores and penalties
     */
    TrainingSteps(
            TrainingConfig config,
            TrainingState state,
            GanLoss loss,
            ImageSource source,
            MinibatchLoader loader,
            Backend backend,
            DeviceStatistics statistics) {
        this.config = config;
        this.state = state;
        this.loss = loss;
        this.source = source;
        this.loader = loader;
        this.backend = backend;
        this.statistics = statistics;
        profiler = backend.profiler();
    }

    /** One step of the discriminator on the next real images. */
    void discriminator(SchedulePoint now) {
        try (Phase phase = profiler.phase("discriminator");
                Scope step = Scope.open("d-step")) {
            RealImages reals = profiler.in("data", () -> reals(now));
            Tensor z = latents(now, Purpose.DISCRIMINATOR_LATENTS);
            Tensor fakes =
                    profiler.in(
                            "fakes", () -> Recording.off(() -> generate(z, reals.labels(), now)));
            LossContext context =
                    new LossContext((int) Math.floor(now.lod()), state.random.of(Purpose.LOSS));
            LossValue value =
                    profiler.in(
                            "loss",
                            () ->
                                    loss.discriminatorLoss(
                                            x ->
                                                    state.discriminator.logits(
                                                            x, reals.labels(), now.lod()),
                                            reals.images(),
                                            fakes,
                                            context));
            statistics.add(value.statistics());
            learn(value, state.discriminatorOptimizer, now.discriminatorLearningRate());
        }
    }

    private RealImages reals(SchedulePoint now) {
        return RealImages.of(loader.next(now.minibatch(), now.resolution()), now.lod(), backend);
    }

    private void learn(LossValue value, Adam optimizer, double learningRate) {
        Gradients gradients =
                profiler.in(
                        "backward",
                        () -> Autograd.grad(value.loss(), optimizer.parameters().values()));
        try (Phase phase = profiler.phase("optimizer")) {
            optimizer.step(gradients, learningRate);
        }
    }

    /**
     * The running average takes in the generator's weights, and its average of w as the
     * discriminator's step has left it; in the reference implementation the two race.
     */
    void average(SchedulePoint now) {
        try (Phase phase = profiler.phase("average")) {
            state.ema.update(Ema.decay(now.minibatch(), config.optimizer().smoothingKimg()));
        }
    }

    /** One step of the generator. */
    void generator(SchedulePoint now) {
        try (Phase phase = profiler.phase("generator");
                Scope step = Scope.open("g-step")) {
            Tensor labels =
                    Labels.random(
                            source,
                            now.minibatch(),
                            state.random.of(Purpose.GENERATOR_LABELS),
                            backend);
            Tensor z = latents(now, Purpose.GENERATOR_LATENTS);
            Tensor fakes = profiler.in("fakes", () -> generate(z, labels, now));
            LossValue value =
                    profiler.in(
                            "loss",
                            () ->
                                    loss.generatorLoss(
                                            x -> state.discriminator.logits(x, labels, now.lod()),
                                            fakes));
            statistics.add(value.statistics());
            learn(value, state.generatorOptimizer, now.generatorLearningRate());
        }
    }

    private Tensor latents(SchedulePoint now, Purpose purpose) {
        return state.random
                .of(purpose)
                .normal(backend, Shape.of(now.minibatch(), config.networks().latentSize()));
    }

    private Tensor generate(Tensor z, Tensor labels, SchedulePoint now) {
        return state.generator.trainingImages(
                z, labels, now.lod(), state.random.of(Purpose.SYNTHESIS));
    }
}
