package io.github.stylegan4j.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.train.Resumable;
import io.github.stylegan4j.train.Schedule;
import io.github.stylegan4j.train.SchedulePoint;
import io.github.stylegan4j.train.TickStats;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.TrainingListener;
import io.github.stylegan4j.train.TrainingPresets;
import io.github.stylegan4j.train.TrainingSchedule;
import io.github.stylegan4j.train.TrainingSummary;
import io.github.stylegan4j.train.augment.Augmentation;
import io.github.stylegan4j.train.augment.AugmentationContext;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.loss.GanLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the lines of the guide to training from Java. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class JavaGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path folder;
    private final Map<String, Object> small = small();

    private static Map<String, Object> small() {
        Map<String, Object> small = new HashMap<>();
        small.putAll(Map.of("resolution", 16, "initialResolution", 8, "grid", "2x2"));
        small.putAll(Map.of("latentSize", 8, "styleSize", 8, "mappingWidth", 8));
        small.putAll(Map.of("fmapBase", 64, "fmapMax", 8, "device", "cpu"));
        small.putAll(Map.of("trainingKimg", 0.064, "transitionKimg", 0.064));
        small.putAll(Map.of("minibatch", 8, "minibatchPerResolution", Map.of()));
        small.putAll(Map.of("totalKimg", 0.128, "tickKimg", 0.064, "measureAhead", false));
        return small;
    }

    @Test
    void aRunIsConfiguredAndHeardOf() {
        List<String> heard = new ArrayList<>();
        TrainingConfig config =
                TrainingPresets.of("demo").config().with(small).withRunDir(folder.resolve("run"));
        try (Trainer trainer =
                Trainer.builder(config).onTick(stats -> heard.add(stats.progressLine())).build()) {
            TrainingSummary summary = trainer.run();
            assertTrue(summary.complete());
        }
        assertEquals(2, heard.size());
    }

    @Test
    void imagesLossAugmentationAndScheduleAreOnesOwn() {
        TrainingConfig config =
                TrainingPresets.of("demo")
                        .config()
                        .with(small)
                        .with(Map.of("channels", 1, "measureAhead", true))
                        .withRunDir(folder.resolve("own"));
        ImageSource lines =
                ImageSource.of(
                        "lines",
                        1,
                        16,
                        64, // name, channels, resolution, number of images
                        index -> {
                            byte[] pixels = new byte[16 * 16];
                            int line = index % 16;
                            Arrays.fill(pixels, 16 * line, 16 * (line + 1), (byte) 255);
                            return pixels;
                        });
        GanLoss leastSquares =
                GanLoss.of(
                        (real, fake) -> real.sub(1).square().add(fake.square()),
                        fake -> fake.sub(1).square());
        Augmentation darker =
                (images, context) -> {
                    int n = images.dim(0);
                    double[] factors = context.uniform(n, 1, u -> 0.5 + 0.5 * u);
                    return images.mul(Tensors.of(images.backend(), Shape.of(n, 1, 1, 1), factors));
                };
        Schedule published = new TrainingSchedule(config.schedule());
        Schedule cosine =
                images -> {
                    SchedulePoint p = published.at(images);
                    double rate = (1 + Math.cos(Math.PI * p.kimg() / config.run().totalKimg())) / 2;
                    return p.withLearningRates(
                            rate * p.generatorLearningRate(), rate * p.discriminatorLearningRate());
                };
        List<TickStats> ticks = new ArrayList<>();
        try (Trainer trainer =
                Trainer.builder(config)
                        .source(lines)
                        .loss(leastSquares)
                        .augmentation(darker)
                        .schedule(cosine)
                        .onTick(ticks::add)
                        .build()) {
            assertTrue(trainer.run().complete());
        }
        double first = ticks.get(0).schedule().generatorLearningRate();
        double last = ticks.get(ticks.size() - 1).schedule().generatorLearningRate();
        assertTrue(last < first, first + ", then " + last);
        assertTrue(Double.isFinite(ticks.get(0).scoreGap()));
    }

    @Test
    void aStateOfOnesOwnGoesOn() {
        class Warmth implements Augmentation, Resumable {
            private long steps;

            @Override
            public Tensor augment(Tensor images, AugmentationContext context) {
                return images.mul(1 - Math.exp(-0.001 * ++steps));
            }

            @Override
            public String saveState() {
                return Long.toString(steps);
            }

            @Override
            public void restoreState(String state) {
                steps = Long.parseLong(state);
            }
        }
        TrainingConfig config =
                TrainingPresets.of("demo").config().with(small).withRunDir(folder.resolve("state"));
        Warmth warmth = new Warmth();
        try (Trainer trainer = Trainer.builder(config).augmentation(warmth).build()) {
            trainer.run();
        }
        Warmth later = new Warmth();
        try (Trainer trainer = Trainer.builder(config).augmentation(later).resume().build()) {
            assertTrue(trainer.images() > 0);
        }
        assertTrue(warmth.steps > 0);
        assertEquals(warmth.steps, later.steps);
    }

    /** Hears of the first tick of each of two runs. */
    private static final class Begun implements TrainingListener {
        private final CountDownLatch runs = new CountDownLatch(2);

        @Override
        public void onTick(Trainer trainer, TickStats stats) {
            if (stats.tick() == 1) {
                runs.countDown();
            }
        }

        void await() throws InterruptedException {
            runs.await();
        }
    }

    @Test
    void twoTrainersRunSideBySideAndAreInterrupted() throws Exception {
        Begun begun = new Begun();
        TrainingConfig endless = TrainingPresets.of("demo").config().with(small).withTotalKimg(1e6);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        for (int seed : new int[] {1, 2}) {
            TrainingConfig own = endless.withSeed(seed).withRunDir(folder.resolve("seed-" + seed));
            threads.submit(
                    () -> {
                        try (Trainer trainer = Trainer.builder(own).listener(begun).build()) {
                            return trainer.run();
                        }
                    });
        }
        begun.await();
        threads.shutdownNow(); // interrupts both
        threads.awaitTermination(5, TimeUnit.MINUTES);
        assertTrue(threads.isTerminated());
        for (String run : List.of("seed-1", "seed-2")) {
            try (Stream<Path> files = Files.list(folder.resolve(run))) {
                assertTrue(
                        files.anyMatch(f -> f.getFileName().toString().startsWith("checkpoint")));
            }
        }
    }

    /** White space aside, because the guide's lines are indented less. */
    @Test
    void allLinesOfTheGuideAreHere() throws IOException {
        Path source = Path.of("src/test/java/io/github/stylegan4j/docs/JavaGuideTest.java");
        String compiled = Files.readString(source).replaceAll("\\s+", "");
        String guide = Files.readString(Path.of("../docs/java.md"));
        List<MatchResult> blocks = BLOCK.matcher(guide).results().toList();
        assertFalse(blocks.isEmpty());
        for (MatchResult block : blocks) {
            String lines = block.group(1).replaceAll("\\s+", "");
            assertTrue(compiled.contains(lines), () -> "not compiled here: " + block.group(1));
        }
    }
}
