package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.train.data.LoaderConfig;
import io.github.stylegan4j.train.data.MinibatchLoader;
import io.github.stylegan4j.train.data.RealImageProcessing;
import io.github.stylegan4j.train.loss.DiscriminatorFunction;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossCatalog;
import io.github.stylegan4j.train.loss.LossContext;
import io.github.stylegan4j.train.loss.LossOptions;
import io.github.stylegan4j.train.loss.LossValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The training loop as seen from outside. */
class TrainerTest {
    @TempDir Path folder;

    private static TrainingSummary run(TrainingConfig config, TrainingListener... listeners) {
        TrainerBuilder builder = Trainer.builder(config).source(TinyRuns.images());
        for (TrainingListener listener : listeners) {
            builder.listener(listener);
        }
        try (Trainer trainer = builder.build()) {
            return trainer.run();
        }
    }

    /** Notes everything it is told. */
    private static final class Diary implements TrainingListener {
        private final List<String> events = new ArrayList<>();
        private final List<TickStats> ticks = new ArrayList<>();

        @Override
        public void onStart(Trainer trainer) {
            events.add("start");
        }

        @Override
        public void onTick(Trainer trainer, TickStats stats) {
            events.add("tick " + stats.images());
            ticks.add(stats);
        }

        @Override
        public void onSnapshot(Trainer trainer, Path network, Path file) {
            assertTrue(Files.isRegularFile(network), network.toString());
            assertTrue(Files.isRegularFile(file), file.toString());
            events.add("snapshot " + trainer.images());
        }

        @Override
        public void onStop(Trainer trainer, TrainingSummary summary) {
            events.add("stop " + summary.images());
        }
    }

    @Test
    void aRunLeavesItsFilesAndTellsItsListeners() throws IOException {
        Diary diary = new Diary();
        TrainingConfig config = TinyRuns.config(folder).with("snapshotTicks", 2);
        TrainingSummary summary = run(config, diary);
        assertTrue(summary.complete());
        assertEquals(192, summary.images());
        assertEquals(6, summary.ticks());
        assertEquals(
                List.of(
                        "start",
                        "snapshot 32",
                        "tick 32",
                        "snapshot 64",
                        "tick 64",
                        "tick 96",
                        "snapshot 128",
                        "tick 128",
                        "tick 160",
                        "snapshot 192",
                        "tick 192",
                        "stop 192"),
                diary.events);
        for (String file : List.of("reals.png", "fakes000000.png", "log.txt")) {
            assertTrue(Files.size(folder.resolve(file)) > 0, file);
        }
        assertEquals(config, RunDirectory.at(folder).config());
        List<String> lines = Files.readAllLines(folder.resolve("stats.jsonl"));
        assertEquals(6, lines.size());
        for (String quantity : List.of("loss_d", "loss_g", "scores_real", "r1_penalty")) {
            assertTrue(Double.isFinite(diary.ticks.get(3).mean(quantity)), quantity);
            assertTrue(ConfigJson.read(lines.get(3)).get(quantity) instanceof Double, quantity);
        }
        assertEquals(0, diary.ticks.get(5).skippedSteps());
        assertEquals(0, diary.ticks.get(5).remainingSeconds());
    }

    @Test
    void oneSeedGivesOneCheckpointByteForByte() throws IOException {
        TrainingSummary a = run(TinyRuns.config(folder.resolve("a")));
        TrainingSummary b = run(TinyRuns.config(folder.resolve("b")));
        assertArrayEquals(Files.readAllBytes(a.checkpoint()), Files.readAllBytes(b.checkpoint()));
        TrainingSummary c = run(TinyRuns.config(folder.resolve("c")).withSeed(1));
        assertFalse(
                Arrays.equals(
                        Files.readAllBytes(a.checkpoint()), Files.readAllBytes(c.checkpoint())));
    }

    @Test
    void optimizersStartAfreshWheneverTheActiveLayersChange() throws IOException {
        TrainingConfig config = TinyRuns.config(folder);
        TrainingSchedule schedule = new TrainingSchedule(config.schedule());
        List<double[]> powers = new ArrayList<>();
        TrainingListener listener =
                new TrainingListener() {
                    @Override
                    public void onSnapshot(Trainer trainer, Path network, Path file) {
                        powers.add(
                                new double[] {
                                    power(file, "generator_optimizer.adam.powers"),
                                    power(file, "discriminator_optimizer.adam.powers")
                                });
                    }
                };
        run(config, listener);
        List<Double> expected = new ArrayList<>();
        double lastLod = -1;
        int steps = 0;
        int resets = 0;
        for (long images = 0; images < 192; images += 8) {
            double lod = schedule.at(images).lod();
            if (TrainingSchedule.resetsOptimizer(lastLod, lod)) {
                steps = 0;
                resets++;
            }
            lastLod = lod;
            steps += 2;
            if ((images + 8) % 32 == 0) {
                expected.add(Math.pow(0.99, steps));
            }
        }
        assertEquals(5, resets);
        assertEquals(expected.size(), powers.size());
        for (int i = 0; i < powers.size(); i++) {
            assertEquals(expected.get(i), powers.get(i)[0], 1e-6, "generator, tick " + (i + 1));
            assertEquals(expected.get(i), powers.get(i)[1], 1e-6, "discriminator, tick " + (i + 1));
        }
    }

