package io.github.stylegan4j.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.cpu.CpuBackend;
import io.github.stylegan4j.cpu.CpuKernelSet;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.train.TickStats;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainerBuilder;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.TuningTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever algorithm convolutions are forced to, on every device, a run that grows from 8x8 to
 * 16x16 with layers wide enough for each of them holds no more buffers in the end than at first,
 * goes on from a checkpoint bit for bit, and does not depend on the number of threads.
 */
class ForcedTrainingTest {
    private static final List<ConvMode> FORCED =
            List.of(ConvMode.DIRECT, ConvMode.WINOGRAD2, ConvMode.WINOGRAD4);

    /** Images of a run: 8x8, a fade, and 16x16 for half of it. */
    private static final double TOTAL = 0.128;

    /** Where it is interrupted: within the fade. */
    private static final double PART = 0.048;

    @TempDir private Path folder;

    /** As the bundled run, but small: 16 channels, minibatches of four, ticks of four steps. */
    private TrainingConfig config(Path run) {
        return TrainingConfig.emojiDemo()
                .with(
                        Map.ofEntries(
                                Map.entry("resolution", 16),
                                Map.entry("initialResolution", 8),
                                Map.entry("trainingKimg", 0.032),
                                Map.entry("transitionKimg", 0.032),
                                Map.entry("fmapBase", 256),
                                Map.entry("fmapMax", 16),
                                Map.entry("latentSize", 16),
                                Map.entry("styleSize", 16),
                                Map.entry("mappingWidth", 16),
                                Map.entry("mappingLayers", 2),
                                Map.entry("minibatch", 4),
                                Map.entry("minibatchPerResolution", Map.of()),
                                Map.entry("minibatchRepeats", 1),
                                Map.entry("totalKimg", TOTAL),
                                Map.entry("tickKimg", 0.016),
                                Map.entry("tickKimgPerResolution", Map.of()),
                                Map.entry("snapshotTicks", 1),
                                Map.entry("grid", "2x2"),
                                Map.entry("measureAhead", false),
                                Map.entry("runDir", run.toString())));
    }

    private record Run(byte[] checkpoint, List<TickStats> ticks) {}

    private static Run run(TrainingConfig config, boolean resume, Supplier<Backend> device)
            throws IOException {
        List<TickStats> ticks = new ArrayList<>();
        try (Backend backend = device.get()) {
            TrainerBuilder builder = Trainer.builder(config).backend(backend).onTick(ticks::add);
            try (Trainer trainer = resume ? builder.resume().build() : builder.build()) {
                return new Run(Files.readAllBytes(trainer.run().checkpoint()), ticks);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> runsAreSteadyAndResumeBitForBit() {
        return FORCED.stream()
                .flatMap(
                        mode ->
                                Devices.opening(mode).stream()
                                        .map(
                                                device ->
                                                        DynamicTest.dynamicTest(
                                                                device.name(),
                                                                () -> resumes(device))));
    }

    private void resumes(Devices.Opening device) throws IOException {
        Path parts = folder.resolve("parts " + device.name().replace(':', ' '));
        TrainingConfig config = config(folder.resolve("whole " + parts.getFileName()));
        Run whole = run(config, false, device.open());
        run(config.withRunDir(parts).withTotalKimg(PART), false, device.open());
        Run resumed = run(config.withRunDir(parts), true, device.open());
        assertArrayEquals(whole.checkpoint(), resumed.checkpoint());
        TickStats settled = whole.ticks().get(whole.ticks().size() - 3);
        TickStats last = whole.ticks().get(whole.ticks().size() - 1);
        assertEquals(settled.memory().liveBuffers(), last.memory().liveBuffers());
        assertEquals(settled.memory().allocations(), last.memory().allocations());
        assertEquals(0, last.skippedSteps());
    }

    @TestFactory
    Stream<DynamicTest> bitsDoNotDependOnTheNumberOfThreads() {
        return FORCED.stream()
                .flatMap(
                        mode ->
                                Stream.of(CpuKernelSet.values())
                                        .filter(CpuKernelSet::isAvailable)
                                        .map(
                                                kernels ->
                                                        DynamicTest.dynamicTest(
                                                                kernels + ", " + mode.label(),
                                                                () -> threads(kernels, mode))));
    }

    private void threads(CpuKernelSet kernels, ConvMode mode) throws IOException {
        BackendOptions options =
                BackendOptions.defaults().withTable(TuningTable.empty()).withConv(mode);
        List<byte[]> checkpoints = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            TrainingConfig config = config(folder.resolve(kernels + " " + mode + " " + threads));
            Supplier<Backend> device = () -> new CpuBackend(threads, kernels, options);
            checkpoints.add(run(config, false, device).checkpoint());
        }
        assertArrayEquals(checkpoints.get(0), checkpoints.get(1));
    }
}
