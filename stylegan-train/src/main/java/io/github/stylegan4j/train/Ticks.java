package io.github.stylegan4j.train;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.MemoryStats;
import io.github.stylegan4j.stylegan.BaseGrid;
import io.github.stylegan4j.train.health.HealthMonitor;
import io.github.stylegan4j.train.health.HealthSample;
import io.github.stylegan4j.train.health.HealthWarning;
import java.util.List;
import java.util.Map;

/** Divides training into ticks, and says of each what happened in it. */
final class Ticks {
    private final Schedule schedule;
    private final BaseGrid proportions;
    private final TrainingState state;
    private final Backend backend;
    private final PhaseSeconds phases;
    private final TimeToGo timeToGo;
    private final Times times;
    private final WarmUpClock warmUp;
    private HealthMonitor health;
    private TickClock clock;
    private long peakBytes;
    private long measuredFrom;
    private Stretch stretch;

    /**
     * Steps that are alike in how fast the machine does them.
     *
     * @param images images shown before it
     * @param seconds time of the tick before it
     * @param compiled what compilers had worked before it
     */
    private record Stretch(SchedulePoint start, long images, double seconds, double compiled) {}

    /**
     * Ticks of a run that begins or goes on now.
     *
     * @param proportions those of the images
     * @param health a monitor that has seen nothing
     * @param past what is known of the ticks before
     * @param times where the time comes from
     * @param warmUp what of it went into making the program faster
     */
    Ticks(
            Schedule schedule,
            BaseGrid proportions,
            TrainingState state,
            Backend backend,
            TimeToGo timeToGo,
            HealthMonitor health,
            PastTicks past,
            Times times,
            WarmUpClock warmUp) {
        this.schedule = schedule;
        this.proportions = proportions;
        this.state = state;
        this.backend = backend;
        this.timeToGo = timeToGo;
        this.health = health;
        this.times = times;
        this.warmUp = warmUp;
        phases = new PhaseSeconds(backend.profiler());
        clock = new TickClock(past.elapsedSeconds(), times.nanoTime());
        // What went wrong before is known, and is not reported again.
        past.samples().forEach(health::observe);
    }

    /**
     * The state was set back; what was measured of the device and of steps stays.
     *
     * @param newHealth a monitor that has seen nothing
     * @param past what is known of the ticks up to there
     */
    void goBack(HealthMonitor newHealth, PastTicks past) {
        peakBytes = Math.max(peakBytes, backend.memory().peakLiveBytes());
        health = newHealth;
        clock = new TickClock(past.elapsedSeconds(), times.nanoTime());
        past.samples().forEach(health::observe);
        begin();
    }

    /** Maintenance is over; a tick begins, or what is left of one that another process began. */
    void begin() {
        measuredFrom = state.images;
        stretch =
                new Stretch(schedule.at(state.images), state.images, 0, warmUp.compilingSeconds());
        clock.beginTick();
    }

    /** Something begins within a tick that is no training. */
    void pause() {
        peakBytes = Math.max(peakBytes, backend.memory().peakLiveBytes());
        clock.pause();
    }

    /**
     * Training goes on.
     *
     * @param now where it is
     * @param outdated whether what steps took before in this tick counts no longer
     */
    void goOn(SchedulePoint now, boolean outdated) {
        clock.goOn();
        if (outdated) {
            stretch =
                    new Stretch(
                            now, state.images, clock.sinceTickStart(), warmUp.compilingSeconds());
        }
    }

    /** Whether the tick has had its images. */
    boolean isOver(SchedulePoint now) {
        return state.images >= state.tickStart + now.tickKimg() * 1000;
    }

    /** The tick is over, maintenance begins; waits for the device. */
    void end(SchedulePoint now) {
        backend.synchronize();
        clock.endTick();
        state.ticks++;
        state.tickStart = state.images;
        double seconds = clock.tickSeconds() - stretch.seconds();
        double compiling = warmUp.compilingSeconds() - stretch.compiled();
        timeToGo.measured(
                stretch.start(),
                now,
                state.images - stretch.images(),
                warmUp.undisturbed(seconds, seconds, compiling));
    }

    /**
     * What happened in the tick that is over.
     *
     * @param diversity that of the grid after it
     */
    TickStats stats(SchedulePoint now, double diversity) {
        Map<String, Statistic> quantities = state.statistics.take();
        long skipped =
                state.discriminatorOptimizer.skippedSteps()
                        + state.generatorOptimizer.skippedSteps();
        TickStats stats =
                new TickStats(
                        state.ticks,
                        state.images,
                        now,
                        proportions,
                        times.clock().instant(),
                        clock.tickSeconds(),
                        state.images - measuredFrom,
                        clock.maintenanceSeconds(),
                        clock.elapsedSeconds(),
                        timeToGo.remainingSeconds(state.images),
                        memory(),
                        HostMemory.now(),
                        quantities,
                        diversity,
                        skipped,
                        phaseSeconds(),
                        List.of(),
                        List.of());
        List<HealthWarning> warnings = health.observe(sample(stats));
        return stats.with(warnings, health.present());
    }

    /** A device tells how long phases took when it is waited for; it has little left to do here. */
    private Map<String, Double> phaseSeconds() {
        backend.synchronize();
        return phases.take();
    }

    /** The peak is the run's, also where something else has made the device forget it. */
    private MemoryStats memory() {
        MemoryStats now = backend.memory();
        return new MemoryStats(
                now.liveBuffers(),
                now.liveBytes(),
                Math.max(peakBytes, now.peakLiveBytes()),
                now.pooledBytes(),
                now.allocations());
    }

    private static HealthSample sample(TickStats s) {
        return new HealthSample(
                s.schedule().resolution(),
                s.size(),
                s.schedule().fading(),
                s.images(),
                s.mean("scores_real"),
                s.mean("scores_fake"),
                s.diversity(),
                s.skippedSteps(),
                s.notFinite());
    }

    /** Training time so far, in seconds. */
    double elapsedSeconds() {
        return clock.elapsedSeconds();
    }

    /** Estimated time to the end, in seconds; NaN before anything was measured. */
    double remainingSeconds() {
        return timeToGo.remainingSeconds(state.images);
    }
}
