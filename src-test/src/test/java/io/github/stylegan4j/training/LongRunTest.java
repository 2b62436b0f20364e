package io.github.stylegan4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.TickStats;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.TrainingListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long run neither takes ever more memory nor gets slower; {@code scripts/long-run} starts it.
 */
@EnabledIfSystemProperty(
        named = LongRunTest.STEPS,
        matches = "\\d+",
        disabledReason = "takes minutes; scripts/long-run runs it")
class LongRunTest {
    static final String STEPS = "tests.long.steps";
    private static final String DEVICE = System.getProperty("tests.long.device", "cpu");
    private static final int ROWS = 20;
    private static final int MINIBATCH = 4;

    /** What the first ticks still fill: caches, pools, compiled code. */
    private static final int WARM = ROWS / 4;

    private static final double MOST_SLOWDOWN = 0.8;
    private static final double MOST_GROWTH = 1.05;

    @TempDir private Path folder;

    private record Row(long steps, TickStats stats, double heap) {}

    private final List<Row> rows = new ArrayList<>();

    private final class Watch implements TrainingListener {
        @Override
        public void onTick(Trainer trainer, TickStats stats) {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            double heap =
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
            rows.add(new Row(stats.images() / MINIBATCH, stats, heap));
        }
    }

    private TrainingConfig config(long steps) {
        double kimg = steps * MINIBATCH / 1000.0;
        return TrainingConfig.emojiDemo()
                .with(
                        Map.ofEntries(
                                Map.entry("resolution", 8),
                                Map.entry("initialResolution", 8),
                                Map.entry("fmapBase", 64),
                                Map.entry("fmapMax", 16),
                                Map.entry("latentSize", 32),
                                Map.entry("styleSize", 32),
                                Map.entry("mappingWidth", 32),
                                Map.entry("minibatch", MINIBATCH),
                                Map.entry("minibatchPerResolution", Map.of()),
                                Map.entry("minibatchRepeats", 1),
                                Map.entry("totalKimg", kimg),
                                Map.entry("tickKimg", kimg / ROWS),
                                Map.entry("snapshotTicks", 1),
                                Map.entry("keepCheckpoints", 2),
                                Map.entry("device", DEVICE),
                                Map.entry("runDir", folder.resolve("run").toString())));
    }

    @Test
    void memoryAndSpeedStayAsTheyAre() throws IOException {
        long steps = Long.getLong(STEPS);
        String device;
        try (Trainer trainer = Trainer.builder(config(steps)).listener(new Watch()).build()) {
            trainer.run();
            device =
                    trainer.generator()
                            .parameters()
                            .values()
                            .iterator()
                            .next()
                            .backend()
                            .description();
        }
        Files.writeString(
                Path.of("target", "long-run-" + DEVICE.replace(':', '-') + ".md"), table(device));
        assertEquals(ROWS, rows.size());
        assertEquals(0, rows.get(ROWS - 1).stats.skippedSteps());
        assertEquals(
                1,
                rows.stream().skip(1).map(r -> r.stats.memory().liveBuffers()).distinct().count(),
                "live buffers");
        double heapBefore = largest(WARM, 2 * WARM, Row::heap);
        double heapAfter = largest(ROWS - WARM, ROWS, Row::heap);
        assertTrue(heapAfter <= MOST_GROWTH * heapBefore + 1, "heap " + heapBefore + heapAfter);
        double before = median(WARM, 2 * WARM);
        double after = median(ROWS - WARM, ROWS);
        assertTrue(after >= MOST_SLOWDOWN * before, "images/s " + before + ", " + after);
    }

    private double largest(int from, int to, ToDoubleFunction<Row> value) {
        return rows.subList(from, to).stream().mapToDouble(value).max().orElseThrow();
    }

    private double median(int from, int to) {
        double[] sorted =
                rows.subList(from, to).stream()
                        .mapToDouble(r -> r.stats.imagesPerSecond())
                        .sorted()
                        .toArray();
        return sorted[sorted.length / 2];
    }

    private String table(String device) {
        StringBuilder text = new StringBuilder(device + "\n\n");
        text.append(
                "| steps | live buffers | live KiB | peak KiB | heap after GC, MiB | images/s |\n");
        text.append("|---|---|---|---|---|---|\n");
        for (Row r : rows) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %d | %d | %d | %d | %.1f | %.0f |%n",
                            r.steps,
                            r.stats.memory().liveBuffers(),
                            r.stats.memory().liveBytes() >> 10,
                            r.stats.memory().peakLiveBytes() >> 10,
                            r.heap,
                            r.stats.imagesPerSecond()));
        }
        return text.toString();
    }
}
