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
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Measures what steps cost at resolutions that training has not come to, on networks, random
 * streams and a data stream of its own: the run does not notice.
 */
final class StepProbe implements AutoCloseable {
    private static final int REPEATS = 3;

    private final TrainingConfig config;
    private final Backend backend;
    private final LongSupplier nanoTime;
    private final BooleanSupplier stop;
    private final Closeables made = new Closeables();
    private final TrainingState state;
    private final MinibatchLoader loader;
    private final TrainingSteps steps;
    private boolean brokenOff;

    /**
     * Makes networks and a data stream for it.
     *
     * @param stop asked before each step whether somebody waits for the run to end
     */
    StepProbe(
            TrainingConfig config,
            ImageSource source,
            Backend backend,
            LongSupplier nanoTime,
            BooleanSupplier stop) {
        this.config = config;
        this.backend = backend;
        this.nanoTime = nanoTime;
        this.stop = stop;
        state = new TrainingState(config, source.labelSize(), backend);
        made.add(state::close);
        try {
            loader = Trainer.loader(config, source);
            made.add(loader::close);
            // A loss of the caller's may count its calls; that of the configuration costs about
            // as much.
            GanLoss loss = config.losses().function();
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
     * Measures a kind; the first time is for kernels that are compiled.
     *
     * @return empty if it was broken off
     */
    Optional<TimeToGo.Ahead> measure(SchedulePoint point) {
        int discriminatorSteps = config.growth().discriminatorRepeats();
        int interval = config.steps().regularizationInterval();
        double penalized = median(() -> discriminator(point, 0));
        double plain = interval == 1 ? penalized : median(() -> discriminator(point, 1));
        double discriminator = plain + (penalized - plain) / interval;
        double generator = median(() -> steps.generator(point));
        double perImage = (discriminator + generator / discriminatorSteps) / point.minibatch();
        double perGrid = median(() -> draw(point)) * grid() / batch();
        return brokenOff ? Optional.empty() : Optional.of(new TimeToGo.Ahead(perImage, perGrid));
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

    /** Does nothing any more once somebody has asked to stop. */
    private double median(Runnable work) {
        double[] seconds = new double[1 + REPEATS];
        for (int i = 0; i < seconds.length; i++) {
            brokenOff = brokenOff || stop.getAsBoolean();
            if (brokenOff) {
                return Double.NaN;
            }
            long start = nanoTime.getAsLong();
            work.run();
            backend.synchronize();
            seconds[i] = (nanoTime.getAsLong() - start) * 1e-9;
        }
        Arrays.sort(seconds, 1, seconds.length);
        return seconds[1 + REPEATS / 2];
    }

    @Override
    public void close() {
        made.close();
    }
}
