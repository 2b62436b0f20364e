package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeToGoTest {
    private final TrainingConfig config = TrainingConfig.emojiDemo();
    private final TrainingSchedule schedule = new TrainingSchedule(config.schedule());
    private final StepCost cost = new StepCost(config);
    private final long total = (long) (config.run().totalKimg() * 1000);
    private final TimeToGo timeToGo =
            new TimeToGo(
                    schedule,
                    cost,
                    total,
                    config.growth().minibatchRepeats(),
                    config.checkpoints().snapshotTicks());

    @Test
    void laterResolutionsCostMore() {
        assertTrue(cost.of(16, false) > 1.5 * cost.of(8, false));
        assertTrue(cost.of(32, false) > 1.5 * cost.of(16, false));
        assertTrue(cost.of(32, true) > cost.of(32, false));
    }

    @Test
    void nothingIsKnownBeforeTheFirstTick() {
        assertTrue(Double.isNaN(timeToGo.remainingSeconds(0)));
    }

    @Test
    void predictionsCountThePiecesThatAreLeft() {
        SchedulePoint start = schedule.at(0);
        timeToGo.measured(start, start, 1000, 2);
        double expected = 0;
        for (SchedulePiece p : schedule.pieces(0, total, config.growth().minibatchRepeats())) {
            expected +=
                    0.002
                            * (p.toImages() - p.fromImages())
                            * cost.of(p.resolution(), p.fading())
                            / cost.of(start.resolution(), start.fading());
        }
        assertEquals(expected, timeToGo.remainingSeconds(0), 1e-9 * expected);
        assertTrue(expected > 2 * total * 0.002, "the speed of the first tick would mislead");
    }

    @Test
    void measurementsReplacePredictions() {
        SchedulePoint start = schedule.at(0);
        SchedulePoint last = schedule.at(total - 1);
        timeToGo.measured(start, start, 1000, 2);
        timeToGo.measured(last, last, 1000, 5);
        assertEquals(5, timeToGo.remainingSeconds(total - 1000), 5 * 0.2);
        // A tick across two resolutions says nothing about either.
        timeToGo.measured(start, last, 1000, 500);
        assertEquals(5, timeToGo.remainingSeconds(total - 1000), 5 * 0.2);
        assertEquals(0, timeToGo.remainingSeconds(total));
    }

    /** A device of which the cost model knows nothing: resolutions cost what they cost. */
    private static double secondsPerImage(TimeToGo.Kind kind) {
        double base =
                switch (kind.resolution()) {
                    case 8 -> 0.004;
                    case 16 -> 0.006;
                    default -> 0.041;
                };
        return kind.fading() ? 1.12 * base : base;
    }

    private static double secondsPerGrid(TimeToGo.Kind kind) {
        return 0.3 + 20 * secondsPerImage(kind);
    }

    /** Runs the whole schedule on a clock that moves as that device would; when it ends. */
    private double simulate(double measuredAheadOff) {
        double clock = 0;
        double estimate = Double.NaN;
        double asked = 0;
        long images = 0;
        long ticks = 0;
        long tickStart = 0;
        double tickClock = 0;
        SchedulePoint begin = schedule.at(0);
        int round = config.growth().minibatchRepeats();
        timeToGo.grid(begin, secondsPerGrid(TimeToGo.Kind.of(begin)));
        while (images < total) {
            SchedulePoint now = schedule.at(images);
            TimeToGo.Kind kind = TimeToGo.Kind.of(now);
            images += (long) round * now.minibatch();
            clock += round * now.minibatch() * secondsPerImage(kind);
            if (Double.isNaN(estimate) && images >= 0.05 * total) {
                estimate = timeToGo.remainingSeconds(images);
                asked = clock;
            }
            if (images < tickStart + now.tickKimg() * 1000 && images < total) {
                continue;
            }
            ticks++;
            timeToGo.measured(begin, now, images - tickStart, clock - tickClock);
            if (ticks == 1) {
                double off = measuredAheadOff;
                for (SchedulePoint point : timeToGo.kindsToGo(images)) {
                    TimeToGo.Kind next = TimeToGo.Kind.of(point);
                    timeToGo.measuredAhead(
                            point,
                            new TimeToGo.Ahead(
                                    secondsPerImage(next) * (1 + off), secondsPerGrid(next) - 0.3));
                    off = -off;
                }
            }
            clock += secondsPerGrid(kind);
            timeToGo.grid(now, secondsPerGrid(kind));
            if (ticks == 1 || ticks % config.checkpoints().snapshotTicks() == 0) {
                clock += 2;
                timeToGo.snapshot(2);
            }
            tickClock = clock;
            tickStart = images;
            begin = schedule.at(images);
        }
        double end = clock + 2;
        return (asked + estimate) / end;
    }

    @Test
    void withStepsMeasuredAheadTheEndIsKnownEarly() {
        assertEquals(1, simulate(0), 0.03);
    }

    @Test
    void measurementsThatAreOffMoveTheEndByNoMore() {
        assertEquals(1, simulate(0.1), 0.1);
    }

    private void look(double seconds, boolean trusted, Map<SchedulePoint, Double> found) {
        timeToGo.beginLook();
        found.forEach(
                (point, perImage) ->
                        timeToGo.measuredAhead(point, new TimeToGo.Ahead(perImage, 0)));
        timeToGo.endLook(seconds, trusted);
    }

    @Test
    void ticksOfThePresentKindCorrectThoseToCome() {
        SchedulePoint first = schedule.at(0);
        SchedulePoint last = schedule.at(total - 1);
        look(20, true, Map.of(first, 0.002, last, 0.03));
        assertEquals(0.03, timeToGo.secondsPerImage(last));
        timeToGo.measured(first, first, 10_000, 24);
        double drift = (0.75 * 20 + 24) / (0.75 * 20 + 20);
        assertEquals(drift * 0.03, timeToGo.secondsPerImage(last), 1e-12);
        assertEquals(drift * 0.002, timeToGo.secondsPerImage(first), 1e-12);
        for (int i = 0; i < 40; i++) {
            timeToGo.measured(first, first, 10_000, 24);
        }
        assertEquals(1.2 * 0.03, timeToGo.secondsPerImage(last), 1e-4, "what ticks say for long");
        timeToGo.measured(first, first, 10_000, 24_000);
        assertEquals(1.6 * 0.03, timeToGo.secondsPerImage(last), 1e-12, "no more than that");
    }

    @Test
    void ticksOfAKindThatBeginsCountMoreThanWhatWasMeasuredOfIt() {
        SchedulePoint first = schedule.at(0);
        SchedulePoint last = schedule.at(total - 1);
        look(20, true, Map.of(first, 0.002, last, 0.03));
        for (int i = 0; i < 40; i++) {
            timeToGo.measured(first, first, 10_000, 24);
        }
        timeToGo.measured(last, last, 2000, 60);
        assertEquals(0.0306, timeToGo.secondsPerImage(last), 0.0001);
        timeToGo.measured(last, last, 2000, 60);
        timeToGo.measured(last, last, 2000, 60);
        timeToGo.measured(last, last, 2000, 60);
        assertEquals(0.03, timeToGo.secondsPerImage(last), 0.0005);
    }

    @Test
    void whatWasMeasuredTwiceIsTheMeanUnlessTheFirstTimeWasNotSure() {
        SchedulePoint first = schedule.at(0);
        SchedulePoint middle = timeToGo.kindsToGo(0).get(2);
        SchedulePoint last = schedule.at(total - 1);
        look(1, false, Map.of(first, 0.004, middle, 0.02, last, 0.06));
        look(1, true, Map.of(first, 0.002, last, 0.03));
        assertEquals(0.002, timeToGo.secondsPerImage(first), 1e-12);
        assertEquals(0.03, timeToGo.secondsPerImage(last), 1e-12);
        assertEquals(0.01, timeToGo.secondsPerImage(middle), 1e-12, "as much faster as the others");
        look(1, true, Map.of(first, 0.003, last, 0.045));
        assertEquals(0.0025, timeToGo.secondsPerImage(first), 1e-12);
        assertEquals(0.0375, timeToGo.secondsPerImage(last), 1e-12);
        assertEquals(0.0125, timeToGo.secondsPerImage(middle), 1e-12);
    }

    @Test
    void listenersCountOncePerTick() {
        SchedulePoint last = schedule.at(total - 1);
        timeToGo.measured(last, last, 1000, 5);
        double before = timeToGo.remainingSeconds(total - 10_000);
        timeToGo.telling(3);
        double ticks = 10_000 / (1000 * last.tickKimg());
        assertEquals(
                3 * ticks, timeToGo.remainingSeconds(total - 10_000) - before, 3 * 0.1 * ticks);
    }

    @Test
    void allKindsAreMeasuredAheadOnce() {
        assertEquals(5, timeToGo.kindsToGo(0).size(), "8x8, and 16x16 and 32x32, fading and held");
        assertEquals(1, timeToGo.kindsToGo(total - 1).size());
        assertEquals(0, timeToGo.kindsToGo(total).size());
    }

    @Test
    void whatWasNotMeasuredIsPredictedFromTheLargestKindThatWas() {
        SchedulePoint first = schedule.at(0);
        SchedulePoint middle = timeToGo.kindsToGo(0).get(2);
        SchedulePoint last = schedule.at(total - 1);
        timeToGo.measured(first, first, 1000, 2);
        timeToGo.measuredAhead(middle, new TimeToGo.Ahead(0.03, 0));
        assertEquals(
                0.03 * cost.of(32, false) / cost.of(16, false),
                timeToGo.secondsPerImage(last),
                1e-12);
    }
}
