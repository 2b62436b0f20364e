package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that are measured ahead of training leave no trace in it. */
class LookAheadTest {
    @TempDir private Path folder;

    private TrainingSummary run(TrainingConfig config, List<TickStats> ticks) {
        try (Trainer trainer =
                Trainer.builder(config).source(TinyRuns.images()).onTick(ticks::add).build()) {
            return trainer.run();
        }
    }

    /** All tensors; the configuration in the header differs by the setting itself. */
    private static List<HostTensor> tensors(Path checkpoint) throws IOException {
        List<HostTensor> all = new ArrayList<>();
        try (SafetensorsFile open = Safetensors.open(checkpoint)) {
            for (String name : open.tensors().keySet()) {
                all.add(open.read(name));
            }
        }
        return all;
    }

    @Test
    void checkpointsAreTheSameWithAndWithout() throws IOException {
        List<TickStats> with = new ArrayList<>();
        List<TickStats> without = new ArrayList<>();
        TrainingConfig config = TinyRuns.config(folder.resolve("with"));
        TrainingConfig plain =
                config.withRunDir(folder.resolve("without")).with("measureAhead", false);
        List<HostTensor> expected = tensors(run(plain, without).checkpoint());
        List<HostTensor> found = tensors(run(config, with).checkpoint());
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < found.size(); i++) {
            assertEquals(expected.get(i).bytes(), found.get(i).bytes());
        }
        for (int i = 0; i < with.size(); i++) {
            assertEquals(without.get(i).quantities(), with.get(i).quantities());
            assertEquals(without.get(i).memory().liveBytes(), with.get(i).memory().liveBytes());
            assertEquals(
                    without.get(i).memory().peakLiveBytes(), with.get(i).memory().peakLiveBytes());
        }
    }

    @Test
    void whoDoesNotGrowHasNothingToMeasure() throws IOException {
        List<TickStats> ticks = new ArrayList<>();
        run(TinyRuns.atFullResolution(folder), ticks);
        assertFalse(Double.isNaN(ticks.get(0).remainingSeconds()));
    }
}
