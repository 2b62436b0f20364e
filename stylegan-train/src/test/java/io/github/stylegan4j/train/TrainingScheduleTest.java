package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrainingScheduleTest {
    private static final int REPEATS = 4;
    private static final long TOTAL_IMAGES = 25_000_000;

    /** The published run on eight cards at 1024x1024, walked step by step as the loop does. */
    @Test
    void reproducesTheGoldenTraceOfEightCards() {
        TrainingSchedule schedule = new TrainingSchedule(ScheduleConfig.official(1024, 8));
        List<Long> resets = new ArrayList<>();
        SortedMap<Integer, Long> steps = new TreeMap<>();
        long images = 0;
        double previousLod = -1;
        while (images < TOTAL_IMAGES) {
            SchedulePoint point = schedule.at(images);
            if (TrainingSchedule.resetsOptimizer(previousLod, point.lod())) {
                resets.add(images);
            }
            previousLod = point.lod();
            for (int i = 0; i < REPEATS; i++) {
                steps.merge(point.resolution(), 1L, Long::sum);
                images += point.minibatch();
            }
        }
        assertEquals(
                List.of(
                        0L, 600064L, 1200128L, 1800192L, 2400000L, 3000064L, 3600000L, 4200064L,
                        4800000L, 5400064L, 6000000L, 6600064L, 7200000L, 7800064L, 8400000L),
                resets);
        assertEquals(
                Map.of(
                        8, 2344L, 16, 9376L, 32, 18748L, 64, 37500L, 128, 37500L, 256, 37500L, 512,
                        37500L, 1024, 537500L),
                steps);
        assertEquals(717_968, steps.values().stream().mapToLong(Long::longValue).sum());
        assertEquals(25_000_064, images);
    }

    @Test
    void piecesAddUpToTheGoldenTrace() {
        TrainingSchedule schedule = new TrainingSchedule(ScheduleConfig.official(1024, 8));
        List<SchedulePiece> pieces = schedule.pieces(0, TOTAL_IMAGES, REPEATS);
        assertEquals(15, pieces.size());
        assertEquals(new SchedulePiece(8, false, 256, 0, 600064, 2344), pieces.get(0));
        assertEquals(new SchedulePiece(16, true, 128, 600064, 1200128, 4688), pieces.get(1));
        assertEquals(
                new SchedulePiece(1024, false, 32, 8_400_000, 25_000_064, 518_752), pieces.get(14));
        long position = 0;
        for (SchedulePiece piece : pieces) {
            assertEquals(position, piece.fromImages());
            position = piece.toImages();
        }
        assertEquals(717_968, pieces.stream().mapToLong(SchedulePiece::steps).sum());
    }

    @Test
    void piecesFromTheMiddleAreTheRestOfTheWhole() {
        TrainingSchedule schedule = new TrainingSchedule(ScheduleConfig.official(64, 1));
        List<SchedulePiece> whole = schedule.pieces(0, 4_000_000, REPEATS);
        List<SchedulePiece> rest = schedule.pieces(whole.get(2).fromImages(), 4_000_000, REPEATS);
        assertEquals(whole.subList(2, whole.size()), rest);
        assertEquals(List.of(), schedule.pieces(4_000_000, 4_000_000, REPEATS));
    }

    /** Bisection finds what a walk in steps finds, also where phases are odd, short or empty. */
    @Test
    void piecesAreThoseOfAWalkThroughTheLoop() {
        Rng rng = new Rng(Long.getLong("tests.seed", 3), 1);
        for (int i = 0; i < 200; i++) {
            double training = rng.nextInt(4) * 0.37;
            double transition = rng.nextInt(4) * 0.41 + (training == 0 ? 0.1 : 0);
            ScheduleConfig config =
                    ScheduleConfig.defaults(32)
                            .withPhases(training, transition)
                            .withMinibatch(1 + rng.nextInt(9), new TreeMap<>(Map.of(8, 7, 32, 33)));
            TrainingSchedule schedule = new TrainingSchedule(config);
            int repeats = 1 + rng.nextInt(4);
            long from = rng.nextInt(300);
            long to = from + rng.nextInt(9000);
            assertEquals(
                    walk(schedule, from, to, repeats),
                    schedule.pieces(from, to, repeats),
                    () -> config + " from " + from + " to " + to + " by " + repeats);
        }
    }

    private static List<SchedulePiece> walk(TrainingSchedule s, long from, long to, int repeats) {
        List<SchedulePiece> pieces = new ArrayList<>();
        for (long images = from; images < to; ) {
            SchedulePoint p = s.at(images);
            long end = images + (long) p.minibatch() * repeats;
            SchedulePiece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
            if (last != null
                    && last.resolution() == p.resolution()
                    && last.fading() == p.fading()) {
                pieces.remove(last);
                images = last.fromImages();
            }
            pieces.add(
                    new SchedulePiece(
                            p.resolution(),
                            p.fading(),
                            p.minibatch(),
                            images,
                            end,
                            (end - images) / p.minibatch()));
            images = end;
        }
        return pieces;
    }

    @Test
    void aRunWithoutAnEndIsLaidOutAtOnce() {
        TrainingSchedule schedule = new TrainingSchedule(ScheduleConfig.official(1024, 8));
        List<SchedulePiece> pieces = schedule.pieces(0, 1_000_000_000_000_000L, REPEATS);
        assertEquals(15, pieces.size());
        assertTrue(pieces.get(14).toImages() >= 1_000_000_000_000_000L);
    }

    @Test
    void newResolutionBeginsAtTheStartOfItsFade() {
        TrainingSchedule schedule = new TrainingSchedule(ScheduleConfig.official(1024, 8));
        SchedulePoint held = schedule.at(600_000);
        assertEquals(7, held.lod());
        assertEquals(8, held.resolution());
        assertEquals(256, held.minibatch());
        assertEquals(140, held.tickKimg());
        assertFalse(held.fading());
        SchedulePoint fading = schedule.at(750_000);
        assertEquals(6.75, fading.lod());
        assertEquals(16, fading.resolution());
        assertEquals(128, fading.minibatch());
        assertEquals(120, fading.tickKimg());
        assertTrue(fading.fading());
    }

    @Test
    void learningRatesFollowTheirOwnTables() {
        ScheduleConfig config =
                ScheduleConfig.defaults(16)
                        .withLearningRates(
                                new PerResolution<>(0.001, new TreeMap<>(Map.of(16, 0.004))),
                                new PerResolution<>(0.002, new TreeMap<>(Map.of(4, 0.008))));
        TrainingSchedule schedule = new TrainingSchedule(config);
        assertEquals(0.001, schedule.at(0).generatorLearningRate());
        assertEquals(0.008, schedule.at(0).discriminatorLearningRate());
        assertEquals(0.004, schedule.at(2_400_000).generatorLearningRate());
        assertEquals(0.002, schedule.at(2_400_000).discriminatorLearningRate());
    }

    @Test
    void officialRatesRiseAndCanBeCapped() {
        ScheduleConfig config = ScheduleConfig.official(1024, 8);
        SchedulePoint full = new TrainingSchedule(config).at(9_000_000);
        assertEquals(0.003, full.generatorLearningRate());
        assertEquals(0.003, full.discriminatorLearningRate());
        SchedulePoint capped =
                new TrainingSchedule(config.withLearningRateCap(0.002)).at(9_000_000);
        assertEquals(0.002, capped.generatorLearningRate());
        assertEquals(0.002, capped.discriminatorLearningRate());
    }

    @Test
    void warmUpIsLinearAndEnds() {
        TrainingSchedule schedule =
                new TrainingSchedule(ScheduleConfig.defaults(8).withRampUpKimg(10));
        assertEquals(0, schedule.at(0).generatorLearningRate());
        assertEquals(0.0005, schedule.at(5_000).generatorLearningRate(), 1e-18);
        assertEquals(0.001, schedule.at(10_000).generatorLearningRate());
        assertEquals(0.001, schedule.at(99_000).discriminatorLearningRate());
    }

    @Test
    void withoutGrowingStaysAtFullResolution() {
        TrainingSchedule schedule =
                new TrainingSchedule(ScheduleConfig.official(256, 1).withoutGrowing());
        for (long images : new long[] {0, 1, 599_999, 7_000_000}) {
            assertEquals(0, schedule.at(images).lod());
            assertEquals(256, schedule.at(images).resolution());
        }
    }

    @Test
    void suddenGrowthHasNoFade() {
        TrainingSchedule schedule =
                new TrainingSchedule(ScheduleConfig.defaults(16).withPhases(10, 0));
        assertEquals(4, schedule.at(9_999).resolution());
        assertEquals(8, schedule.at(10_000).resolution());
        assertEquals(16, schedule.at(20_000).resolution());
        assertEquals(16, schedule.at(1_000_000).resolution());
        assertTrue(schedule.pieces(0, 100_000, 1).stream().noneMatch(SchedulePiece::fading));
    }

    @Test
    void onlyAChangeOfFloorOrCeilingResetsTheOptimizer() {
        assertTrue(TrainingSchedule.resetsOptimizer(-1, 7));
        assertFalse(TrainingSchedule.resetsOptimizer(7, 7));
        assertTrue(TrainingSchedule.resetsOptimizer(7, 6.99));
        assertFalse(TrainingSchedule.resetsOptimizer(6.99, 6.01));
        assertTrue(TrainingSchedule.resetsOptimizer(6.01, 6));
        assertTrue(TrainingSchedule.resetsOptimizer(0.01, 0));
        assertFalse(TrainingSchedule.resetsOptimizer(0, 0));
    }

    @Test
    void badValuesAreRefusedByName() {
        refused("resolution is 48", () -> ScheduleConfig.defaults(48));
        refused("resolution is 2", () -> ScheduleConfig.defaults(2));
        refused(
                "initialResolution is 64",
                () -> ScheduleConfig.defaults(32).withInitialResolution(64));
        refused("trainingKimg is -1.0", () -> ScheduleConfig.defaults(32).withPhases(-1, 1));
        refused(
                "transitionKimg is NaN",
                () -> ScheduleConfig.defaults(32).withPhases(1, Double.NaN));
        refused("both 0", () -> ScheduleConfig.defaults(32).withPhases(0, 0));
        refused(
                "minibatch is 0",
                () -> ScheduleConfig.defaults(32).withMinibatch(0, new TreeMap<>()));
        refused(
                "minibatch[8] is 0",
                () -> ScheduleConfig.defaults(32).withMinibatch(1, new TreeMap<>(Map.of(8, 0))));
        refused(
                "a resolution of minibatch is 9",
                () -> ScheduleConfig.defaults(32).withMinibatch(1, new TreeMap<>(Map.of(9, 1))));
        refused("tickKimg is 0.0", () -> ScheduleConfig.defaults(32).withTick(0, new TreeMap<>()));
        refused(
                "rampUpKimg is Infinity",
                () -> ScheduleConfig.defaults(32).withRampUpKimg(1 / 0.0));
        refused("its table null", () -> ScheduleConfig.defaults(32).withMinibatch(1, null));
        refused("gpus is 3", () -> ScheduleConfig.official(32, 3));
        TrainingSchedule schedule = new TrainingSchedule(ScheduleConfig.defaults(32));
        refused("images is -1", () -> schedule.at(-1));
        refused("minibatchRepeats is 0", () -> schedule.pieces(0, 1, 0));
    }

    private static void refused(String message, Runnable action) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, action::run, message);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
