package io.github.stylegan4j.train;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.Truncation;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.RandomStreams.Purpose;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.MinibatchLoader;
import io.github.stylegan4j.train.loss.GanLoss;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures what steps cost at resolutions that training has not come to, on networks, random
 * streams and a data stream of its own: the run does not notice.
 */
final class StepProbe implements StepTimes {
    /** So many seconds of steps are measured at once, and so many of each network at most. */
    private static final double STRETCH = 0.4;

    private static final int MOST_ROUNDS = 8;

    private final TrainingConfig config;
    private final Backend backend;
    private final Closeables made = new Closeables();
    private final TrainingState state;
    private final MinibatchLoader loader;
    private final TrainingSteps steps;
    private final Map<String, Double> roundSeconds = new HashMap<>();

    /** Makes networks and a data stream for it. */
    StepProbe(TrainingConfig own, ImageSource source, Backend backend) {
        // A loss of the caller's may count its calls; that of the configuration costs about as
        // much, but may know no penalty that could be left out.
        GanLoss loss = own.losses().function();
        config = loss.split().isPresent() ? own : own.with("regularizationInterval", 1);
        this.backend = backend;
        state = new TrainingState(config, source.labelSize(), backend);
        made.add(state::close);
        try {
            loader = Trainer.loader(config, source);
            made.add(loader::close);
            steps =
                    new TrainingSteps(
                            config,
                            state,
                            loss,
                            config.augmentation().function(),
                            source,
                            loader,
                            backend,
                            state.statistics);
            made.add(steps::close);
        } catch (RuntimeException | Error e) {
            made.closeAfter(e);
            throw e;
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Short steps are taken a few at once, as training does: a device that is waited for after
     * each of them would stand idle in between.
     */
    @Override
    public double step(SchedulePoint point) {
        String kind = point.resolution() + (point.fading() ? " fading" : "");
        double last = roundSeconds.getOrDefault(kind, STRETCH);
        int rounds = (int) Math.max(1, Math.min(MOST_ROUNDS, STRETCH / last));
        int interval = config.steps().regularizationInterval();
        long first = interval == 1 ? 0 : 1;
        double round = seconds(rounds, () -> round(point, first));
        roundSeconds.put(kind, round);
        int discriminatorSteps = config.growth().discriminatorRepeats();
        if (interval > 1) {
            double plain = seconds(rounds, () -> discriminator(point, 1));
            double penalized = seconds(rounds, () -> discriminator(point, 0));
            round += discriminatorSteps * Math.max(0, penalized - plain) / interval;
        }
        return round / discriminatorSteps / point.minibatch();
    }

    private void round(SchedulePoint point, long step) {
        for (int i = 0; i < config.growth().discriminatorRepeats(); i++) {
            discriminator(point, step);
        }
        steps.generator(point);
    }

    @Override
    public double grid(SchedulePoint point) {
        return seconds(1, () -> draw(point)) * grid() / batch();
    }

    private void discriminator(SchedulePoint point, long step) {
        state.discriminatorSteps = step;
        steps.discriminator(point);
        steps.average(point);
    }

    private int grid() {
        return config.monitoring()
                .gridOf(config.images().width(), config.images().height())
                .count();
    }

    private int batch() {
        return Math.min(SampleGrid.BATCH, grid());
    }

    private void draw(SchedulePoint point) {
        try (Scope scope = Scope.open("grid")) {
            Tensor z =
                    state.random
                            .of(Purpose.GRID)
                            .normal(backend, Shape.of(batch(), config.networks().latentSize()));
            int labelSize = state.generator.config().backbone().labelSize();
            Tensor labels =
                    labelSize == 0
                            ? null
                            : state.random
                                    .of(Purpose.GRID)
                                    .normal(backend, Shape.of(batch(), labelSize));
            Recording.off(
                            () ->
                                    state.average.generate(
                                            z,
                                            labels,
                                            Truncation.none(),
                                            point.lod(),
                                            Noise.constant()))
                    .toFloats();
        }
    }

    private double seconds(int times, Runnable work) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        backend.synchronize();
        return (System.nanoTime() - start) * 1e-9 / times;
    }

    @Override
    public void close() {
        made.close();
    }
}
