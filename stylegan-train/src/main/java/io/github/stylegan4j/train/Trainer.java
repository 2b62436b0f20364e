package io.github.stylegan4j.train;

import io.github.stylegan4j.io.ProcessLock;
import io.github.stylegan4j.profile.Phase;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.Discriminator;
import io.github.stylegan4j.stylegan.Generator;
import io.github.stylegan4j.train.FailureWatch.Failure;
import io.github.stylegan4j.train.RandomStreams.Purpose;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.LoaderConfig;
import io.github.stylegan4j.train.data.MinibatchLoader;
import io.github.stylegan4j.train.health.Diversity;
import io.github.stylegan4j.train.health.HealthLimits;
import io.github.stylegan4j.train.health.HealthMonitor;
import io.github.stylegan4j.train.health.HealthWarning;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.Level;

/**
 * Trains a generator and its discriminator, growing them from low to full resolution.
 *
 * <p>{@link #run} is the whole of it, in the order of NVlabs/stylegan's training loop: the schedule
 * is looked at, then a few times the discriminator takes a step, the running average of the
 * generator follows, and the generator takes a step. Everything follows from the seed. No step
 * waits for the device; numbers are read once per tick.
 *
 * <p>A trainer is used by one thread, except for {@link #stop}. Interrupting that thread ends the
 * run as {@link #stop} does. Several can live side by side.
 */
