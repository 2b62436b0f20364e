package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.loss.DiscriminatorFunction;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossContext;
import io.github.stylegan4j.train.loss.LossValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several steps of the discriminator for each of the generator. */
class DiscriminatorRepeatsTest {
    @TempDir private Path folder;

    /** Asks before each step of a network what its loss is to be multiplied by. */
    private static final class Watched implements GanLoss {
        private final GanLoss loss;
        private final Supplier<Double> discriminator;
        private final Supplier<Double> generator;

        Watched(TrainingConfig config, Supplier<Double> discriminator, Supplier<Double> generator) {
            this.loss = config.losses().function();
            this.discriminator = discriminator;
            this.generator = generator;
        }

        @Override
        public LossValue discriminatorLoss(
                DiscriminatorFunction d, Tensor reals, Tensor fakes, LossContext context) {
            return times(discriminator.get(), loss.discriminatorLoss(d, reals, fakes, context));
        }

        @Override
        public LossValue generatorLoss(DiscriminatorFunction d, Tensor fakes) {
            return times(generator.get(), loss.generatorLoss(d, fakes));
        }

        private static LossValue times(double factor, LossValue value) {
            return new LossValue(value.loss().mul(factor), value.statistics());
        }
    }

    /** Rounds of two steps of the generator and four of the discriminator. */
    private TrainingConfig config(String name) {
        return TinyRuns.atFullResolution(folder.resolve(name))
                .withTotalKimg(0.096)
                .with(Map.of("discriminatorRepeats", 2, "tickKimg", 0.040));
    }

    @Test
    void theGeneratorStepsAfterEverySecondStepOfTheDiscriminator() throws IOException {
        TrainingConfig config = config("order");
        StringBuilder order = new StringBuilder();
        GanLoss loss = new Watched(config, () -> noted(order, 'D'), () -> noted(order, 'G'));
        try (Trainer trainer =
                Trainer.builder(config).source(TinyRuns.images()).loss(loss).build()) {
            TrainingSummary summary = trainer.run();
            assertEquals("DDG".repeat(12), order.toString());
            assertEquals(96, summary.images());
            Map<String, Double> steps = Map.of("discriminator", 24.0, "generator", 12.0);
            for (Map.Entry<String, Double> network : steps.entrySet()) {
                String name = network.getKey() + "_optimizer.adam.powers";
                double power =
                        Safetensors.read(summary.checkpoint()).tensors().get(name).toDoubles()[1];
                assertEquals(Math.pow(0.99, network.getValue()), power, 1e-6, name);
            }
        }
    }

    private static double noted(StringBuilder order, char step) {
        order.append(step);
        return 1;
    }

    /** Within the first tick, and within the second. */
    @ParameterizedTest
    @ValueSource(doubles = {0.016, 0.064})
    void aRunThatIsResumedIsThatOfOneGo(double interrupted) throws IOException {
        byte[] expected = run(config("whole"), false);
        TrainingConfig parts = config("parts");
        run(parts.withTotalKimg(interrupted), false);
        assertArrayEquals(expected, run(parts, true));
        assertArrayEquals(
                ResumeTest.statistics(folder.resolve("whole")),
                ResumeTest.statistics(folder.resolve("parts")));
    }

    private static byte[] run(TrainingConfig config, boolean resume) throws IOException {
        TrainerBuilder builder = Trainer.builder(config).source(TinyRuns.images());
        try (Trainer trainer = resume ? builder.resume().build() : builder.build()) {
            return Files.readAllBytes(trainer.run().checkpoint());
        }
    }

    /**
     * Both networks are looked at every four steps of the generator and eight of the discriminator,
     * which are 160 images; there is a checkpoint at 480.
     */
    @ParameterizedTest
    @CsvSource({"discriminator,8", "generator,4"})
    void eachNetworkFailsAfterItsOwnNumberOfSteps(String network, int steps) throws IOException {
        List<String> reasons = new ArrayList<>();
        byte[] expected = run(longer("whole"), "none", 0, reasons);
        assertEquals(List.of(), reasons);
        assertArrayEquals(expected, run(longer("failed"), network, steps, reasons));
        assertEquals(1, reasons.size(), reasons.toString());
        String text =
                "The gradients of the "
                        + network
                        + " were infinite or NaN in "
                        + steps
                        + " steps in a row, up to 0.64 kimg";
        assertTrue(reasons.get(0).startsWith(text), reasons.get(0));
    }

    /** One good step is enough, also of a network that takes more of them. */
    @ParameterizedTest
    @CsvSource({"discriminator,7", "generator,3"})
    void fewerFailuresAreSkipped(String network, int steps) throws IOException {
        List<String> reasons = new ArrayList<>();
        run(longer("few"), network, steps, reasons);
        assertEquals(List.of(), reasons);
    }

    private TrainingConfig longer(String name) {
        return config(name)
                .withMinibatch(20)
                .withTotalKimg(0.8)
                .with(Map.of("tickKimg", 0.24, "nonFiniteLimit", 4, "rollbacks", 1));
    }

    /** Runs with a loss that is NaN in some steps of one network, from 480 images on, once. */
    private static byte[] run(
            TrainingConfig config, String network, int failures, List<String> reasons)
            throws IOException {
        Trainer[] box = new Trainer[1];
        int[] left = {failures};
        // The generator's step at 480 images is the last before the checkpoint.
        long from = network.equals("generator") ? 481 : 480;
        Supplier<Double> failing =
                () -> box[0].images() >= from && left[0]-- > 0 ? Double.NaN : 1.0;
        Supplier<Double> sound = () -> 1.0;
        GanLoss loss =
                new Watched(
                        config,
                        network.equals("discriminator") ? failing : sound,
                        network.equals("generator") ? failing : sound);
        TrainingListener listener =
                new TrainingListener() {
                    @Override
                    public void onRollback(Trainer trainer, String reason) {
                        assertEquals(480, trainer.images());
                        reasons.add(reason);
                    }
                };
        try (Trainer trainer =
                Trainer.builder(config)
                        .source(TinyRuns.images())
                        .loss(loss)
                        .listener(listener)
                        .build()) {
            box[0] = trainer;
            return Files.readAllBytes(trainer.run().checkpoint());
        }
    }
}
