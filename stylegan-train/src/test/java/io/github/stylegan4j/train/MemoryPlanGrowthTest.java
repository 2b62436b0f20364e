package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.MemoryStats;
import io.github.stylegan4j.train.data.ImageOptions;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.SyntheticSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each row of a plan is what a run that grows holds at that resolution, fades included. */
class MemoryPlanGrowthTest {
    private static final double TOLERANCE = 0.1;
    private static final String LABELS = "with labels";

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyRowIsWhatARunThatGrowsHolds() {
        return EachDevice.with(List.of("without labels", LABELS), this::compare);
    }

    /** 16x16 to 64x64, three steps of each network in each fade and each hold, a tick per step. */
    private TrainingConfig config(Path run) {
        return TinyRuns.config(run)
                .with(
                        Map.ofEntries(
                                Map.entry("resolution", 64),
                                Map.entry("initialResolution", 16),
                                Map.entry("trainingKimg", 0.024),
                                Map.entry("transitionKimg", 0.024),
                                Map.entry("totalKimg", 0.120),
                                Map.entry("fmapBase", 1024),
                                Map.entry("fmapMax", 64),
                                Map.entry("mappingWidth", 128),
                                Map.entry("latentSize", 128),
                                Map.entry("styleSize", 128),
                                Map.entry("minibatch", 8),
                                Map.entry("minibatchRepeats", 1),
                                Map.entry("tickKimg", 0.008),
                                Map.entry("grid", "4x2"),
                                Map.entry("measureAhead", false)));
    }

    private void compare(String device, String labels) {
        int most = labels.equals(LABELS) ? ImageOptions.LABELS_IF_ANY : 0;
        ImageSource source = SyntheticSource.of(20, ImageOptions.of(64).withMaxLabelSize(most));
        assertEquals(labels.equals(LABELS) ? 10 : 0, source.labelSize());
        TrainingConfig config = config(folder.resolve((device + labels).replace(':', '-')));
        MemoryPlan plan = MemoryPlan.of(config, source, device);
        Map<Integer, Long> held = new TreeMap<>();
        try (Backend backend = Backends.open(device);
                Trainer trainer =
                        Trainer.builder(config)
                                .source(source)
                                .backend(backend)
                                .onTick(
                                        tick ->
                                                held.merge(
                                                        tick.schedule().resolution(),
                                                        held(tick.memory()),
                                                        Math::max))
                                .build()) {
            trainer.run();
        }
        assertEquals(
                plan.steps().stream().map(PlannedStep::resolution).toList(),
                List.copyOf(held.keySet()));
        for (PlannedStep step : plan.steps()) {
            double measured = held.get(step.resolution());
            String figures =
                    String.format(
                            Locale.ROOT,
                            "%s%nmeasured at %d: %.2f MiB",
                            plan.table(),
                            step.resolution(),
                            measured / (1 << 20));
            assertEquals(1, step.deviceBytes() / measured, TOLERANCE, figures);
        }
    }

    /** What the device gives to the run: nothing goes back between two changes of layers. */
    private static long held(MemoryStats memory) {
        return memory.liveBytes() + memory.pooledBytes();
    }
}
