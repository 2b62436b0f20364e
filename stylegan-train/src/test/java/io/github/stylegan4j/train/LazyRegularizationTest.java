package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.loss.DiscriminatorFunction;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossContext;
import io.github.stylegan4j.train.loss.LossValue;
import io.github.stylegan4j.train.loss.SplitLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Penalties computed in every k-th step, k times as strong. */
class LazyRegularizationTest {
    @TempDir private Path folder;

    @Test
    void penaltiesComeEveryThirdStepAndThriceAsStrong() {
        TrainingConfig config =
                TinyRuns.atFullResolution(Path.of("unused"))
                        .with(Map.of("regularizationInterval", 3, "r1Gamma", 4));
        try (Backend backend = Backends.open("cpu");
                StepBench lazy = new StepBench(config, TinyRuns.images(), backend, 0)) {
            for (int step = 0; step < 5; step++) {
                lazy.steps.discriminator(lazy.now);
                Map<String, Statistic> told = lazy.state.statistics.take();
                assertEquals(
                        step % 3 == 0 ? 4 : 0, told.getOrDefault("r1_penalty", none()).count());
                assertEquals(4, told.get("loss_d").count());
            }
            assertEquals(5, lazy.state.discriminatorSteps);
        }
    }

    @Test
    void aPenaltyThatWasNotTakenIsNotShown() {
        List<String> lines = new ArrayList<>();
        TrainingConfig config =
                TinyRuns.config(folder)
                        .with(Map.of("regularizationInterval", 16, "r1Gamma", 4))
                        .withTotalKimg(0.064);
        try (Trainer trainer =
                Trainer.builder(config)
                        .source(TinyRuns.images())
                        .onTick(tick -> lines.add(tick.progressLine()))
                        .build()) {
            trainer.run();
        }
        assertTrue(lines.get(0).contains(" r1 "), lines.get(0));
        assertFalse(lines.get(1).contains(" r1 "), lines.get(1));
    }

    private static Statistic none() {
        return Statistic.of(0, 0, 0);
    }

    /** The gradient of the extra step is that of the penalty alone, times the interval. */
    @Test
    void theExtraStepIsThatOfThePenalty() {
        TrainingConfig config =
                TinyRuns.atFullResolution(Path.of("unused")).with("learningRate", 0);
        try (Backend backend = Backends.open("cpu");
                StepBench strong =
                        new StepBench(
                                config.with(Map.of("regularizationInterval", 2, "r1Gamma", 3)),
                                TinyRuns.images(),
                                backend,
                                0);
                StepBench weak =
                        new StepBench(
                                config.with(Map.of("regularizationInterval", 4, "r1Gamma", 3)),
                                TinyRuns.images(),
                                backend,
                                0)) {
            strong.steps.discriminator(strong.now);
            weak.steps.discriminator(weak.now);
            String name = "discriminator_optimizer.adam.m.b4.dense0.weight";
            double[] twice = strong.values().get(name);
            double[] fourTimes = weak.values().get(name);
            assertTrue(StepBench.distance(twice, null) > 0, "the gradient vanishes");
            for (int i = 0; i < twice.length; i++) {
                assertEquals(2 * twice[i], fourTimes[i], 1e-6 + 1e-4 * Math.abs(fourTimes[i]));
            }
        }
    }

    /** R1 looks at real images alone: nothing is generated for it, and no latent drawn. */
    @Test
    void imagesAreGeneratedForThePenaltiesThatLookAtThem() {
        for (int microBatch : new int[] {4, 2}) {
            assertEquals(1, drawn(Map.of("r1Gamma", 4), microBatch));
            assertEquals(2, drawn(Map.of("r1Gamma", 4, "r2Gamma", 3), microBatch));
            assertEquals(2, drawn(Map.of("loss", "wgan-gp"), microBatch));
        }
    }

    /** How often latents were drawn for the discriminator in a step with a second half. */
    private static double drawn(Map<String, Object> changes, int microBatch) {
        TrainingConfig config =
                TinyRuns.atFullResolution(Path.of("unused"))
                        .with(changes)
                        .with(Map.of("minibatchStdGroup", 2, "microBatch", microBatch));
        try (Backend backend = Backends.open("cpu")) {
            return drawn(config.with("regularizationInterval", 2), backend)
                    / drawn(config, backend);
        }
    }

    private static double drawn(TrainingConfig config, Backend backend) {
        try (StepBench bench = new StepBench(config, TinyRuns.images(), backend, 0)) {
            bench.steps.discriminator(bench.now);
            return bench.state.random.of(RandomStreams.Purpose.DISCRIMINATOR_LATENTS).position();
        }
    }

