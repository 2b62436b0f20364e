package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.MemoryLimits;
import io.github.stylegan4j.spi.MemoryStats;
import io.github.stylegan4j.train.data.ImageOptions;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.SyntheticSource;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is planned is what training then holds. */
class MemoryPlanTest {
    private static final double TOLERANCE = 0.1;
    private static final double MIB = 1 << 20;

    @TempDir private Path folder;

    private TrainingConfig config(int resolution) {
        return TinyRuns.config(folder.resolve("run" + resolution))
                .with(
                        Map.ofEntries(
                                Map.entry("resolution", resolution),
                                Map.entry("initialResolution", resolution),
                                Map.entry("trainingKimg", 0),
                                Map.entry("transitionKimg", 0),
                                Map.entry("fmapBase", 2048),
                                Map.entry("fmapMax", 128),
                                Map.entry("mappingWidth", 128),
                                Map.entry("latentSize", 128),
                                Map.entry("styleSize", 128),
                                Map.entry("minibatchRepeats", 1),
                                Map.entry("tickKimg", 1),
                                Map.entry("totalKimg", 0.032),
                                Map.entry("grid", "4x2"),
                                Map.entry("minibatch", 8)));
    }

    private static ImageSource images(TrainingConfig config) {
        return SyntheticSource.of(20, ImageOptions.of(config.images().resolution()));
    }

    @TestFactory
    Stream<DynamicTest> planAndMeasurementAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String device : EachDevice.ids()) {
            for (int resolution : new int[] {16, 32, 64}) {
                tests.add(
                        DynamicTest.dynamicTest(
                                device + " at " + resolution, () -> compare(device, resolution)));
            }
        }
        return tests.stream();
    }

    private void compare(String device, int resolution) {
        TrainingConfig config =
                config(resolution)
                        .withRunDir(folder.resolve(device.replace(':', '-') + resolution));
        ImageSource source = images(config);
        MemoryPlan plan = MemoryPlan.of(config, source, device);
        assertEquals(1, plan.steps().size());
        PlannedStep step = plan.steps().get(0);
        long heapBefore = heap();
        try (TensorBytes backend = new TensorBytes(Backends.open(device));
                Trainer trainer = Trainer.builder(config).source(source).backend(backend).build()) {
            trainer.run();
            MemoryStats held = backend.memory();
            double tensors = held.liveBytes() + held.pooledBytes();
            String figures = String.format("%s%nmeasured %.1f MiB", plan.table(), tensors / MIB);
            assertEquals(1, step.deviceBytes() / tensors, TOLERANCE, figures);
            double planned = step.deviceBytes() - step.workspaceBytes();
            String most = String.format("%s, tensors %.1f MiB", figures, backend.peak() / MIB);
            assertEquals(1, planned / backend.peak(), TOLERANCE, most);
            if (plan.inHeap()) {
                // The collector rounds large arrays up to its regions; the plan leaves room for it.
                double heap = heap() - heapBefore;
                String all = String.format("%s, heap %.1f MiB", figures, heap / MIB);
                double together = step.deviceBytes() + step.imageBytes() + plan.dataBytes();
                assertTrue(heap < together / MemoryPlan.usable(true), all);
            }
        }
    }

    /** What is reachable; a backend that has not been trimmed still holds what it ever held. */
    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void nothingIsTakenAndNothingComputed() {
        TrainingConfig large =
                TrainingConfig.official(1)
                        .with(Map.of("resolution", 64, "initialResolution", 8, "device", "cpu"));
        MemoryPlan plan = MemoryPlan.of(large, images(large));
        assertEquals(
                List.of(8, 16, 32, 64),
                plan.steps().stream().map(PlannedStep::resolution).toList());
        assertTrue(plan.steps().get(3).deviceBytes() > 2L << 30, plan.table());
        assertTrue(plan.table().contains("64"), plan.table());
    }

    @Test
    void fewerImagesAtOnceAreFoundWhereMemoryIsShort() {
        TrainingConfig config = config(32).with(Map.of("minibatch", 32, "device", "cpu"));
        MemoryPlan whole = MemoryPlan.of(config, images(config));
        MemoryPlan parts = MemoryPlan.of(config.with("microBatch", 8), images(config));
        PlannedStep all = whole.steps().get(0);
        PlannedStep few = parts.steps().get(0);
        assertEquals(32, all.atOnce());
        assertEquals(8, few.atOnce());
        assertTrue(few.deviceBytes() < 0.6 * all.deviceBytes(), whole.table() + parts.table());
        long between = (few.deviceBytes() + all.deviceBytes()) / 2;
        MemoryLimits limits = new MemoryLimits(between, Long.MAX_VALUE);
        MemoryPlan small = new MemoryPlan("a device", limits, false, 0, whole.disk(), List.of(all));
        assertFalse(small.fits());
        assertTrue(small.refusal().contains("--micro-batch auto"), small.refusal());
        MemoryPlan adapted =
                new MemoryPlan("a device", limits, false, 0, whole.disk(), List.of(few));
        TrainingConfig told = adapted.adapt(config.with("microBatch", "auto"));
        assertEquals(Map.of(32, 8), told.steps().microBatchPerResolution());
        assertFalse(told.steps().isAutomatic());
    }

    @Test
    void aRunThatCannotFitIsRefusedBeforeItsFirstStep() {
        TrainingConfig config = config(32).with("minibatch", 1000);
        TrainerBuilder builder = Trainer.builder(config).source(images(config)).checkMemory();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().contains("At resolution 32 a step needs"), e.getMessage());
        assertTrue(e.getMessage().contains("does not fit"), e.getMessage());
    }

    @Test
    void aNumberOfTheTableStandsAlsoWhereTheRestIsAutomatic() {
        TrainingConfig config =
                config(32)
                        .with(
                                Map.of(
                                        "initialResolution",
                                        16,
                                        "trainingKimg",
                                        0.008,
                                        "transitionKimg",
                                        0.008,
                                        "microBatch",
                                        "auto",
                                        "microBatchPerResolution",
                                        Map.of(16, 4)));
        MemoryPlan plan = MemoryPlan.of(config, images(config));
        assertEquals(List.of(4, 8), plan.steps().stream().map(PlannedStep::atOnce).toList());
        TrainingConfig told = plan.adapt(config);
        assertEquals(Map.of(16, 4), told.steps().microBatchPerResolution());
        assertEquals(4, told.steps().microBatchAt(16));
        assertEquals(Integer.MAX_VALUE, told.steps().microBatchAt(32));
    }

    /** What was decided is part of the run, so that it is resumed with the same bits. */
    @Test
    void anAutomaticRunKeepsWhatWasDecided() {
        TrainingConfig config = config(16).with("microBatch", "auto");
        try (Trainer trainer = Trainer.builder(config).source(images(config)).build()) {
            assertEquals("all", trainer.config().steps().microBatch());
            assertEquals(Map.of(), trainer.config().steps().microBatchPerResolution());
        }
    }
}
