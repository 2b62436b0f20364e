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
import io.github.stylegan4j.train.data.LoaderConfig;
import io.github.stylegan4j.train.data.MinibatchLoader;
import io.github.stylegan4j.train.loss.GanLoss;
import java.util.Arrays;
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
    private final TrainingState state;
    private final MinibatchLoader loader;
    private final TrainingSteps steps;

    StepProbe(TrainingConfig config, ImageSource source, Backend backend, LongSupplier nanoTime) {
        this.config = config;
        this.backend = backend;
        this.nanoTime = nanoTime;
        state = new TrainingState(config, source.labelSize(), backend);
        loader =
                new MinibatchLoader(
                        source,
                        LoaderConfig.of(config.run().seed())
                                .withMirror(config.images().mirrorAugment())
                                .withThreads(config.images().dataThreads()));
        // A loss of the caller's may count its calls; that of the configuration costs about as
        // much.
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
    }

    /** Measures a kind; the first time is for kernels that are compiled. */
    TimeToGo.Ahead measure(SchedulePoint point) {
        int discriminatorSteps = config.growth().discriminatorRepeats();
        int interval = config.steps().regularizationInterval();
        double penalized = median(() -> discriminator(point, 0));
        double plain = interval == 1 ? penalized : median(() -> discriminator(point, 1));
        double discriminator = plain + (penalized - plain) / interval;
        double generator = median(() -> steps.generator(point));
        double perImage = (discriminator + generator / discriminatorSteps) / point.minibatch();
        return new TimeToGo.Ahead(perImage, median(() -> draw(point)) * grid() / batch());
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

    private double median(Runnable work) {
        work.run();
        backend.synchronize();
        double[] seconds = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long start = nanoTime.getAsLong();
            work.run();
            backend.synchronize();
            seconds[i] = (nanoTime.getAsLong() - start) * 1e-9;
        }
        Arrays.sort(seconds);
        return seconds[REPEATS / 2];
    }

    @Override
    public void close() {
        loader.close();
        steps.close();
        state.close();
    }
}
