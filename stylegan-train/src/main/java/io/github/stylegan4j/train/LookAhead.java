package io.github.stylegan4j.train;

import io.github.stylegan4j.profile.Phase;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.train.data.ImageSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures steps of the resolutions to come, once, early in a run: with that, the time to go is
 * known long before training reaches them.
 *
 * <p>It takes at most {@link #SHARE} of the time that the run is expected to take; resolutions that
 * would cost more are left to be predicted.
 */
final class LookAhead {
    /** Part of the run that may go into knowing when it ends. */
    private static final double SHARE = 0.02;

    /** Seconds that are worth it, however short the run. */
    private static final double ALWAYS = 3;

    /** Seconds of training after which the virtual machine has compiled what it will need. */
    private static final double WARM_UP = 10;

    /** How often a step of a kind is done to measure it, warming up included. */
    private static final int STEPS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(LookAhead.class);

    private final TrainingConfig config;
    private final ImageSource source;
    private final Backend backend;
    private final TimeToGo timeToGo;
    private boolean done;

    LookAhead(TrainingConfig config, ImageSource source, Backend backend, TimeToGo timeToGo) {
        this.config = config;
        this.source = source;
        this.backend = backend;
        this.timeToGo = timeToGo;
        done = !config.monitoring().measureAhead();
    }

    /**
     * Whether now is the time.
     *
     * @param trainedSeconds training since the first tick began
     * @param tickOver whether the first tick is over
     */
    boolean isDue(double trainedSeconds, boolean tickOver) {
        return !done && (trainedSeconds >= WARM_UP || tickOver);
    }

    /**
     * Measures, if there is more than one kind of step left; the device's peak stays as it was.
     * Whatever keeps it from measuring, the run goes on: it may have room for itself alone, and an
     * image that cannot be read now may be there when its turn comes. If the device is lost, this
     * or the run's next step fails.
     *
     * @param stop asked before each step whether somebody waits for the run to end
     */
    void measure(long images, BooleanSupplier stop) {
        done = true;
        List<SchedulePoint> kinds = timeToGo.kindsToGo(images);
        if (kinds.size() < 2) {
            return;
        }
        backend.synchronize();
        long start = System.nanoTime();
        try (Phase phase = backend.profiler().phase("looking ahead")) {
            int measured = measure(kinds, images, start, stop);
            LOG.info(
                    "measured {} of the {} kinds of steps to come in {}: about {} to go",
                    measured,
                    kinds.size(),
                    TickText.duration(secondsSince(start)),
                    TickText.duration(timeToGo.remainingSeconds(images)));
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warn(
                    "the steps to come could not all be measured, the rest is predicted: {}",
                    e.getMessage() == null ? e.toString() : e.getMessage());
            LOG.debug("measuring ahead failed", e);
        }
        backend.trim();
        backend.forgetPeak();
    }

    private int measure(List<SchedulePoint> kinds, long images, long start, BooleanSupplier stop) {
        int measured = 0;
        try (StepProbe probe = new StepProbe(config, source, backend, System::nanoTime, stop)) {
            while (measured < kinds.size() && affordable(kinds, measured, images, start)) {
                SchedulePoint point = kinds.get(measured);
                Optional<TimeToGo.Ahead> seconds = probe.measure(point);
                if (seconds.isEmpty()) {
                    break;
                }
                timeToGo.measuredAhead(point, seconds.get());
                measured++;
            }
        }
        return measured;
    }

    private boolean affordable(List<SchedulePoint> kinds, int next, long images, long start) {
        if (next == 0) {
            return true;
        }
        SchedulePoint point = kinds.get(next);
        double budget = Math.max(ALWAYS, SHARE * timeToGo.remainingSeconds(images));
        double step = timeToGo.secondsPerImage(point) * point.minibatch();
        return secondsSince(start) + STEPS * step <= budget;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}
