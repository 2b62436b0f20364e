package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimeToGoTest {
    private final TrainingConfig config = TrainingConfig.emojiDemo();
    private final TrainingSchedule schedule = new TrainingSchedule(config.schedule());
    private final StepCost cost = new StepCost(config);
    private final long total = (long) (config.run().totalKimg() * 1000);
    private final TimeToGo timeToGo =
            new TimeToGo(schedule, cost, total, config.growth().minibatchRepeats());

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
}
