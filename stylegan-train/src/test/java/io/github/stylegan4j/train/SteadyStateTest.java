package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a long run must not do: take ever more memory, or wait for the device within a step. */
class SteadyStateTest {
    @TempDir Path folder;

    /** Ticks of ten iterations, so of ten steps of each network. */
    private TrainingConfig config(String loss, double kimg) {
        return TinyRuns.atFullResolution(folder)
                .withLoss(loss)
                .withTotalKimg(kimg)
                .with(Map.of("minibatchRepeats", 1, "tickKimg", 0.04, "snapshotTicks", 1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logistic", "wgan-gp"})
    void twoHundredStepsHoldNoMoreBuffersThanTwenty(String loss) {
        List<TickStats> ticks = new ArrayList<>();
        try (Trainer trainer =
                Trainer.builder(config(loss, 0.8))
                        .source(TinyRuns.images())
                        .onTick(ticks::add)
                        .build()) {
            trainer.run();
        }
        TickStats twenty = ticks.get(1);
        TickStats twoHundred = ticks.get(19);
        assertEquals(20 * 4, twenty.images());
        assertEquals(200 * 4, twoHundred.images());
        assertEquals(twenty.memory().liveBuffers(), twoHundred.memory().liveBuffers());
        assertEquals(twenty.memory().allocations(), twoHundred.memory().allocations());
        assertEquals(0, twoHundred.skippedSteps());
    }

    @Test
    void noStepReadsFromTheDevice() {
        long few = downloads(config("logistic", 0.08).with("tickKimg", 0.08), "few");
        long many = downloads(config("logistic", 0.32).with("tickKimg", 0.32), "many");
        assertTrue(few > 0, "reads are not counted");
        assertEquals(few, many, "reads from the device in one tick of 20 and of 80 steps");
    }

    private long downloads(TrainingConfig config, String name) {
        try (Backend cpu = Backends.open("cpu")) {
            CountingBackend backend = new CountingBackend(cpu);
            try (Trainer trainer =
                    Trainer.builder(config.withRunDir(folder.resolve(name)))
                            .source(TinyRuns.images())
                            .backend(backend)
                            .build()) {
                trainer.run();
            }
            return backend.downloads();
        }
    }
}
