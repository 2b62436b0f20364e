package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * The whole of the estimate, measuring ahead included, on machines that exist in this test alone:
 * their clock moves as they work, resolutions cost what they cost, and the first minute is slow.
 */
class EstimateTest {
    private final TrainingConfig config = TrainingConfig.emojiDemo();
    private final TrainingSchedule schedule = new TrainingSchedule(config.schedule());
    private final long total = config.run().totalImages();

    private enum Asked {
        AT_5(0.05),
        AT_10(0.1),
        AT_25(0.25),
        AT_50(0.5);

        private final double part;

        Asked(double part) {
            this.part = part;
        }
    }

    /** A machine and what it has been through. */
    private static class Machine implements WarmUpClock, StepTimes {
        private final Map<TimeToGo.Kind, Double> secondsPerImage = new HashMap<>();
        private final double coldness;
        private final double warmUpSeconds;
        private double load = 1;
        private double clock;
        private double compiled;

        /**
         * A machine.
         *
         * @param coldness how much longer everything takes at first, 1 for twice as long
         * @param warmUpSeconds after so long that is down to a third
         */
        Machine(double coldness, double warmUpSeconds) {
            this.coldness = coldness;
            this.warmUpSeconds = warmUpSeconds;
        }

        double cost(TimeToGo.Kind kind) {
            return secondsPerImage.computeIfAbsent(
                    kind,
                    k -> {
                        double base =
                                switch (k.resolution()) {
                                    case 8 -> 0.0025;
                                    case 16 -> 0.0075;
                                    default -> 0.0115;
                                };
                        return k.fading() ? 1.06 * base : base;
                    });
        }

        void spend(double seconds) {
            double cold = coldness * Math.exp(-clock / warmUpSeconds);
            double spent = seconds * (1 + cold) * load;
            clock += spent;
            compiled += spent * Math.min(0.9, cold);
        }

        double train(TimeToGo.Kind kind, long images) {
            double start = clock;
            spend(images * cost(kind));
            return clock - start;
        }

        @Override
        public double step(SchedulePoint point) {
            return train(TimeToGo.Kind.of(point), point.minibatch()) / point.minibatch();
        }

        @Override
        public double grid(SchedulePoint point) {
            return 5 * train(TimeToGo.Kind.of(point), 1);
        }

        @Override
        public double seconds() {
            return clock;
        }

        @Override
        public double compilingSeconds() {
            return compiled;
        }

        @Override
        public int processors() {
            return 2;
        }

        @Override
        public void close() {}
    }

    private Map<Asked, Double> run(Machine machine, double loadAfterOnePercent) {
        return run(machine, images -> images > 0.01 * total ? loadAfterOnePercent : 1);
    }

    /**
     * The estimate of the whole run's length when asked, as a part of how long it was.
     *
     * @param load how many times as long everything takes as it should, by images shown
     */
    private Map<Asked, Double> run(Machine machine, LongToDoubleFunction load) {
        Map<Asked, Double> whole = new EnumMap<>(Asked.class);
        int repeats = config.growth().minibatchRepeats();
        TimeToGo timeToGo =
                new TimeToGo(
                        schedule,
                        new StepCost(config),
                        total,
                        repeats,
                        config.checkpoints().snapshotTicks());
        try (Backend backend = Backends.open("cpu")) {
            LookAhead ahead = new LookAhead(true, backend, timeToGo, () -> machine, machine);
            ahead.begin();
            SchedulePoint begin = schedule.at(0);
            long from = 0;
            double since = 0;
            long tickStart = 0;
            long images = 0;
            while (images < total) {
                SchedulePoint now = schedule.at(images);
                machine.load = load.applyAsDouble(images);
                machine.train(TimeToGo.Kind.of(now), (long) repeats * now.minibatch());
                images += (long) repeats * now.minibatch();
                boolean over = images >= tickStart + now.tickKimg() * 1000;
                if (ahead.isDue(now, over)) {
                    ahead.measure(images, () -> false);
                    begin = now;
                    from = images;
                    since = machine.clock;
                }
                for (Asked asked : Asked.values()) {
                    if (images >= asked.part * total && !whole.containsKey(asked)) {
                        whole.put(asked, machine.clock + timeToGo.remainingSeconds(images));
                    }
                }
                if (over) {
                    timeToGo.measured(begin, now, images - from, machine.clock - since);
                    timeToGo.grid(now, 0.02 + machine.grid(now));
                    machine.spend(0.05);
                    timeToGo.telling(0.03);
                    begin = schedule.at(images);
                    tickStart = images;
                    from = images;
                    since = machine.clock;
                }
            }
        }
        whole.replaceAll((asked, seconds) -> seconds / machine.clock);
        return whole;
    }

    private void assertWithin(double tolerance, Map<Asked, Double> found) {
        found.forEach((asked, ratio) -> assertEquals(1, ratio, tolerance, found.toString()));
        assertEquals(Asked.values().length, found.size());
    }