    @Test
    void ratesAndDecaysAreThoseOfMoreSteps() {
        TrainingConfig config = TinyRuns.config(folder).with("regularizationInterval", 16);
        assertEquals(16.0 / 17, config.steps().lazyRatio());
        assertEquals(1, config.with("regularizationInterval", 1).steps().lazyRatio());
        assertTrue(config.steps().isLazy());
        assertFalse(TrainingConfig.official(8).steps().isLazy());
    }

    @Test
    void resumingKeepsTheStepInWhichPenaltiesAreDue() throws IOException {
        TrainingConfig config =
                TinyRuns.config(folder.resolve("whole"))
                        .withTotalKimg(0.064)
                        .with("regularizationInterval", 3);
        byte[] expected = run(config, false);
        TrainingConfig part = config.withRunDir(folder.resolve("parts"));
        run(part.withTotalKimg(0.032), false);
        assertArrayEquals(expected, run(part, true));
    }

    private static byte[] run(TrainingConfig config, boolean resume) throws IOException {
        TrainerBuilder builder = Trainer.builder(config).source(TinyRuns.images());
        try (Trainer trainer = resume ? builder.resume().build() : builder.build()) {
            return Files.readAllBytes(trainer.run().checkpoint());
        }
    }

    /** Its steps of the penalties are no steps that the discriminator did not take. */
    @Test
    void aDiscriminatorThatLearnsEverySecondStepHasNotFailed() {
        Map<String, Object> changes =
                Map.of("regularizationInterval", 2, "nonFiniteLimit", 4, "rollbacks", 0);
        TrainingConfig config =
                TinyRuns.atFullResolution(folder.resolve("half")).withTotalKimg(0.096);
        assertTrue(failing(config.with(changes), 2).complete());
        TrainingConfig never = config.withRunDir(folder.resolve("never")).with(changes);
        TrainingFailedException e =
                assertThrows(TrainingFailedException.class, () -> failing(never, 1));
        assertTrue(e.getMessage().contains("discriminator"), e.getMessage());
        assertTrue(e.getMessage().contains("in 4 steps in a row"), e.getMessage());
    }

    /** Trains with penalties that are NaN, and a loss that is so in one of so many steps. */
    private static TrainingSummary failing(TrainingConfig config, int everySo) {
        GanLoss whole = config.losses().function();
        SplitLoss parts = whole.split().orElseThrow();
        AtomicLong steps = new AtomicLong();
        GanLoss everyStep =
                new Failing(parts.everyStep(), () -> steps.getAndIncrement() % everySo == 0);
        SplitLoss failing =
                new SplitLoss(
                        everyStep,
                        (d, reals, fakes, context) ->
                                Failing.failed(parts.regularizer().loss(d, reals, fakes, context)));
        try (Trainer trainer =
                Trainer.builder(config)
                        .source(TinyRuns.images())
                        .loss(
                                new Failing(whole, () -> false) {
                                    @Override
                                    public Optional<SplitLoss> split() {
                                        return Optional.of(failing);
                                    }
                                })
                        .build()) {
            return trainer.run();
        }
    }

    /** A loss that is NaN to the discriminator when it is told so. */
    private static class Failing implements GanLoss {
        private final GanLoss loss;
        private final BooleanSupplier fails;

        Failing(GanLoss loss, BooleanSupplier fails) {
            this.loss = loss;
            this.fails = fails;
        }

        static LossValue failed(LossValue value) {
            return new LossValue(value.loss().mul(Double.NaN), value.statistics());
        }

        @Override
        public LossValue discriminatorLoss(
                DiscriminatorFunction discriminator,
                Tensor reals,
                Tensor fakes,
                LossContext context) {
            LossValue value = loss.discriminatorLoss(discriminator, reals, fakes, context);
            return fails.getAsBoolean() ? failed(value) : value;
        }

        @Override
        public LossValue generatorLoss(DiscriminatorFunction discriminator, Tensor fakes) {
            return loss.generatorLoss(discriminator, fakes);
        }
    }

    @Test
    void aLossWithoutPenaltiesIsRefused() {
        TrainingConfig config =
                TinyRuns.config(folder).withLoss("hinge").with("regularizationInterval", 4);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Trainer.builder(config).source(TinyRuns.images()).build());
        assertTrue(e.getMessage().contains("regularizationInterval"), e.getMessage());
    }
}
