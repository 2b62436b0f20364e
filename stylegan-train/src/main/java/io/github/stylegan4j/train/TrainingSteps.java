package io.github.stylegan4j.train;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.optim.Ema;
import io.github.stylegan4j.profile.Phase;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Rows;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.train.RandomStreams.Purpose;
import io.github.stylegan4j.train.augment.Augmentation;
import io.github.stylegan4j.train.augment.AugmentationContext;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.Minibatch;
import io.github.stylegan4j.train.data.MinibatchLoader;
import io.github.stylegan4j.train.loss.DiscriminatorFunction;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossContext;
import io.github.stylegan4j.train.loss.LossValue;
import io.github.stylegan4j.train.loss.SplitLoss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The three kinds of step that training is made of. They change the {@link TrainingState} and
 * nothing else; no step waits for the device, only {@link #endRound} where augmentation adapts.
 */
final class TrainingSteps implements AutoCloseable {
    private static final String AUGMENT_PROBABILITY = "augment_probability";
    private static final String AUGMENT_REAL_SIGN = "augment_real_sign";

    /** Names of the statistics that are no loss's, where augmentation adapts. */
    static final List<String> OF_AUGMENTATION = List.of(AUGMENT_PROBABILITY, AUGMENT_REAL_SIGN);

    private final TrainingConfig config;
    private final TrainingState state;
    private final GanLoss loss;
    private final SplitLoss.Regularizer penalties;
    private final Augmentation augmentation;
    private final DeviceStatistics realSigns;
    private final DeviceStatistics statistics;
    private final ImageSource source;
    private final MinibatchLoader loader;
    private final Backend backend;
    private final StepRunner runner;
    private final Profiler profiler;

    /**
     * Steps of one run.
     *
     * @param augmentation how images are changed before the discriminator sees them
     * @param loader where real images come from, in their order
     * @param statistics receives losses, scores and penalties
     */
    TrainingSteps(
            TrainingConfig config,
            TrainingState state,
            GanLoss loss,
            Augmentation augmentation,
            ImageSource source,
            MinibatchLoader loader,
            Backend backend,
            DeviceStatistics statistics) {
        this.config = config;
        this.state = state;
        SplitLoss split = config.steps().isLazy() ? loss.split().orElseThrow() : null;
        this.loss = split == null ? loss : split.everyStep();
        penalties = split == null ? null : split.regularizer();
        this.augmentation = augmentation;
        realSigns = new DeviceStatistics(backend, backend.defaultDType());
        this.source = source;
        this.loader = loader;
        this.backend = backend;
        profiler = backend.profiler();
        this.statistics = statistics;
        runner = new StepRunner(state, statistics, profiler);
    }

    /**
     * Checks that a loss can be computed as the configuration says.
     *
     * @throws IllegalArgumentException if it cannot
     */
    static void check(TrainingConfig config, GanLoss loss) {
        if (config.steps().isLazy() && loss.split().isEmpty()) {
            throw new IllegalArgumentException(
                    "regularizationInterval is "
                            + config.steps().regularizationInterval()
                            + ", but this loss has no penalty on gradients that could be left out of"
                            + " most steps; set it to 1");
        }
    }

    /** One step of the discriminator on the next real images, and one of its penalties if due. */
    void discriminator(SchedulePoint now) {
        try (Phase phase = profiler.phase("discriminator")) {
            Minibatch minibatch =
                    profiler.in("data", () -> loader.next(now.minibatch(), now.resolution()));
            double rate = now.discriminatorLearningRate() * config.steps().lazyRatio();
            runner.step(
                    parts(now),
                    part -> {
                        LossValue value = discriminatorLoss(this::wholeLoss, part, minibatch, now);
                        noteSigns(value);
                        return value;
                    },
                    state.discriminatorOptimizer,
                    rate);
            if (penalties != null && state.discriminatorSteps % interval() == 0) {
                runner.step(
                        parts(now),
                        part -> penaltyLoss(part, minibatch, now),
                        state.discriminatorOptimizer,
                        rate);
            }
            state.discriminatorSteps++;
        }
    }

    private int interval() {
        return config.steps().regularizationInterval();
    }

    private LossValue wholeLoss(
            DiscriminatorFunction discriminator,
            Tensor reals,
            Supplier<Tensor> generated,
            LossContext context) {
        Tensor fakes = generated.get();
        return profiler.in(
                "loss", () -> loss.discriminatorLoss(discriminator, reals, fakes, context));
    }

    private LossValue lazyLoss(
            DiscriminatorFunction discriminator,
            Tensor reals,
            Supplier<Tensor> generated,
            LossContext context) {
        return profiler.in("loss", () -> penalties.loss(discriminator, reals, generated, context));
    }

    private LossValue penaltyLoss(MinibatchPart part, Minibatch minibatch, SchedulePoint now) {
        // The average of w counts a step once, whether it has a second half or not.
        MinibatchPart uncounted = new MinibatchPart(part.rows(), part.random(), w -> {});
        LossValue once = discriminatorLoss(this::lazyLoss, uncounted, minibatch, now);
        return new LossValue(once.loss().mul(interval()), once.statistics());
    }

    private LossValue discriminatorLoss(
            SplitLoss.Regularizer function,
            MinibatchPart part,
            Minibatch minibatch,
            SchedulePoint now) {
        RealImages reals =
                profiler.in(
                        "data", () -> RealImages.of(minibatch, part.rows(), now.lod(), backend));
        LossContext context =
                new LossContext((int) Math.floor(now.lod()), part.random().of(Purpose.LOSS));
        return function.loss(
                x -> score(x, reals.labels(), part, now),
                reals.images(),
                () -> fakes(part, reals.labels(), now),
                context);
    }

    private Tensor fakes(MinibatchPart part, Tensor labels, SchedulePoint now) {
        Tensor z = latents(part, Purpose.DISCRIMINATOR_LATENTS);
        return profiler.in("fakes", () -> Recording.off(() -> generate(part, z, labels, now)));
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
        try (Phase phase = profiler.phase("generator")) {
            runner.step(
                    parts(now),
                    part -> generatorLoss(part, now),
                    state.generatorOptimizer,
                    now.generatorLearningRate());
        }
    }

    private LossValue generatorLoss(MinibatchPart part, SchedulePoint now) {
        Tensor labels =
                Labels.random(
                        source, part.rows(), part.random().of(Purpose.GENERATOR_LABELS), backend);
        Tensor z = latents(part, Purpose.GENERATOR_LATENTS);
        Tensor fakes = profiler.in("fakes", () -> generate(part, z, labels, now));
        return profiler.in(
                "loss", () -> loss.generatorLoss(x -> score(x, labels, part, now), fakes));
    }

    private Tensor score(Tensor images, Tensor labels, MinibatchPart part, SchedulePoint now) {
        AugmentationContext context =
                new AugmentationContext(
                        part.random().of(Purpose.AUGMENTATION), state.augmentation.probability());
        Tensor changed = augmentation.augment(images, context);
        if (!changed.shape().equals(images.shape())) {
            throw new IllegalArgumentException(
                    "The augmentation made "
                            + changed.shape()
                            + " of images of shape "
                            + images.shape()
                            + "; allowed is the same shape");
        }
        return state.discriminator.logits(changed, labels, now.lod());
    }

    private void noteSigns(LossValue value) {
        if (!state.augmentation.adapts()) {
            return;
        }
        Tensor scores = value.statistics().get(LossValue.SCORES_REAL);
        if (scores == null) {
            throw new IllegalArgumentException(
                    "The probability of augmentation adapts to the scores of real images, but this"
                            + " loss has no statistic "
                            + LossValue.SCORES_REAL
                            + "; report it, or set adaKimg to 0");
        }
        realSigns.add(Map.of("sign", scores.sign()));
    }

    /**
     * Ends a round of steps: the probability of augmentation follows what the discriminator thought
     * of the real images. Waits for the device if it does.
     */
    void endRound() {
        if (!state.augmentation.adapts()) {
            return;
        }
        Statistic signs = realSigns.take().get("sign");
        if (signs == null) {
            return;
        }
        state.augmentation.adapt(signs.mean(), signs.count());
        try (Scope scope = Scope.open("augmentation")) {
            // In an order of its own: it is that of the statistics in a checkpoint.
            Map<String, Tensor> told = new LinkedHashMap<>();
            told.put(AUGMENT_PROBABILITY, number(state.augmentation.probability()));
            told.put(AUGMENT_REAL_SIGN, number(state.augmentation.meanSign()));
            statistics.add(told);
        }
    }

    /** Forgets the round under way, after the state was set back. */
    void dropRound() {
        realSigns.begin(Map.of());
    }

    private Tensor number(double value) {
        return Tensors.full(backend, Shape.of(1), value);
    }

    @Override
    public void close() {
        realSigns.close();
    }

    private List<Rows> parts(SchedulePoint now) {
        return Rows.split(
                now.minibatch(),
                config.networks().minibatchStdGroup(),
                config.steps().microBatchAt(now.resolution()));
    }

    private Tensor latents(MinibatchPart part, Purpose purpose) {
        return part.random()
                .of(purpose)
                .normal(backend, Shape.of(part.rows().size(), config.networks().latentSize()));
    }

    private Tensor generate(MinibatchPart part, Tensor z, Tensor labels, SchedulePoint now) {
        return state.generator.trainingImages(
                z, labels, now.lod(), part.random().of(Purpose.SYNTHESIS), part.ws());
    }
}
