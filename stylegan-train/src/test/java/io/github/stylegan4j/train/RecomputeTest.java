package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks that are computed again train to the same bits, in less memory. */
class RecomputeTest {
    @TempDir private Path folder;

    private record Outcome(byte[] network, long peakBytes) {}

    private Outcome run(String loss, boolean recompute) throws IOException {
        List<TickStats> ticks = new ArrayList<>();
        TrainingConfig config =
                TinyRuns.atFullResolution(folder.resolve(loss + recompute))
                        .with("fmapMax", 16)
                        .with("fmapBase", 128)
                        .withTotalKimg(0.064)
                        .withMinibatch(8)
                        .withLoss(loss)
                        .with("recompute", recompute);
        try (Trainer trainer =
                Trainer.builder(config).source(TinyRuns.images()).onTick(ticks::add).build()) {
            TrainingSummary summary = trainer.run();
            return new Outcome(
                    Files.readAllBytes(summary.network()), ticks.get(0).memory().peakLiveBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"logistic", "wgan-gp", "hinge"})
    void theSameBitsInLessMemory(String loss) throws IOException {
        Outcome kept = run(loss, false);
        Outcome recomputed = run(loss, true);
        assertArrayEquals(kept.network(), recomputed.network());
        assertTrue(
                recomputed.peakBytes() < kept.peakBytes(),
                recomputed.peakBytes() + " of " + kept.peakBytes() + " bytes");
    }
}
