package io.github.stylegan4j.train;

import io.github.stylegan4j.io.ProcessLock;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.train.augment.Augmentation;
import io.github.stylegan4j.train.config.ImageSettings;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.health.HealthLimits;
import io.github.stylegan4j.train.loss.GanLoss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes a {@link Trainer}: what it trains on, where, and who is told. */
public final class TrainerBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerBuilder.class);

    private TrainingConfig config;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private final List<Map.Entry<String, Resumable>> kept = new ArrayList<>();
    private ImageSource source;
    private Backend backend;
    private GanLoss loss;
    private Schedule schedule;
    private Augmentation augmentation;
    private HealthLimits limits;
    private List<String> command = List.of();
    private Profiler profiler;
    private boolean resume;
    private MemoryCheck memoryCheck;
    private boolean anyImages;
    private Times times = Times.ofMachine();
    private String metricName;
    private CheckpointMetric metric;

    TrainerBuilder(TrainingConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    /**
     * Trains on images of the caller's, who closes them, instead of those that the configuration
     * names.
     */
    public TrainerBuilder source(ImageSource images) {
        source = Objects.requireNonNull(images, "images");
        return this;
    }

    /**
     * Computes on a backend of the caller's, who closes it, instead of the device that the
     * configuration names; convolutions are computed as that backend was opened to.
     */
    public TrainerBuilder backend(Backend device) {
        backend = Objects.requireNonNull(device, "device");
        return this;
    }

    /**
     * Measures more than phases ({@link Profiler#on}, {@link Profiler#tracing}), or nothing ({@link
     * Profiler#off}); without, a run measures its {@linkplain Profiler#phases phases} for {@link
     * TickStats#phaseSeconds}. A backend of the caller's must have been opened with it, and
     * measures what it was opened with.
     */
    public TrainerBuilder profiler(Profiler times) {
        profiler = Objects.requireNonNull(times, "times");
        return this;
    }

    /** Minimises a loss of the caller's instead of the one that the configuration names. */
    public TrainerBuilder loss(GanLoss function) {
        loss = Objects.requireNonNull(function, "function");
        return this;
    }

    /**
     * Follows a schedule of the caller's instead of the one that the configuration describes; a run
     * that is resumed needs it again.
     */
    public TrainerBuilder schedule(Schedule function) {
        schedule = Objects.requireNonNull(function, "function");
        return this;
    }

    /**
     * Warns of trouble from other limits on than those that suit the configuration: see {@link
     * io.github.stylegan4j.train.health.HealthMonitor}.
     */
    public TrainerBuilder healthLimits(HealthLimits newLimits) {
        limits = Objects.requireNonNull(newLimits, "newLimits");
        return this;
    }

    /** Keeps with the run what command has started it; without, that a program has. */
    public TrainerBuilder command(List<String> words) {
        command = List.copyOf(words);
        return this;
    }

    /**
     * Changes images in a way of the caller's instead of the one that the configuration names; the
     * probability in its context is the configured one, and adapts if {@code augment} is {@code
     * ada}.
     */
    public TrainerBuilder augmentation(Augmentation changes) {
        augmentation = Objects.requireNonNull(changes, "changes");
        return this;
    }

    /**
     * Makes the state of something of the caller's part of every checkpoint, and brings it back
     * when the run is resumed or goes back. A loss and an augmentation that are {@link Resumable}
     * are kept without this, as {@code loss} and {@code augmentation}, if they were given
     * themselves and not as a part of another.
     *
     * @param name of its own, the same when the run is resumed
     */
    public TrainerBuilder keep(String name, Resumable part) {
        kept.add(
                Map.entry(
                        Objects.requireNonNull(name, "name"),
                        Objects.requireNonNull(part, "part")));
        return this;
    }

    /** Tells somebody how training goes; listeners are called in the order they were added. */
    public TrainerBuilder listener(TrainingListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Is given the statistics of each tick: a short form of {@link #listener}. */
    public TrainerBuilder onTick(Consumer<TickStats> receiver) {
        Objects.requireNonNull(receiver, "receiver");
        return listener(
                new TrainingListener() {
                    @Override
                    public void onTick(Trainer trainer, TickStats stats) {
                        receiver.accept(stats);
                    }
                });
    }

    /**
     * Goes on from the newest checkpoint in the configuration's run folder that can be read,
     * instead of beginning anew.
     */
    public TrainerBuilder resume() {
        resume = true;
        return this;
    }

    /**
     * Refuses to begin a run that the device has too little memory for at one of its resolutions;
     * see {@link MemoryPlan}.
     */
    public TrainerBuilder checkMemory() {
        return checkMemory(MemoryCheck.REFUSE);
    }

    /**
     * Plans the run's memory and does as told if the device has too little; see {@link MemoryPlan}.
     * A loss or an augmentation of the caller's is carried out for it, on tensors whose values read
     * as 0, and a schedule of the caller's looked through. Without, only a run is planned and
     * refused whose {@code microBatch} is {@code auto}.
     */
    public TrainerBuilder checkMemory(MemoryCheck check) {
        memoryCheck = Objects.requireNonNull(check, "check");
        return this;
    }

    /**
     * Resumes also if the data set is not what the run was trained on before, which is refused
     * otherwise.
     */
    public TrainerBuilder acceptChangedData() {
        anyImages = true;
        return this;
    }

    /**
     * Keeps the checkpoint that is best by a number of the caller's, instead of by the statistic
     * that the configuration names.
     *
     * @param name what the number is called in {@code best.json}; a run that is resumed with
     *     another name begins to judge anew
     * @param judge lower is better
     */
    public TrainerBuilder keepBest(String name, CheckpointMetric judge) {
        metricName = Objects.requireNonNull(name, "name");
        metric = Objects.requireNonNull(judge, "judge");
        return this;
    }

    /**
     * Opens images, device and run folder, and makes the networks.
     *
     * @throws io.github.stylegan4j.train.data.DataException if the images cannot be used
     * @throws RunDirectoryException if the run folder cannot be used, another trainer works in it,
     *     it holds a run already, or it holds none to resume
     * @throws IllegalArgumentException if the device is not usable or has too little memory, images
     *     or checkpoint do not fit the configuration, the loss cannot be computed with labels of
     *     zeros, the images are not those the run was trained on, or a run that begins shall keep
     *     the best by a statistic that its loss does not have
     */
    public Trainer build() {
        if (resume && config.run().runDir().isEmpty()) {
            throw new RunDirectoryException(
                    "runDir is empty; to resume, give the folder of the run");
        }
        if (backend != null
                && profiler != null
                && profiler.isOn()
                && backend.profiler() != profiler) {
            throw new IllegalArgumentException(
                    "The backend was opened without this profiler; open it with"
                            + " BackendOptions.withProfiler");
        }
        TrainingSteps.check(config, loss());
        if (metric == null) {
            KeepBestCheck.check(config, loss(), resume);
        }
        ImageSource images = source == null ? open(config) : source;
        Trainer trainer;
        try {
            check(images);
            LabelChecks.check(images, loss());
            GridImages.check(config.monitoring().layout(), images);
            trainer = make(images, backend == null ? open() : backend);
        } catch (RuntimeException | Error e) {
            if (ownsSource()) {
                Closeables.closeAfter(e, images::close);
            }
            throw e;
        }
        return begun(trainer);
    }

    private Backend open() {
        return Backends.open(
                config.run().device(),
                config.run()
                        .backendOptions()
                        .withProfiler(profiler == null ? Profiler.phases() : profiler));
    }

    private Trainer make(ImageSource images, Backend device) {
        try {
            planMemory(images, device);
            return locked(images, device, directory(images));
        } catch (RuntimeException | Error e) {
            if (ownsBackend()) {
                Closeables.closeAfter(e, device::close);
            }
            throw e;
        }
    }

    private void planMemory(ImageSource images, Backend device) {
        boolean checks = memoryCheck != null && memoryCheck != MemoryCheck.OFF;
        if (!config.steps().isAutomatic() && !checks) {
            return;
        }
        Optional<Backend> accounting = device.accounting();
        if (accounting.isEmpty()) {
            unplannable(device);
            return;
        }
        MemoryPlan plan = plan(images, accounting.get());
        if (!plan.fits()) {
            if (memoryCheck == null || memoryCheck == MemoryCheck.REFUSE) {
                throw new IllegalArgumentException(plan.refusal());
            }
            LOG.warn("{}", plan.warning());
        }
        config = plan.adapt(config);
    }

    private MemoryPlan plan(ImageSource images, Backend accounting) {
        // Steps that compute nothing must leave no trace in what they are carried out with.
        KeptStates states = kept();
        Map<String, String> before = states.save();
        try (accounting) {
            MemoryPlanner planner = new MemoryPlanner(config, images, loss(), augmentation());
            return planner.plan(
                    accounting,
                    schedule == null ? planner.moments() : planner.moments(schedule()),
                    schedule());
        } finally {
            states.restore(before);
        }
    }

    private void unplannable(Backend device) {
        String what =
                "The memory of a run on "
                        + device.description()
                        + " cannot be planned, since this backend keeps no account of it";
        if (config.steps().isAutomatic()) {
            throw new IllegalArgumentException(
                    what + "; set microBatch to a number or to all instead of auto");
        }
        LOG.warn("{}", what);
    }

    private Trainer locked(ImageSource images, Backend device, RunDirectory directory) {
        ProcessLock lock = directory.lock();
        try {
            if (!resume && directory.inUse()) {
                throw new RunDirectoryException(
                        "The run folder "
                                + directory.path()
                                + " holds a run already; resume it, or choose another folder");
            }
            return new Trainer(this, images, device, directory, lock);
        } catch (RuntimeException | Error e) {
            Closeables.closeAfter(e, lock::close);
            throw e;
        }
    }

    private Trainer begun(Trainer trainer) {
        try {
            if (resume) {
                trainer.restore();
            } else {
                trainer.transfer();
            }
            return trainer;
        } catch (RuntimeException | Error e) {
            Closeables.closeAfter(e, trainer::close);
            throw e;
        }
    }

    private static ImageSource open(TrainingConfig config) {
        return DataSets.open(
                config.images().data(), config.images().dataFormat(), config.images().options());
    }

    private void check(ImageSource images) {
        ImageSettings wanted = config.images();
        if (images.height() != wanted.height()
                || images.width() != wanted.width()
                || images.resolution() != wanted.resolution()
                || images.channels() != wanted.channels()) {
            throw new IllegalArgumentException(
                    images.name()
                            + " has images of "
                            + images.height()
                            + "x"
                            + images.width()
                            + " with "
                            + images.channels()
                            + " channels, but the configuration says resolution "
                            + wanted.resolution()
                            + ", base grid "
                            + wanted.baseGrid()
                            + " (images of "
                            + wanted.size()
                            + ") and channels "
                            + wanted.channels()
                            + "; make them agree");
        }
    }

    private RunDirectory directory(ImageSource images) {
        if (config.run().runDir().isEmpty()) {
            Path name = Path.of(images.name()).getFileName();
            String size = config.images().size();
            return RunDirectory.next(
                    Path.of(config.run().runs()), (name == null ? "" : name + "-") + size);
        }
        Path path = Path.of(config.run().runDir());
        return resume ? RunDirectory.existing(path) : RunDirectory.at(path);
    }

    TrainingConfig config() {
        return config;
    }

    Schedule schedule() {
        return schedule == null
                ? new TrainingSchedule(config.schedule())
                : new CheckedSchedule(schedule, config);
    }

    GanLoss loss() {
        return loss == null ? config.losses().function() : loss;
    }

    KeptStates kept() {
        KeptStates states = new KeptStates();
        states.addIfResumable("loss", loss);
        states.addIfResumable("augmentation", augmentation);
        kept.forEach(part -> states.add(part.getKey(), part.getValue()));
        return states;
    }

    HealthLimits healthLimits() {
        return limits == null ? HealthChecks.of(config, loss != null) : limits;
    }

    List<String> command() {
        return command;
    }

    Augmentation augmentation() {
        return augmentation == null ? config.augmentation().function() : augmentation;
    }

    /** Those of the caller's after the run's own. */
    List<TrainingListener> listeners() {
        List<TrainingListener> all = new ArrayList<>();
        if (config.monitoring().tensorBoard()) {
            all.add(new TensorBoardLog(times.clock()));
        }
        all.addAll(listeners);
        return List.copyOf(all);
    }

    /** Takes the time from elsewhere, for tests of clocks that jump. */
    TrainerBuilder times(Times given) {
        times = given;
        return this;
    }

    Times times() {
        return times;
    }

    boolean anyImages() {
        return anyImages;
    }

    BestCheckpoint best(Path file) {
        String statistic = config.checkpoints().keepBest();
        return metric == null
                ? new BestCheckpoint(file, statistic, CheckpointMetric.statistic(statistic))
                : new BestCheckpoint(file, metricName, metric);
    }

    boolean ownsSource() {
        return source == null;
    }

    boolean ownsBackend() {
        return backend == null;
    }
}
