package io.github.stylegan4j.train;

import io.github.stylegan4j.profile.Phase;
import io.github.stylegan4j.spi.Backend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures steps of the resolutions to come, early in a run: with that, the time to go is known
 * long before training reaches them.
 *
 * <p>Every kind of step is done a few times, then those again and again that most of the run will
 * be made of, until their times have stopped falling, or the time allowed is up. It looks again
 * when the run is twice as old, since the virtual machine has had longer to compile what runs often
 * and the machine may have more or less else to do, and when training comes to a kind at last.
 */
final class LookAhead {
    /** The phase in which it does so. */
    static final String PHASE = "looking ahead";

    /**
     * Part of the time to go that the first look may take, the second too if the first had no time
     * for every kind, and each later one.
     */
    private static final double SHARE = 0.02;

    private static final double LATER_SHARE = 0.006;

    /**
     * Seconds that it is worth, however short the run, to know every kind; much of them goes into
     * compiling kernels, which would have to be done later.
     */
    private static final double ALWAYS = 6;

    /** A later look that may take less would tell nothing new. */
    private static final double LEAST_SECONDS = 2;

    /** Seconds of training before the first look, in which much is compiled. */
    private static final double WARM_UP = 10;

    /** How many times older the run is at each look, unless it has looked so often. */
    private static final double LATER = 2;

    private static final int LOOKS = 5;

    /** How often a step of a kind is done at least; the first time is never trusted. */
    private static final int LEAST = 2;

    /** How often the present kind is done once more in the end. */
    private static final int COMPARED = 3;

    private static final Logger LOG = LoggerFactory.getLogger(LookAhead.class);

    private final Backend backend;
    private final TimeToGo timeToGo;
    private final Supplier<StepTimes> probes;
    private final WarmUpClock clock;
    private double begin;
    private double next = WARM_UP;
    private int looks;
    private boolean done;
    private boolean anythingMeasured;

    /** Whether a kind is left that no look had time for. */
    private boolean missed = true;

    /** What training was at when it looked. */
    private final Set<TimeToGo.Kind> begun = new HashSet<>();

    /** A kind of step with its times so far. */
    private static final class Kind {
        final SchedulePoint point;
        final Settling steps = new Settling();
        double gridSeconds;

        /** How long the whole of drawing the last grid took. */
        double gridElapsed;

