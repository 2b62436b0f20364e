package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.health.HealthWarning;
import io.github.stylegan4j.train.health.Symptom;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training that goes wrong is reported, in words. */
class CollapseTest {
    @TempDir private Path folder;
    private final List<TickStats> ticks = new ArrayList<>();
    private final List<HealthWarning> warnings = new ArrayList<>();

    private final TrainingListener listener =
            new TrainingListener() {
                @Override
                public void onTick(Trainer trainer, TickStats stats) {
                    ticks.add(stats);
                }

                @Override
                public void onWarning(Trainer trainer, HealthWarning warning) {
                    warnings.add(warning);
                }
            };

    private void run(TrainingConfig config, boolean resume) {
        TrainerBuilder builder =
                Trainer.builder(config)
                        .source(TinyRuns.images())
                        .loss(new ToOneImage(config.losses().function()))
                        .listener(listener);
        try (Trainer trainer = resume ? builder.resume().build() : builder.build()) {
            trainer.run();
        }
    }

    private static TrainingConfig config(Path folder) {
        return TinyRuns.atFullResolution(folder)
                .with(Map.of("learningRate", 0.02, "smoothingKimg", 0, "totalKimg", 0.768));
    }

    /** Teaches the generator to draw one image whatever the latent is. */
    private record ToOneImage(GanLoss honest) implements GanLoss {
        @Override
        public LossValue discriminatorLoss(
                DiscriminatorFunction discriminator,
                Tensor reals,
                Tensor fakes,
                LossContext context) {
            return honest.discriminatorLoss(discriminator, reals, fakes, context);
        }

        @Override
        public LossValue generatorLoss(DiscriminatorFunction discriminator, Tensor fakes) {
            Tensor perImage = fakes.sub(0.25).square().mean(1, 2, 3);
            return new LossValue(perImage.mean(), Map.of("loss_g", perImage.detach()));
        }
    }

    @Test
    void aCollapseIsReportedOnceAndKept() throws IOException {
        run(config(folder), false);
        List<HealthWarning> collapses =
                warnings.stream().filter(w -> w.symptom() == Symptom.LOW_DIVERSITY).toList();
        assertEquals(1, collapses.size(), warnings.toString());
        String text = collapses.get(0).text();
        assertTrue(text.contains("mode collapse"), text);
        TickStats last = ticks.get(ticks.size() - 1);
        assertTrue(last.diversity() < 0.25, "diversity " + last.diversity());
        assertTrue(last.symptoms().contains(Symptom.LOW_DIVERSITY));
        assertTrue(last.progressLine().contains("low diversity"), last.progressLine());

        String stats = Files.readString(folder.resolve("stats.jsonl"));
        assertEquals(1, stats.split("\"text\":\"The generator draws nearly", -1).length - 1);
        assertTrue(Files.readString(folder.resolve("log.txt")).contains("WARN  Trainer - " + text));

        warnings.clear();
        run(config(folder).withTotalKimg(0.832), true);
        assertTrue(
                warnings.stream().noneMatch(w -> w.symptom() == Symptom.LOW_DIVERSITY),
                () -> "known from before the interruption: " + warnings);
        assertTrue(ticks.get(ticks.size() - 1).symptoms().contains(Symptom.LOW_DIVERSITY));
    }

    @Test
    void whoWantsNoWarningsGetsNone() {
        run(config(folder).with("healthWarnings", false), false);
        assertEquals(List.of(), warnings);
        assertEquals(List.of(), ticks.get(ticks.size() - 1).symptoms());
    }
}