public final class Trainer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    /** Marks what is logged that stands in the run's {@link RunDirectory#LOG_FILE} already. */
    public static final Marker RECORDED = MarkerFactory.getMarker("recorded");

    private final TrainingConfig config;
    private final ImageSource source;
    private final Backend backend;
    private final boolean ownsBackend;
    private final boolean ownsSource;
    private final List<TrainingListener> listeners;
    private final RunDirectory directory;
    private final ProcessLock lock;
    private final Schedule schedule;
    private final TrainingState state;
    private final MinibatchLoader loader;
    private final TrainingSteps steps;
    private final FailureWatch failures;
    private final Rollback rollback;
    private final Snapshots snapshots;
    private final SampleGrid grid;
    private final Checkpoints checkpoints;
    private final BestCheckpoint best;
    private final boolean anyImages;
    private final Times times;
    private final WarmUpClock warmUp = WarmUpClock.ofMachine();
    private final TimeToGo timeToGo;
    private final LookAhead lookAhead;
    private final Profiler profiler;
    private final HealthLimits healthLimits;
    private final List<String> command;
    private final Closeables made = new Closeables();
    private Path resumedFrom;
    private TransferReport transferred;
    private volatile boolean stopRequested;
    private Ticks ticks;
    private TickStats lastTick;
    private boolean interrupted;

    Trainer(
            TrainerBuilder from,
            ImageSource source,
            Backend backend,
            RunDirectory directory,
            ProcessLock lock) {
        this.config = from.config();
        this.source = source;
        this.backend = backend;
        this.ownsBackend = from.ownsBackend();
        this.ownsSource = from.ownsSource();
        this.listeners = from.listeners();
        this.directory = directory;
        this.lock = lock;
        profiler = backend.profiler();
        command = from.command();
        healthLimits = from.healthLimits();
        schedule = from.schedule();
        checkpoints = new Checkpoints(directory, config, source, backend.tuning());
        best = from.best(directory.best());
        anyImages = from.anyImages();
        times = from.times();
        try {
            state = new TrainingState(config, source.labelSize(), backend, from.kept());
            made.add(state::close);
            loader = loader(config, source);
            made.add(loader::close);
            steps =
                    new TrainingSteps(
                            config,
                            state,
                            from.loss(),
                            from.augmentation(),
                            source,
                            loader,
                            backend,
                            state.statistics);
            made.add(steps::close);
            failures =
                    new FailureWatch(
                            state,
                            config.steps().nonFiniteLimit(),
                            config.growth().discriminatorRepeats(),
                            config.steps().regularizationInterval());
            rollback =
                    new Rollback(checkpoints, state, best, anyImages, config.steps().rollbacks());
            snapshots =
                    new Snapshots(
                            directory,
                            state,
                            schedule,
                            loader,
                            checkpoints,
                            best,
                            () -> rollback.beforeCheckpoint(failures));
            grid = new SampleGrid(config, source, backend, state.random.of(Purpose.GRID));
            made.add(grid::close);
            timeToGo = TimeToGo.of(config, schedule);
            lookAhead =
                    new LookAhead(
                            config.monitoring().measureAhead(),
                            backend,
                            timeToGo,
                            () -> new StepProbe(config, source, backend),
                            warmUp);
        } catch (RuntimeException | Error e) {
            made.closeAfter(e);
            throw e;
        }
    }

    /** The stream of a run's real images, at its start. */
    static MinibatchLoader loader(TrainingConfig config, ImageSource source) {
        return new MinibatchLoader(
                source,
                LoaderConfig.of(config.run().seed())
                        .withMirror(config.images().mirrorAugment())
                        .withThreads(config.images().dataThreads()));
    }

    /** Goes on from the newest checkpoint, if there is one. */
    void restore() {
        resumedFrom = checkpoints.restoreNewest(state, anyImages).orElse(null);
        if (resumedFrom == null) {
            transfer();
        }
        loader.seek(state.dataPosition);
    }

    /** Begins with the networks of a file instead of with random weights, if there is one. */
    void transfer() {
        String file = config.adaptation().transfer();
        if (!file.isEmpty()) {
            transferred = Transfer.into(state, Path.of(file));
            LOG.info("{}", transferred.text());
        }
    }

    /** What was taken over from the file that the networks began with; empty if there was none. */
    public Optional<TransferReport> transferred() {
        return Optional.ofNullable(transferred);
    }

    /** Starts to describe a trainer. */
    public static TrainerBuilder builder(TrainingConfig config) {
        return new TrainerBuilder(config);
    }

    /**
     * Trains until all images were shown or somebody asks to stop: {@link #stop}, an interrupt of
     * this thread, which is then still set, or a file {@link RunDirectory#STOP} in the run's
     * folder. The steps in progress are finished and a checkpoint written, from which the run goes
     * on to the same bits as one that was not stopped. A trainer runs once.
     */
    public TrainingSummary run() {
        try {
            begin();
            while (state.images < totalImages() && !mustStop()) {
                SchedulePoint now = schedule.at(state.images);
                trainOneRound(now);
                // Before anything is written that a run could go on from.
                Optional<Failure> failure = failures.afterRound();
                if (failure.isPresent()) {
                    goBack(failure.get());
                    continue;
                }
                if (lookAhead.isDue(now, ticks.isOver(now))) {
                    ticks.pause();
                    boolean outdated = lookAhead.measure(state.images, this::mustStop);
                    ticks.goOn(now, outdated);
                }
                listeners.forEach(listener -> listener.onRound(this, ticks.remainingSeconds()));
                if (ticks.isOver(now)) {
                    endTick(now);
                }
            }
            return finish();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void trainOneRound(SchedulePoint now) {
        if (TrainingSchedule.resetsOptimizer(state.lastLod, now.lod())) {
            state.resetOptimizers();
            // Buffers of the old sizes would wait in vain for somebody to use them.
            backend.trim();
        }
        state.lastLod = now.lod();
        for (int i = 0; i < config.growth().minibatchRepeats(); i++) {
            for (int j = 0; j < config.growth().discriminatorRepeats(); j++) {
                steps.discriminator(now);
                steps.average(now);
                state.images += now.minibatch();
            }
            steps.generator(now);
        }
        steps.endRound();
    }

    private boolean mustStop() {
        if (Thread.interrupted()) {
            interrupted = true;
            stop();
            LOG.info("the thread was interrupted: the run stops");
        } else if (directory.takeStopRequest()) {
            stop();
            LOG.info("there is a file {} in {}: the run stops", RunDirectory.STOP, runDir());
        }
        return stopRequested;
    }

    private void begin() {
        if (ticks != null) {
            throw new IllegalStateException("This trainer has run; build another one");
        }
        PastTicks past = directory.resumeStatistics(state.images, state.ticks);
        best.goOnFrom(state.images);
        ticks =
                new Ticks(
                        schedule,
                        config.images().grid(),
                        state,
                        backend,
                        timeToGo,
                        newHealthMonitor(),
                        past,
                        times,
                        warmUp);
        directory.removeLeftovers();
        if (directory.takeStopRequest()) {
            LOG.warn("a file {} from before this run was removed", RunDirectory.STOP);
        }
        TrainingConfig found = config.withAbsolutePaths();
        directory.write(found);
        directory.appendProvenance(Provenance.json(found, source, backend, state.images, command));
        listeners.forEach(listener -> listener.onStart(this));
        record(
                Level.INFO,
                String.format(
                        Locale.ROOT,
                        "training on %d images of %s at %s, device %s, folder %s",
                        source.count(),
                        source.name(),
                        config.images().size(),
                        backend.description(),
                        directory.path()));
        record(Level.INFO, "convolutions: " + new ConvProvenance(backend.tuning()));
        if (resumedFrom == null) {
            DiskPlan disk = DiskPlan.of(config, schedule, state);
            record(Level.INFO, disk.text());
            disk.shortage(directory.path()).ifPresent(text -> record(Level.WARN, text));
            RunDirectory.writePicture(directory.reals(), grid.reals());
            writeFakes(schedule.at(state.images));
        } else {
            snapshots.restored();
            record(
                    Level.INFO,
                    "resumed at " + state.images + " images from " + resumedFrom.getFileName());
        }
        ticks.begin();
        lookAhead.begin();
    }

    /** Logs what belongs to the run's own record, which has it also where nothing is logged. */
    private void record(Level level, String text) {
        LOG.atLevel(level).addMarker(RECORDED).log(text);
        directory.log(times.clock().instant(), level, text);
    }

    private void goBack(Failure failure) {
        String reason = rollback.run(failure);
        record(Level.WARN, reason);
        loader.seek(state.dataPosition);
        steps.dropRound();
        snapshots.restored();
        PastTicks past = directory.resumeStatistics(state.images, state.ticks);
        ticks.goBack(newHealthMonitor(), past);
        listeners.forEach(listener -> listener.onRollback(this, reason));
    }

    private HealthMonitor newHealthMonitor() {
        return config.monitoring().healthWarnings()
                ? HealthMonitor.of(healthLimits)
                : HealthMonitor.off();
    }

    private void endTick(SchedulePoint now) {
        TickStats stats = closeTick(now);
        if (state.ticks == 1 || state.ticks % config.checkpoints().snapshotTicks() == 0) {
            writeSnapshot(() -> best.consider(this, stats));
        }
        tellOfTick(stats);
    }

    private TickStats closeTick(SchedulePoint now) {
        ticks.end(now);
        double diversity = writeFakes(now);
        TickStats stats = ticks.stats(now, diversity);
        lastTick = stats;
        record(Level.INFO, stats.progressLine());
        directory.append(stats);
        for (HealthWarning warning : stats.warnings()) {
            record(warning.over() ? Level.INFO : Level.WARN, warning.text());
            listeners.forEach(listener -> listener.onWarning(this, warning));
        }
        return stats;
    }

    private void tellOfTick(TickStats stats) {
        long start = System.nanoTime();
        listeners.forEach(listener -> listener.onTick(this, stats));
        timeToGo.telling((System.nanoTime() - start) * 1e-9);
        ticks.begin();
    }

    /** Returns the diversity of what is drawn. */
    private double writeFakes(SchedulePoint now) {
        long start = System.nanoTime();
        try (Phase phase = profiler.phase("pictures")) {
            Path file = directory.file(SnapshotName.FAKES, state.images);
            SampleGrid.Fakes fakes = grid.fakes(state.average, now.lod());
            RunDirectory.writePicture(file, fakes.picture());
            listeners.forEach(listener -> listener.onGrid(this, file, fakes.picture()));
            double reals = grid.realSpread(now.resolution());
            timeToGo.grid(now, (System.nanoTime() - start) * 1e-9);
            return Diversity.relative(fakes.spread(), reals);
        }
    }

    /**
     * Writes network and checkpoint.
     *
     * @param judge says before whether this is the best moment so far
     */
    private void writeSnapshot(Runnable judge) {
        long start = System.nanoTime();
        try (Phase phase = profiler.phase("snapshot")) {
            judge.run();
            Snapshots.Files files = snapshots.write();
            listeners.forEach(
                    listener -> listener.onSnapshot(this, files.network(), files.checkpoint()));
            timeToGo.snapshot((System.nanoTime() - start) * 1e-9);
        }
    }

    private TrainingSummary finish() {
        // Before the last tick is cut short, so that a run that is made longer goes on in it.
        if (!snapshots.areThere()) {
            writeSnapshot(() -> {});
        }
        boolean complete = state.images >= totalImages();
        if (complete && state.images > state.tickStart) {
            tellOfTick(closeTick(schedule.at(state.images)));
        }
        if (lastTick != null && lastTick.images() == state.images) {
            best.consider(this, lastTick);
            snapshots.giveUpOld();
        }
        backend.synchronize();
        TrainingSummary summary =
                new TrainingSummary(
                        directory.path(),
                        directory.file(SnapshotName.NETWORK, state.images),
                        directory.file(SnapshotName.CHECKPOINT, state.images),
                        state.images,
                        state.ticks,
                        ticks.elapsedSeconds(),
                        complete);
        record(
                Level.INFO,
                String.format(
                        Locale.ROOT,
                        "%s after %s kimg and %s; the generator is in %s",
                        summary.complete() ? "complete" : "stopped",
                        state.images / 1000.0,
                        TickText.duration(summary.seconds()),
                        summary.network()));
        listeners.forEach(listener -> listener.onStop(this, summary));
        return summary;
    }

    private long totalImages() {
        return config.run().totalImages();
    }

    /**
     * Ends the run after the steps in progress, with a checkpoint; from any thread, also from a
     * listener.
     */
    public void stop() {
        stopRequested = true;
    }

    /** What this trainer was told. */
    public TrainingConfig config() {
        return config;
    }

    /** Folder of the run. */
    public Path runDir() {
        return directory.path();
    }

    /** Real images shown since the start of training. */
    public long images() {
        return state.images;
    }

    /** The generator in training. */
    public Generator generator() {
        return state.generator;
    }

    /** The generator whose weights are a running average: the one to make pictures with. */
    public Generator averageGenerator() {
        return state.average;
    }

    /** The discriminator. */
    public Discriminator discriminator() {
        return state.discriminator;
    }

    /**
     * Gives the networks back, the device if this trainer opened it, and the run's folder, in which
     * other trainers may work then.
     */
    @Override
    public void close() {
        try (Closeables all = new Closeables()) {
            all.add(lock::close);
            if (ownsSource) {
                all.add(source::close);
            }
            if (ownsBackend) {
                all.add(backend::close);
            }
            all.add(made::close);
        }
    }
}
