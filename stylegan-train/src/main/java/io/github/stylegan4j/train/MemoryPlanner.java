package io.github.stylegan4j.train;

import io.github.stylegan4j.array.MemoryShortage;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.MemoryLimits;
import io.github.stylegan4j.spi.MemoryStats;
import io.github.stylegan4j.stylegan.Truncation;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Rows;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.train.augment.Augmentation;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.LoaderConfig;
import io.github.stylegan4j.train.data.MinibatchLoader;
import io.github.stylegan4j.train.loss.GanLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a {@link MemoryPlan}: carries out what a run does at each resolution on a backend that
 * keeps account of memory. A loss and an augmentation of the caller's are carried out as well; what
 * they read from tensors is 0.
 */
final class MemoryPlanner {
    /** Pictures of the grid are made so many at a time at most; see {@link SampleGrid}. */
    private static final int PICTURES = 16;

    private final TrainingConfig config;
    private final ImageSource blank;
    private final String device;
    private final GanLoss loss;
    private final Augmentation augmentation;

    MemoryPlanner(
            TrainingConfig config,
            ImageSource source,
            String device,
            GanLoss loss,
            Augmentation augmentation) {
        // Every step mixes styles: those are the ones that hold most.
        double mixing = config.networks().styleMixing() > 0 ? 1 : 0;
        this.config = config.with("styleMixing", mixing);
        this.blank = new BlankImages(source);
        this.device = device;
        this.loss = loss;
        this.augmentation = augmentation;
    }

    MemoryPlan plan() {
        List<PlannedStep> steps = new ArrayList<>();
        try (Backend backend =
                Backends.open(device, config.run().backendOptions().withAccounting())) {
            MemoryLimits limits = backend.limits();
            boolean inHeap = limits.totalBytes() == Runtime.getRuntime().maxMemory();
            int resolution = config.growth().initialResolution();
            for (; resolution <= config.images().resolution(); resolution *= 2) {
                steps.add(
                        config.steps().isAutomatic()
                                ? largest(backend, resolution, inHeap)
                                : step(
                                        backend,
                                        resolution,
                                        config.steps().microBatchAt(resolution)));
            }
            return new MemoryPlan(backend.description(), limits, inHeap, steps);
        }
    }

    /** The fewest parts that fit, and if none do, the smallest parts. */
    private PlannedStep largest(Backend backend, int resolution, boolean inHeap) {
        int minibatch = config.growth().minibatchAt(resolution);
        int largest = minibatch;
        PlannedStep step = step(backend, resolution, largest);
        while (!MemoryPlan.fits(step, backend.limits(), inHeap)) {
            List<Rows> now = Rows.split(minibatch, config.networks().minibatchStdGroup(), largest);
            largest = Math.max(1, now.get(0).size() / 2);
            List<Rows> next = Rows.split(minibatch, config.networks().minibatchStdGroup(), largest);
            if (next.size() == now.size()) {
                return step;
            }
            step = step(backend, resolution, largest);
        }
        return step;
    }

    private PlannedStep step(Backend backend, int resolution, int microBatch) {
        int minibatch = config.growth().minibatchAt(resolution);
        List<Rows> parts = Rows.split(minibatch, config.networks().minibatchStdGroup(), microBatch);
        int atOnce = parts.stream().mapToInt(Rows::size).max().orElse(minibatch);
        TrainingConfig told =
                config.with(Map.of("microBatch", atOnce, "microBatchPerResolution", Map.of()));
        int shrunk = config.images().resolution() / resolution;
        LoaderConfig loading = LoaderConfig.of(0);
        long pixels =
                (long) blank.channels() * (blank.height() / shrunk) * (blank.width() / shrunk);
        long images = (2L + loading.prefetch()) * minibatch * pixels * Float.BYTES;
        // As training does when layers become active: nothing is left of the step before.
        backend.trim();
        try (TrainingState state = new TrainingState(told, blank.labelSize(), backend);
                MinibatchLoader loader = new MinibatchLoader(blank, loading)) {
            String problem = "";
            try {
                run(told, state, loader, backend, point(resolution));
            } catch (RuntimeException | OutOfMemoryError e) {
                if (!MemoryShortage.in(e)) {
                    throw e;
                }
                // A single tensor can be larger than a device allows, which each reports itself.
                problem = String.valueOf(e.getMessage());
            }
            MemoryStats held = backend.memory();
            long networks = bytes(state.generator.state()) + bytes(state.discriminator.state());
            long average = bytes(state.average.state());
            long optimizers =
                    bytes(state.generatorOptimizer.state())
                            + bytes(state.discriminatorOptimizer.state());
            long work = held.liveBytes() + held.pooledBytes() - networks - average - optimizers;
            return new PlannedStep(
                    resolution,
                    minibatch,
                    atOnce,
                    networks,
                    average,
                    optimizers,
                    Math.max(0, work),
                    images,
                    problem);
        }
    }

    /** Twice, since the second time finds other buffers free than the first. */
    private void run(
            TrainingConfig told,
            TrainingState state,
            MinibatchLoader loader,
            Backend backend,
            SchedulePoint now) {
        state.augmentation.restore(1, 0);
        try (TrainingSteps steps =
                new TrainingSteps(
                        told,
                        state,
                        loss,
                        augmentation,
                        blank,
                        loader,
                        backend,
                        state.statistics)) {
            for (int i = 0; i < 2; i++) {
                steps.discriminator(now);
                steps.average(now);
                steps.generator(now);
                state.statistics.take();
                pictures(state, backend, now);
            }
        }
    }

    private void pictures(TrainingState state, Backend backend, SchedulePoint now) {
        int n =
                Math.min(
                        PICTURES,
                        config.monitoring().gridOf(blank.width(), blank.height()).count());
        try (Scope scope = Scope.open("grid")) {
            Tensor z = Tensors.zeros(backend, Shape.of(n, config.networks().latentSize()));
            Tensor labels =
                    blank.labelSize() == 0
                            ? null
                            : Tensors.zeros(backend, Shape.of(n, blank.labelSize()));
            state.average.generate(z, labels, Truncation.none(), now.lod(), Noise.constant());
        }
    }

    /** A moment at a resolution, within its fade if it has one. */
    private SchedulePoint point(int resolution) {
        int halvings = Integer.numberOfTrailingZeros(config.images().resolution() / resolution);
        boolean fades =
                resolution > config.growth().initialResolution()
                        && config.growth().transitionKimg() > 0;
        return new SchedulePoint(
                0,
                halvings + (fades ? 0.5 : 0),
                resolution,
                config.growth().minibatchAt(resolution),
                0.001,
                0.001,
                1);
    }

    private static long bytes(Map<String, Tensor> tensors) {
        return tensors.values().stream().mapToLong(t -> (long) t.size() * t.dtype().bytes()).sum();
    }
}