        Kind(SchedulePoint point) {
            this.point = point;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d%s %.3g",
                    point.resolution(),
                    point.fading() ? " fading" : "",
                    1000 * steps.seconds());
        }
    }

    /**
     * Looks ahead of a run.
     *
     * @param on whether it does so at all
     * @param probes makes what takes the steps
     */
    LookAhead(
            boolean on,
            Backend backend,
            TimeToGo timeToGo,
            Supplier<StepTimes> probes,
            WarmUpClock clock) {
        this.backend = backend;
        this.timeToGo = timeToGo;
        this.probes = probes;
        this.clock = clock;
        done = !on;
    }

    /** Training begins. */
    void begin() {
        begin = clock.seconds();
    }

    /**
     * Whether now is the time.
     *
     * @param now what training is at
     * @param tickOver whether a tick is over
     */
    boolean isDue(SchedulePoint now, boolean tickOver) {
        if (done) {
            return false;
        }
        if (looks == 0) {
            return tickOver || clock.seconds() - begin >= next;
        }
        return !begun.contains(TimeToGo.Kind.of(now)) || clock.seconds() - begin >= next;
    }

    /**
     * Measures, if there is more than one kind of step left; the device's peak stays as it was.
     * Whatever keeps it from measuring, the run goes on: it may have room for itself alone, and an
     * image that cannot be read now may be there when its turn comes. If the device is lost, this
     * or the run's next step fails.
     *
     * @param stop asked before each step whether somebody waits for the run to end
     * @return whether anything was measured, so that what was known before is outdated
     */
    boolean measure(long images, BooleanSupplier stop) {
        anythingMeasured = false;
        List<SchedulePoint> kinds = timeToGo.kindsToGo(images);
        done = kinds.size() < 2;
        if (done) {
            return false;
        }
        begun.add(TimeToGo.Kind.of(kinds.get(0)));
        if (!missed && budget(images) < LEAST_SECONDS) {
            next = Double.POSITIVE_INFINITY;
            return false;
        }
        looks++;
        done = true;
        backend.synchronize();
        double start = clock.seconds();
        timeToGo.beginLook();
        try (Phase phase = backend.profiler().phase(PHASE)) {
            List<Kind> measured = measure(kinds, images, start, stop);
            boolean settled = measured.stream().allMatch(kind -> kind.steps.isSettled());
            timeToGo.endLook(clock.seconds() - start, settled);
            done = false;
            missed = measured.size() < kinds.size() && !timeToGo.knowsAll(images);
            double age = clock.seconds() - begin;
            next = looks < LOOKS ? LATER * age : Double.POSITIVE_INFINITY;
            if (!measured.isEmpty()) {
                tell(measured, kinds.size(), clock.seconds() - start, images, settled);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warn(
                    "the steps to come could not all be measured, the rest is predicted: {}",
                    e.getMessage() == null ? e.toString() : e.getMessage());
            LOG.debug("measuring ahead failed", e);
        }
        backend.trim();
        backend.forgetPeak();
        return anythingMeasured;
    }

    private void tell(List<Kind> measured, int of, double seconds, long images, boolean settled) {
        LOG.info(
                "measured {} of the {} kinds of steps to come in {}: about {} to go{}",
                measured.size(),
                of,
                TickText.duration(seconds),
                TickText.duration(timeToGo.remainingSeconds(images)),
                settled ? "" : ", if steps get no faster");
        LOG.info(
                "seconds per kimg: {}",
                measured.stream().map(Kind::toString).collect(Collectors.joining(", ")));
    }

    /**
     * The order in which kinds are measured: the first time that of training, in which each costs
     * more than the one before; later the present one and then those that most of the run will be
     * made of, since time may not suffice for all.
     */
    private List<SchedulePoint> inOrder(List<SchedulePoint> points, long images) {
        List<SchedulePoint> order = new ArrayList<>(points);
        if (looks > 1) {
            order.subList(1, order.size())
                    .sort(
                            Comparator.comparingDouble(
                                    point -> -timeToGo.secondsToGo(point, images)));
        }
        return order;
    }

    /** The kinds that were measured, the present one first. */
    private List<Kind> measure(
            List<SchedulePoint> points, long images, double start, BooleanSupplier stop) {
        List<Kind> measured = new ArrayList<>();
        try (StepTimes probe = probes.get()) {
            for (SchedulePoint point : inOrder(points, images)) {
                if (!measured.isEmpty()) {
                    double expected = LEAST * acquaintance(point, measured);
                    if (!affordable(expected + comparison(measured), images, start)) {
                        break;
                    }
                }
                Kind kind = new Kind(point);
                if (!know(kind, probe, stop)) {
                    return measured;
                }
                measured.add(kind);
            }
            Optional<Kind> kind = unsettled(measured, images, start);
            while (kind.isPresent()) {
                if (stop.getAsBoolean()) {
                    return measured;
                }
                step(kind.get(), probe);
                kind = unsettled(measured, images, start);
            }
            compare(measured.get(0), probe, images, start, stop);
        }
        return measured;
    }

    /**
     * Does the present kind once more: what its ticks will say of the machine holds for the others,
     * if it was measured when they were. Where there is no time for that, what it took before must
     * do.
     */
    private void compare(
            Kind present, StepTimes probe, long images, double start, BooleanSupplier stop) {
        for (int i = 0; i < COMPARED && !stop.getAsBoolean(); i++) {
            if (!affordable(present.steps.lastElapsed(), images, start)) {
                break;
            }
            step(present, probe);
        }
    }

    /** What {@link #compare} will take. */
    private static double comparison(List<Kind> measured) {
        return COMPARED * measured.get(0).steps.lastElapsed();
    }

    /** What matters most among what is not sure and can be afforded. */
    private Optional<Kind> unsettled(List<Kind> kinds, long images, double start) {
        double comparison = comparison(kinds);
        return kinds.stream()
                .filter(kind -> !kind.steps.isSettled())
                .filter(kind -> affordable(kind.steps.lastElapsed() + comparison, images, start))
                .max(Comparator.comparingDouble(k -> timeToGo.secondsToGo(k.point, images)));
    }

    /** Makes the acquaintance of a kind; false if somebody wants the run to end. */
    private boolean know(Kind kind, StepTimes probe, BooleanSupplier stop) {
        for (int i = 0; i < LEAST; i++) {
            if (stop.getAsBoolean()) {
                return false;
            }
            double begun = clock.seconds();
            kind.gridSeconds = probe.grid(kind.point);
            kind.gridElapsed = clock.seconds() - begun;
            if (stop.getAsBoolean()) {
                return false;
            }
            step(kind, probe);
        }
        return true;
    }

    private void step(Kind kind, StepTimes probe) {
        double compiled = clock.compilingSeconds();
        double start = clock.seconds();
        double seconds = probe.step(kind.point);
        double elapsed = clock.seconds() - start;
        double compiling = clock.compilingSeconds() - compiled;
        kind.steps.add(clock.undisturbed(seconds, elapsed, compiling), elapsed, compiling);
        if (kind.steps.count() >= LEAST) {
            anythingMeasured = true;
            timeToGo.measuredAhead(
                    kind.point, new TimeToGo.Ahead(kind.steps.seconds(), kind.gridSeconds));
        }
    }

    /**
     * What a grid and a measurement of a kind that is not known will take: more than those of the
     * last kind that is, as its steps cost more.
     */
    private double acquaintance(SchedulePoint point, List<Kind> measured) {
        Kind known = measured.get(measured.size() - 1);
        double costlier =
                timeToGo.secondsPerImage(point)
                        * point.minibatch()
                        / (timeToGo.secondsPerImage(known.point) * known.point.minibatch());
        return costlier * (known.gridElapsed + known.steps.lastElapsed());
    }

    /** Whether there is time for so many seconds more. */
    private boolean affordable(double seconds, long images, double start) {
        return clock.seconds() - start + seconds <= budget(images);
    }

    private double budget(long images) {
        double left = timeToGo.remainingSeconds(images);
        return missed && looks <= 2 ? Math.max(ALWAYS, SHARE * left) : LATER_SHARE * left;
    }
}
