package io.github.stylegan4j.train;

import io.github.stylegan4j.array.MemoryShortage;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
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
import java.util.LinkedHashMap;
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

    /** How often a piece of a schedule is looked at, since its minibatch may grow within. */
    private static final int LOOKS = 16;

    private static final LoaderConfig LOADING = LoaderConfig.of(0);

    private final TrainingConfig config;
    private final ImageSource blank;
    private final long dataBytes;
    private final GanLoss loss;
    private final Augmentation augmentation;

    MemoryPlanner(
            TrainingConfig config, ImageSource source, GanLoss loss, Augmentation augmentation) {
        // Every step mixes styles: those are the ones that hold most.
        double mixing = config.networks().styleMixing() > 0 ? 1 : 0;
        this.config = config.with("styleMixing", mixing);
        this.blank = new BlankImages(source);
        dataBytes = source.heapBytes();
        this.loss = loss;
        this.augmentation = augmentation;
    }

    /**
     * Plans a run.
     *
     * @param backend keeps account
     * @param moments one of each resolution, at which it needs most
     * @param schedule which the run follows
     */
    MemoryPlan plan(Backend backend, List<SchedulePoint> moments, Schedule schedule) {
        MemoryLimits limits = backend.limits();
        boolean inHeap = limits.totalBytes() == Runtime.getRuntime().maxMemory();
        List<PlannedStep> steps = new ArrayList<>();
        for (SchedulePoint now : moments) {
            steps.add(
                    config.steps().isAutomaticAt(now.resolution())
                            ? largest(backend, now, inHeap)
                            : step(backend, now, config.steps().microBatchAt(now.resolution())));
        }
        return new MemoryPlan(
                backend.description(), limits, inHeap, dataBytes, disk(schedule, steps), steps);
    }

    /** What is saved is the same at all resolutions. */
    private DiskPlan disk(Schedule schedule, List<PlannedStep> steps) {
        PlannedStep any = steps.get(0);
        return DiskPlan.of(
                config,
                schedule,
                any.networkBytes() + any.averageBytes() + any.optimizerBytes(),
                any.averageBytes());
    }

    /** The resolutions that the configuration says, whether its run comes to all of them or not. */
    List<SchedulePoint> moments() {
        List<SchedulePoint> moments = new ArrayList<>();
        int resolution = config.growth().initialResolution();
        for (; resolution <= config.images().resolution(); resolution *= 2) {
            moments.add(point(resolution));
        }
        return moments;
    }

    /**
     * The resolutions that a schedule of the caller's comes to, with the largest minibatch that it
     * was found to have there.
     */
    List<SchedulePoint> moments(Schedule schedule) {
        Map<Integer, SchedulePoint> moments = new LinkedHashMap<>();
        int repeats = config.growth().minibatchRepeats() * config.growth().discriminatorRepeats();
        for (SchedulePiece piece :
                schedule.pieces(0, Math.max(1, config.run().totalImages()), repeats)) {
            double length = piece.toImages() - 1 - piece.fromImages();
            for (int i = 0; i <= LOOKS; i++) {
                SchedulePoint now =
                        schedule.at(piece.fromImages() + Math.round(length * i / LOOKS));
                moments.merge(now.resolution(), now, MemoryPlanner::worse);
            }
        }
        return List.copyOf(moments.values());
    }

    /** A fade has two more layers at work than the resolution that is held. */
    private static SchedulePoint worse(SchedulePoint a, SchedulePoint b) {
        SchedulePoint fading = a.fading() ? a : b;
        return fading.withMinibatch(Math.max(a.minibatch(), b.minibatch()));
    }

    /** The fewest parts that fit, and if none do, the smallest parts. */
    private PlannedStep largest(Backend backend, SchedulePoint now, boolean inHeap) {
        int largest = now.minibatch();
        PlannedStep step = step(backend, now, largest);
        while (!MemoryPlan.fits(step, backend.limits(), inHeap, dataBytes)) {
            List<Rows> parts = parts(now, largest);
            largest = Math.max(1, parts.get(0).size() / 2);
            if (parts(now, largest).size() == parts.size()) {
                return step;
            }
            step = step(backend, now, largest);
        }
        return step;
    }

    private List<Rows> parts(SchedulePoint now, int microBatch) {
        return Rows.split(now.minibatch(), config.networks().minibatchStdGroup(), microBatch);
    }

    private PlannedStep step(Backend backend, SchedulePoint now, int microBatch) {
        int atOnce =
                parts(now, microBatch).stream().mapToInt(Rows::size).max().orElse(now.minibatch());
        TrainingConfig told =
                config.with(Map.of("microBatch", atOnce, "microBatchPerResolution", Map.of()));
        // As training does when layers become active: nothing is left of the step before.
        backend.trim();
        TensorBytes tensors = new TensorBytes(backend);
        try (TrainingState state = new TrainingState(told, blank.labelSize(), tensors)) {
            String problem = "";
            try {
                run(told, state, tensors, now);
            } catch (RuntimeException | OutOfMemoryError e) {
                if (!MemoryShortage.in(e)) {
                    throw e;
                }
                // A single tensor can be larger than a device allows, which each reports itself.
                problem = String.valueOf(e.getMessage());
            }
            return counted(tensors, state, now, atOnce, problem);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (!MemoryShortage.in(e)) {
                throw e;
            }
            return new PlannedStep(
                    now.resolution(),
                    now.minibatch(),
                    atOnce,
                    0,
                    0,
                    0,
                    0,
                    0,
                    imageBytes(now),
                    String.valueOf(e.getMessage()));
        }
    }

    private PlannedStep counted(
            TensorBytes tensors,
            TrainingState state,
            SchedulePoint now,
            int atOnce,
            String problem) {
        MemoryStats held = tensors.memory();
        long networks = bytes(state.generator.state()) + bytes(state.discriminator.state());
        long average = bytes(state.average.state());
        long optimizers =
                bytes(state.generatorOptimizer.state())
                        + bytes(state.discriminatorOptimizer.state());
        long activations = Math.max(0, tensors.peak() - networks - average - optimizers);
        long workspace = Math.max(0, held.liveBytes() + held.pooledBytes() - tensors.peak());
        return new PlannedStep(
                now.resolution(),
                now.minibatch(),
                atOnce,
                networks,
                average,
                optimizers,
                activations,
                workspace,
                imageBytes(now),
                problem);
    }

    /** Real images that are prepared ahead. */
    private long imageBytes(SchedulePoint now) {
        int shrunk = config.images().resolution() / now.resolution();
        long pixels =
                (long) blank.channels() * (blank.height() / shrunk) * (blank.width() / shrunk);
        return (2L + LOADING.prefetch()) * now.minibatch() * pixels * Float.BYTES;
    }

    /** Twice, since the second time finds other buffers free than the first. */
    private void run(TrainingConfig told, TrainingState state, Backend backend, SchedulePoint now) {
        state.augmentation.restore(1, 0);
        try (MinibatchLoader loader = new MinibatchLoader(blank, LOADING);
                TrainingSteps steps =
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
