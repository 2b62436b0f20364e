package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.augment.Augmentation;
import io.github.stylegan4j.train.augment.AugmentationContext;
import io.github.stylegan4j.train.loss.DiscriminatorFunction;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossContext;
import io.github.stylegan4j.train.loss.LossValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller's own loss, augmentation or listener knows is part of checkpoints. */
class ResumableTest {
    @TempDir private Path folder;

    /** Counts, and refuses to go back to anything but a number. */
    private abstract static class Counter implements Resumable {
        int count;

        @Override
        public String saveState() {
            return Integer.toString(count);
        }

        @Override
        public void restoreState(String state) {
            if (!state.matches("[0-9]+")) {
                throw new IllegalArgumentException("'" + state + "' is no number");
            }
            count = Integer.parseInt(state);
        }
    }

    /** A loss that weighs more from step to step. */
    private static final class Growing extends Counter implements GanLoss {
        private final GanLoss loss = TrainingConfig.emojiDemo().losses().function();

        @Override
        public LossValue discriminatorLoss(
                DiscriminatorFunction discriminator,
                Tensor reals,
                Tensor fakes,
                LossContext context) {
            count++;
            LossValue value = loss.discriminatorLoss(discriminator, reals, fakes, context);
            return new LossValue(value.loss().mul(1 + 0.1 * count), value.statistics());
        }

        @Override
        public LossValue generatorLoss(DiscriminatorFunction discriminator, Tensor fakes) {
            return loss.generatorLoss(discriminator, fakes);
        }
    }

    /** Images that get darker from step to step. */
    private static final class Darkening extends Counter implements Augmentation {
        @Override
        public Tensor augment(Tensor images, AugmentationContext context) {
            count++;
            return images.mul(1.0 / (1 + 0.01 * count));
        }
    }

    private static final class Rounds extends Counter implements TrainingListener {
        @Override
        public void onRound(Trainer trainer, double remainingSeconds) {
            count++;
        }
    }

    private byte[] run(TrainingConfig config, UnaryOperator<TrainerBuilder> more)
            throws IOException {
        TrainerBuilder builder = Trainer.builder(config).source(TinyRuns.images());
        try (Trainer trainer = more.apply(builder).build()) {
            return Files.readAllBytes(trainer.run().checkpoint());
        }
    }

    private byte[] ownRun(TrainingConfig config, UnaryOperator<TrainerBuilder> more)
            throws IOException {
        Rounds rounds = new Rounds();
        return run(
                config,
                b ->
                        more.apply(b)
                                .loss(new Growing())
                                .augmentation(new Darkening())
                                .listener(rounds)
                                .keep("rounds", rounds));
    }

    /** Looks ahead, at steps that are not the run's and leave the caller's own parts alone. */
    private TrainingConfig config(String name) {
        return TinyRuns.config(folder.resolve(name))
                .withTotalKimg(0.096)
                .with("measureAhead", true);
    }

    @Test
    void aResumedRunGoesOnWhereTheCallersOwnPartsWere() throws IOException {
        byte[] expected = ownRun(config("whole"), TrainerBuilder::checkMemory);
        TrainingConfig parts = config("parts");
        byte[] half = ownRun(parts, b -> b.onTick(t -> Thread.currentThread().interrupt()));
        assertTrue(Thread.interrupted());
        assertFalse(java.util.Arrays.equals(expected, half));
        assertArrayEquals(expected, ownRun(parts, TrainerBuilder::resume));
    }

    @Test
    void planningMemoryLeavesNoTrace() {
        Growing loss = new Growing();
        loss.count = 5;
        TrainerBuilder builder = Trainer.builder(config("run")).source(TinyRuns.images());
        try (Trainer trainer = builder.loss(loss).checkMemory().build()) {
            assertEquals(5, loss.count, "of " + trainer.runDir());
        }
    }

    @Test
    void aRunThatKeepsMoreOrLessThanBeforeGoesOn() throws IOException {
        TrainingConfig config = config("run");
        run(config, b -> b.loss(new Growing()));
        TrainingConfig longer = config.withTotalKimg(0.128);
        Rounds rounds = new Rounds();
        run(longer, b -> b.listener(rounds).keep("rounds", rounds).resume());
        assertEquals(32 / 8, rounds.count);
    }

    @Test
    void aStateThatCannotBeGoneBackToIsNamed() throws IOException {
        TrainingConfig config = config("run");
        Resumable words =
                new Counter() {
                    @Override
                    public String saveState() {
                        return "a dozen";
                    }
                };
        run(config, b -> b.keep("words", words));
        TrainerBuilder builder =
                Trainer.builder(config).source(TinyRuns.images()).keep("words", words).resume();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().contains("'words'"), e.getMessage());
        assertTrue(e.getMessage().contains("'a dozen' is no number"), e.getMessage());
        assertTrue(e.getMessage().contains("checkpoint-"), e.getMessage());
    }

    @Test
    void everyStateHasANameOfItsOwn() {
        TrainerBuilder builder =
                Trainer.builder(config("run"))
                        .source(TinyRuns.images())
                        .loss(new Growing())
                        .keep("loss", new Rounds());
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().contains("'loss'"), e.getMessage());
    }
}
