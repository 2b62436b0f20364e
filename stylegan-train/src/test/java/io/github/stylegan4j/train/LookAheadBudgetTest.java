package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import org.junit.jupiter.api.Test;

/** Measuring ahead keeps to its share of the run, whatever a measurement and a grid cost. */
class LookAheadBudgetTest {
    private final TrainingConfig config = TrainingConfig.emojiDemo();
    private final StepCost cost = new StepCost(config);

    /** Takes several steps for one time, as short steps are measured, and is never settled. */
    private final class Slow implements StepTimes, WarmUpClock {
        private final double secondsPerUnit;
        private final int stepsAtOnce;
        private final double gridSteps;
        private double clock;

        Slow(double secondsPerUnit, int stepsAtOnce, double gridSteps) {
            this.secondsPerUnit = secondsPerUnit;
            this.stepsAtOnce = stepsAtOnce;
            this.gridSteps = gridSteps;
        }

        private double perImage(SchedulePoint point) {
            return secondsPerUnit * cost.of(point.resolution(), point.fading());
        }

        @Override
        public double step(SchedulePoint point) {
            clock += stepsAtOnce * perImage(point) * point.minibatch();
            return perImage(point);
        }

        @Override
        public double grid(SchedulePoint point) {
            clock += gridSteps * perImage(point) * point.minibatch();
            return gridSteps * perImage(point) * point.minibatch();
        }

        @Override
        public double seconds() {
            return clock;
        }

        @Override
        public double compilingSeconds() {
            return clock;
        }

        @Override
        public int processors() {
            return 1 << 30; // so many that compilers take none from the steps
        }

        @Override
        public void close() {}
    }

    @Test
    void nothingIsBegunThatWouldTakeItBeyondItsShare() {
        double unit = 0.01 / cost.of(32, false);
        for (int stepsAtOnce : new int[] {1, 4, 20}) {
            for (double gridSteps : new double[] {0, 3}) {
                Slow machine = new Slow(unit, stepsAtOnce, gridSteps);
                TimeToGo timeToGo =
                        new TimeToGo(
                                new TrainingSchedule(config.schedule()),
                                cost,
                                config.run().totalImages(),
                                config.growth().minibatchRepeats(),
                                config.checkpoints().snapshotTicks());
                try (Backend backend = Backends.open("cpu")) {
                    LookAhead ahead =
                            new LookAhead(true, backend, timeToGo, () -> machine, machine);
                    ahead.begin();
                    assertTrue(ahead.measure(0, () -> false));
                }
                double left = timeToGo.remainingSeconds(0);
                double most = Math.max(6, 0.02 * left);
                String text = machine.clock + " s of " + left + ", " + stepsAtOnce + " at once";
                assertTrue(machine.clock <= most * (1 + 1e-9), text);
                assertTrue(machine.clock > 0.5 * most, text);
                SchedulePoint now = timeToGo.kindsToGo(0).get(0);
                assertEquals(machine.perImage(now), timeToGo.secondsPerImage(now), 1e-12);
            }
        }
    }
}
