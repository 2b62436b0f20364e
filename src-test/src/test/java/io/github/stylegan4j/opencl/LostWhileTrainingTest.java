package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.opencl.FailingQueue.Call;
import io.github.stylegan4j.spi.BackendProvider;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainerBuilder;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run whose device is lost ends at once, keeps its checkpoints, and is resumed from them. */
@Timeout(300)
class LostWhileTrainingTest {
    @TempDir static Path folder;
    private static Path cache;
    private static byte[] uninterrupted;

    @BeforeAll
    static void trainWithoutInterruption() throws IOException {
        cache = folder.resolve("cache");
        FailingDevice device = FailingDevice.open(cache);
        try (OpenClBackend backend = device.backend()) {
            uninterrupted = finished(Trainer.builder(config("whole")).backend(backend));
        }
    }

    private static TrainingConfig config(String name) {
        Map<String, Object> values = new HashMap<>();
        for (String key : List.of("latentSize", "styleSize", "mappingWidth")) {
            values.put(key, 8);
        }
        values.putAll(Map.of("resolution", 8, "initialResolution", 8, "fmapBase", 16));
        values.putAll(Map.of("fmapMax", 4, "minibatch", 4, "minibatchPerResolution", Map.of()));
        values.putAll(Map.of("tickKimg", 0.032, "totalKimg", 0.096, "snapshotTicks", 1));
        values.putAll(Map.of("grid", "2x2", "runDir", folder.resolve(name).toString()));
        return TrainingConfig.emojiDemo().with(values);
    }

    private static byte[] finished(TrainerBuilder builder) throws IOException {
        try (Trainer trainer = builder.build()) {
            return Files.readAllBytes(trainer.run().checkpoint());
        }
    }

    /** Loses the device in the middle of the step that follows the first checkpoint. */
    private static final class Loss implements TrainingListener {
        private final Runnable strike;
        private byte[] checkpoint;

        Loss(Runnable strike) {
            this.strike = strike;
        }

        @Override
        public void onSnapshot(Trainer trainer, Path network, Path file) {
            try {
                checkpoint = Files.readAllBytes(file);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            strike.run();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LAUNCH, CL_INVALID_COMMAND_QUEUE, 500",
        "LAUNCH, CL_DEVICE_NOT_AVAILABLE, 0",
        "FINISH, CL_OUT_OF_RESOURCES, 0",
    })
    void aRunIsResumedInTheSameProcessOnTheDeviceOpenedAnew(Call call, String error, int passing)
            throws Exception {
        String name = call + error;
        int status = CL.class.getField(error).getInt(null);
        FailingDevice device = FailingDevice.open(cache);
        Loss loss = new Loss(() -> device.queue().arm(call, status, passing));
        TrainerBuilder builder =
                Trainer.builder(config(name)).backend(device.backend()).listener(loss);
        OpenClException e = assertThrows(OpenClException.class, () -> finished(builder));
        assertTrue(e.getMessage().contains(error), e.getMessage());
        assertTrue(e.getMessage().contains("resume from the last checkpoint"), e.getMessage());
        device.backend().close();

        Path checkpoint = folder.resolve(name).resolve("checkpoint-000000.032.safetensors");
        assertArrayEquals(loss.checkpoint, Files.readAllBytes(checkpoint));
        try (OpenClBackend fresh = FailingDevice.open(cache).backend()) {
            byte[] resumed = finished(Trainer.builder(config(name)).backend(fresh).resume());
            assertArrayEquals(uninterrupted, resumed);
        }
    }

    @Test
    void theCommandLineEndsWithOneMessage() throws Exception {
        Path services = folder.resolve("classes/META-INF/services");
        Files.createDirectories(services);
        Files.writeString(
                services.resolve(BackendProvider.class.getName()),
                LosingProvider.class.getName() + "\n");
        Path run = folder.resolve("run");
        List<String> arguments = new ArrayList<>(TrainingProcess.training("losing", run, "100"));
        // The plan would open the failing device once more, which only its provider can.
        arguments.add("--memory-check=off");
        TrainingProcess process =
                new TrainingProcess(
                        folder.resolve("process"),
                        Map.of(
                                LosingProvider.CACHE,
                                cache.toString(),
                                LosingProvider.LAUNCHES,
                                "8000"),
                        folder.resolve("classes").toString(),
                        arguments);
        assertEquals(1, process.exitCode(), process.err());
        List<String> last = process.err().lines().filter(l -> !l.contains(" INFO ")).toList();
        assertEquals(1, last.size(), process.err());
        assertTrue(last.get(0).startsWith("stylegan: running "), last.get(0));
        assertTrue(last.get(0).contains("CL_INVALID_COMMAND_QUEUE (-36)"), last.get(0));
        assertTrue(process.err().contains("tick 1 "), process.err());
        assertFalse(process.err().contains("\tat "), process.err());
        assertTrue(Files.exists(run.resolve("checkpoint-000000.016.safetensors")));
    }
}