    private static double power(Path checkpoint, String name) {
        try {
            return Safetensors.read(checkpoint).tensors().get(name).toDoubles()[1];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passes on to a loss and looks at what it is given. */
    private static class Observed implements GanLoss {
        private final GanLoss loss = LossCatalog.create("logistic", LossOptions.defaults());

        void look(Tensor reals, Tensor fakes, LossContext context) {}

        @Override
        public LossValue discriminatorLoss(
                DiscriminatorFunction d, Tensor reals, Tensor fakes, LossContext context) {
            look(reals, fakes, context);
            return loss.discriminatorLoss(d, reals, fakes, context);
        }

        @Override
        public LossValue generatorLoss(DiscriminatorFunction d, Tensor fakes) {
            return loss.generatorLoss(d, fakes);
        }
    }

    @Test
    void realsAreFadedAsTheFakesAreAndOfTheCurrentResolution() {
        TrainingConfig config = TinyRuns.config(folder).with("minibatchRepeats", 1);
        TrainingSchedule schedule = new TrainingSchedule(config.schedule());
        int[] faded = new int[1];
        LoaderConfig order =
                LoaderConfig.of(config.run().seed()).withMirror(config.images().mirrorAugment());
        try (MinibatchLoader same = new MinibatchLoader(TinyRuns.images(), order)) {
            GanLoss loss =
                    new Observed() {
                        @Override
                        void look(Tensor reals, Tensor fakes, LossContext context) {
                            SchedulePoint now = schedule.at(same.position());
                            int r = now.resolution();
                            double fade = now.lod() - Math.floor(now.lod());
                            float[] sharp = same.next(now.minibatch(), r).images();
                            float[] expected = RealImageProcessing.fade(sharp, r, fade);
                            assertArrayEquals(expected, reals.toFloats(), 1e-6f, now.toString());
                            assertEquals(reals.shape(), fakes.shape());
                            assertEquals(r, reals.dim(2));
                            assertEquals((int) now.lod(), context.levelsBelowFull());
                            faded[0] += Arrays.equals(sharp, expected) ? 0 : 1;
                        }
                    };
            try (Trainer trainer =
                    Trainer.builder(config).source(TinyRuns.images()).loss(loss).build()) {
                trainer.run();
            }
        }
        assertTrue(faded[0] > 5, "only " + faded[0] + " steps were fading");
    }

    @Test
    void theAverageTakesInWAsTheDiscriminatorStepLeftIt() {
        List<double[]> seen = new ArrayList<>();
        Trainer[] holder = new Trainer[1];
        GanLoss loss =
                new Observed() {
                    @Override
                    void look(Tensor reals, Tensor fakes, LossContext context) {
                        seen.add(holder[0].generator().averageW().toDoubles());
                    }
                };
        TrainingConfig config = TinyRuns.config(folder).withTotalKimg(0.008);
        try (Trainer trainer =
                Trainer.builder(config).source(TinyRuns.images()).loss(loss).build()) {
            holder[0] = trainer;
            trainer.run();
            double[] average = trainer.averageGenerator().averageW().toDoubles();
            double[] afterGeneratorStep = trainer.generator().averageW().toDoubles();
            assertEquals(2, seen.size());
            assertArrayEquals(seen.get(1), average, 0);
            assertFalse(Arrays.equals(average, afterGeneratorStep));
        }
    }

    @Test
    void theAverageHalvesItsDistanceInTheSmoothingTime() {
        // One step of 4 images with a half-life of 8 leaves 0.5^(4/8) of the distance.
        TrainingConfig config =
                TinyRuns.config(folder)
                        .withTotalKimg(0.004)
                        .with(Map.of("minibatchRepeats", 1, "smoothingKimg", 0.008));
        try (Trainer trainer = Trainer.builder(config).source(TinyRuns.images()).build()) {
            Tensor weight = trainer.averageGenerator().parameters().values().iterator().next();
            Tensor source = trainer.generator().parameters().values().iterator().next();
            double[] start = weight.toDoubles();
            // The generator moves before the first step, so that there is a distance to halve.
            try (Scope scope = Scope.open("move")) {
                new UpdateOp.CopyInto().apply(new Tensor[] {source}, source.detach().add(1));
            }
            trainer.run();
            double[] end = weight.toDoubles();
            for (int i = 0; i < start.length; i++) {
                assertEquals(start[i] + 1 - Math.sqrt(0.5), end[i], 1e-5);
            }
        }
    }

    @Test
    void aStepWhoseGradientIsNotFiniteIsLeftOut() {
        GanLoss loss =
                new Observed() {
                    @Override
                    public LossValue discriminatorLoss(
                            DiscriminatorFunction d, Tensor reals, Tensor fakes, LossContext c) {
                        LossValue v = super.discriminatorLoss(d, reals, fakes, c);
                        return new LossValue(v.loss().div(0), v.statistics());
                    }
                };
        TrainingConfig config = TinyRuns.config(folder).withTotalKimg(0.032);
        List<TickStats> ticks = new ArrayList<>();
        try (Trainer trainer =
                Trainer.builder(config)
                        .source(TinyRuns.images())
                        .loss(loss)
                        .onTick(ticks::add)
                        .build()) {
            double[] before = first(trainer.discriminator().parameters());
            double[] generatorBefore = first(trainer.generator().parameters());
            trainer.run();
            assertArrayEquals(before, first(trainer.discriminator().parameters()), 0);
            assertFalse(Arrays.equals(generatorBefore, first(trainer.generator().parameters())));
        }
        assertEquals(8, ticks.get(0).skippedSteps());
        assertTrue(ticks.get(0).progressLine().contains("8 steps skipped"));
    }

    @Test
    void aListenerCanStopTheRun() throws IOException {
        TrainingSummary summary =
                run(
                        TinyRuns.config(folder).with("snapshotTicks", 100),
                        new TrainingListener() {
                            @Override
                            public void onTick(Trainer trainer, TickStats stats) {
                                if (stats.tick() == 3) {
                                    trainer.stop();
                                }
                            }
                        });
        assertFalse(summary.complete());
        assertEquals(96, summary.images());
        assertTrue(Files.isRegularFile(summary.checkpoint()));
        assertEquals(3, Files.readAllLines(folder.resolve("stats.jsonl")).size());
    }

    static List<String> losses() {
        return List.copyOf(LossCatalog.names());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void everyLossTrainsWithLabels(String loss) {
        TrainingConfig config =
                TinyRuns.config(folder).withLoss(loss).withTotalKimg(0.096).with("grid", "2x1");
        try (Trainer trainer =
                Trainer.builder(config)
                        .source(TinyRuns.images(3))
                        .onTick(
                                stats -> {
                                    assertTrue(Double.isFinite(stats.mean("loss_d")));
                                    assertEquals(0, stats.skippedSteps());
                                })
                        .build()) {
            double[] before = first(trainer.generator().parameters());
            assertTrue(trainer.run().complete());
            assertFalse(Arrays.equals(before, first(trainer.generator().parameters())));
        }
    }

    private static double[] first(Map<String, Tensor> parameters) {
        return parameters.values().iterator().next().toDoubles();
    }

    @Test
    void twoTrainersShareABackendWithoutTouchingEachOther() throws IOException {
        TrainingSummary alone = run(TinyRuns.config(folder.resolve("alone")));
        try (Backend backend = Backends.open("cpu")) {
            try (Trainer a =
                            Trainer.builder(TinyRuns.config(folder.resolve("a")))
                                    .source(TinyRuns.images())
                                    .backend(backend)
                                    .build();
                    Trainer b =
                            Trainer.builder(TinyRuns.config(folder.resolve("b")).withSeed(9))
                                    .source(TinyRuns.images())
                                    .backend(backend)
                                    .build()) {
                b.run();
                assertArrayEquals(
                        Files.readAllBytes(alone.checkpoint()),
                        Files.readAllBytes(a.run().checkpoint()));
                assertThrows(IllegalStateException.class, a::run);
            }
            assertEquals(0, backend.memory().liveBuffers(), "live buffers after close");
        }
    }

    @Test
    void imagesThatDoNotFitAreRefused() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                Trainer.builder(TinyRuns.config(folder).with("resolution", 32))
                                        .source(TinyRuns.images())
                                        .build());
        assertTrue(e.getMessage().contains("stripes has images of 16x16"), e.getMessage());
    }
}