    @Test
    void aWarmMachineIsKnownAtOnce() {
        assertWithin(0.02, run(new Machine(0, 1), 1));
    }

    @Test
    void aMachineThatWarmsUpIsKnownAtFivePercent() {
        for (double warmUp : new double[] {2, 4, 6}) {
            assertWithin(0.15, run(new Machine(2, warmUp), 1));
        }
    }

    @Test
    void whatElseTheMachineHasToDoIsSeenInTheTicksThatFollow() {
        Map<Asked, Double> busier = run(new Machine(0.5, 3), 1.5);
        assertEquals(1, busier.get(Asked.AT_10), 0.15, busier.toString());
        assertEquals(1, busier.get(Asked.AT_25), 0.05, busier.toString());
    }

    /** A tick of a run on a real machine: the images it ended after, and its seconds. */
    private record Recorded(long from, long to, double seconds) {
        double perImage() {
            return seconds / (to - from);
        }
    }

    private static Map<String, List<Recorded>> recordedRuns() throws IOException {
        Map<String, List<Recorded>> runs = new TreeMap<>();
        try (InputStream in = EstimateTest.class.getResourceAsStream("recorded-ticks.csv")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
                String[] parts = line.split(",");
                List<Recorded> ticks = runs.computeIfAbsent(parts[0], r -> new ArrayList<>());
                long from = ticks.isEmpty() ? 0 : ticks.get(ticks.size() - 1).to();
                ticks.add(
                        new Recorded(from, Long.parseLong(parts[1]), Double.parseDouble(parts[2])));
            }
        }
        return runs;
    }

    /**
     * Ticks of real runs on a machine that also had others to serve: each kind costs what its ticks
     * took in the mean, times what the machine was busy with in the tick under way.
     *
     * @param off how many times as long as in training steps take when measured ahead
     */
    private Map<Asked, Double> replay(List<Recorded> ticks, double off) {
        Map<TimeToGo.Kind, double[]> sums = new HashMap<>();
        for (Recorded tick : ticks.subList(1, ticks.size())) {
            TimeToGo.Kind kind = TimeToGo.Kind.of(schedule.at(tick.from()));
            if (kind.equals(TimeToGo.Kind.of(schedule.at(tick.to() - 1)))) {
                double[] sum = sums.computeIfAbsent(kind, k -> new double[2]);
                sum[0] += tick.seconds();
                sum[1] += tick.to() - tick.from();
            }
        }
        Machine machine =
                new Machine(0, 1) {
                    @Override
                    public double step(SchedulePoint point) {
                        return off * super.step(point);
                    }
                };
        sums.forEach((kind, sum) -> machine.secondsPerImage.put(kind, sum[0] / sum[1]));
        return run(
                machine,
                images -> {
                    // The first is slow for what is over when steps are measured ahead.
                    Recorded tick =
                            ticks.stream()
                                    .skip(1)
                                    .filter(t -> images < t.to())
                                    .findFirst()
                                    .orElse(ticks.get(ticks.size() - 1));
                    return tick.perImage() / machine.cost(TimeToGo.Kind.of(schedule.at(images)));
                });
    }

    @Test
    void runsOfARealMachineAreKnownAtFivePercent() throws IOException {
        Map<String, List<Recorded>> runs = recordedRuns();
        assertEquals(3, runs.size());
        for (List<Recorded> run : runs.values()) {
            for (double off : new double[] {0.95, 1, 1.05}) {
                assertWithin(0.15, replay(run, off));
            }
        }
    }

    @Test
    void measuringTakesItsShareOfTheRunAndNoMore() {
        Machine machine = new Machine(2, 10);
        double training = 0;
        for (SchedulePiece piece : schedule.pieces(0, total, config.growth().minibatchRepeats())) {
            training +=
                    machine.cost(TimeToGo.Kind.of(piece)) * (piece.toImages() - piece.fromImages());
        }
        run(machine, 1);
        double most = 1 + 0.02 + 9 * 0.006;
        assertTrue(
                machine.clock < most * training + 2 * 10 + 30 * 0.5,
                machine.clock + " s for " + training);
    }

    @Test
    void whateverResolutionsCostTheirEndIsKnown() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20; i++) {
            Machine machine = new Machine(2 * random.nextDouble(), 1 + 4 * random.nextDouble());
            double cost = 0.002 * (1 + random.nextDouble());
            for (int resolution : new int[] {8, 16, 32}) {
                machine.secondsPerImage.put(new TimeToGo.Kind(resolution, false), cost);
                machine.secondsPerImage.put(
                        new TimeToGo.Kind(resolution, true),
                        cost * (1 + 0.3 * random.nextDouble()));
                cost *= 2 + 3 * random.nextDouble();
            }
            Map<Asked, Double> found = run(machine, 1);
            assertEquals(1, found.get(Asked.AT_5), 0.15, "tests.seed=" + seed + ": " + found);
        }
    }
}
