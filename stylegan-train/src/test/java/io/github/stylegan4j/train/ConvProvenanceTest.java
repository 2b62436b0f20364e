package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.SafetensorsFile;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.TuningTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** How convolutions are computed is part of what a run's bits depend on. */
class ConvProvenanceTest {
    @TempDir private Path folder;

    private TrainingConfig config(String run, ConvMode mode) {
        return TinyRuns.config(folder.resolve(run)).withConv(mode).withTotalKimg(0.064);
    }

    private static TrainingSummary run(TrainingConfig config, boolean resume) {
        TrainerBuilder builder = Trainer.builder(config).source(TinyRuns.images());
        try (Trainer trainer = resume ? builder.resume().build() : builder.build()) {
            return trainer.run();
        }
    }

    private static List<String> warningsOf(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(ConvProvenance.class);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        logger.addAppender(seen);
        try {
            action.run();
        } finally {
            logger.detachAppender(seen);
        }
        return seen.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Map<String, String> metadata(Path checkpoint) throws IOException {
        try (SafetensorsFile open = Safetensors.open(checkpoint)) {
            return open.metadata();
        }
    }

    @Test
    void aForcedAlgorithmIsRecordedAndRepeats() throws IOException {
        Path a = run(config("a", ConvMode.WINOGRAD4), false).checkpoint();
        Path b = run(config("b", ConvMode.WINOGRAD4), false).checkpoint();
        Path direct = run(config("c", ConvMode.DIRECT), false).checkpoint();
        assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(b));
        assertFalse(Arrays.equals(Files.readAllBytes(a), Files.readAllBytes(direct)));
        assertEquals("winograd4", metadata(a).get("conv"));
        assertEquals("none", metadata(a).get("tuning"));
        assertEquals("direct", metadata(direct).get("conv"));
    }

    @Test
    void resumingWithTheSameChoicesIsExactAndQuiet() throws IOException {
        TrainingConfig whole = config("whole", ConvMode.WINOGRAD2);
        TrainingConfig parts = config("parts", ConvMode.WINOGRAD2);
        run(parts.withTotalKimg(0.032), false);
        assertEquals(List.of(), warningsOf(() -> run(parts, true)));
        assertArrayEquals(
                Files.readAllBytes(run(whole, false).checkpoint()),
                Files.readAllBytes(
                        RunDirectory.existing(folder.resolve("parts")).checkpoints().get(0)));
    }

    @Test
    void resumingWithAnotherModeSaysThatBitsWillDiffer() {
        TrainingConfig direct = config("run", ConvMode.DIRECT);
        run(direct.withTotalKimg(0.032), false);
        List<String> warnings = warningsOf(() -> run(direct.withConv(ConvMode.WINOGRAD4), true));
        assertEquals(1, warnings.size());
        assertTrue(
                warnings.get(0).contains("direct with tuning table none")
                        && warnings.get(0).contains("winograd4 with tuning table none")
                        && warnings.get(0).contains("other roundings"),
                warnings.get(0));
    }

    @Test
    void resumingWithAnotherTuningTableSaysSoToo() {
        TrainingConfig config = config("run", ConvMode.AUTO);
        run(config.withTotalKimg(0.032), false);
        TuningTable table = TuningTable.empty().with("of no kernel", 1);
        BackendOptions options = BackendOptions.defaults().withTable(table);
        List<String> warnings =
                warningsOf(
                        () -> {
                            try (Backend backend = Backends.open("cpu", options);
                                    Trainer trainer =
                                            Trainer.builder(config)
                                                    .source(TinyRuns.images())
                                                    .backend(backend)
                                                    .resume()
                                                    .build()) {
                                trainer.run();
                            }
                        });
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains(table.fingerprint()), warnings.get(0));
    }
}
