package io.github.stylegan4j.train;

import io.github.stylegan4j.train.health.HealthWarning;
import io.github.stylegan4j.train.tensorboard.EventFile;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a run into its folder as TensorBoard reads it: a curve for each number of a tick, the
 * grids, the configuration and the warnings. Steps are images shown.
 */
final class TensorBoardLog implements TrainingListener {
    private static final double HOUR = 3600;

    private final Clock clock;
    private EventFile file;

    TensorBoardLog(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void onStart(Trainer trainer) {
        Path folder = trainer.runDir();
        RunDirectory.writing(folder, () -> file = EventFile.create(folder, clock));
        long images = trainer.images();
        if (file.follows()) {
            // A run that begins anew shows its start again, one that goes on does not.
            writing(() -> file.resumeAt(images == 0 ? 0 : images + 1));
        }
        String config = "    " + trainer.config().toJson().replace("\n", "\n    ");
        writing(() -> file.text(images, "config", config));
    }

    /** The grid and the tick of the moment gone back to stay; all after them come again. */
    @Override
    public void onRollback(Trainer trainer, String reason) {
        writing(() -> file.resumeAt(trainer.images() + 1));
        writing(() -> file.text(trainer.images(), "warnings/rollback", reason));
    }

    @Override
    public void onGrid(Trainer trainer, Path picture, BufferedImage grid) {
        writing(() -> file.image(trainer.images(), "fakes", grid));
    }

    @Override
    public void onWarning(Trainer trainer, HealthWarning warning) {
        String tag = "warnings/" + warning.symptom().key();
        writing(() -> file.text(trainer.images(), tag, warning.text()));
    }

    @Override
    public void onTick(Trainer trainer, TickStats stats) {
        writing(() -> file.scalars(stats.images(), scalars(stats)));
    }

    private static Map<String, Double> scalars(TickStats s) {
        Map<String, Double> all = new LinkedHashMap<>();
        s.quantities().forEach((name, q) -> all.put("Loss/" + name, q.mean()));
        all.put("Health/score_gap", s.scoreGap());
        all.put("Health/diversity", s.diversity());
        all.put("Health/skipped_steps", (double) s.skippedSteps());
        all.put("Progress/tick", (double) s.tick());
        all.put("Progress/kimg", s.kimg());
        all.put("Progress/lod", s.schedule().lod());
        all.put("Progress/resolution", (double) s.schedule().resolution());
        all.put("Progress/minibatch", (double) s.schedule().minibatch());
        all.put("Progress/learning_rate", s.schedule().generatorLearningRate());
        all.put("Progress/learning_rate_d", s.schedule().discriminatorLearningRate());
        all.put("Timing/sec_per_tick", s.tickSeconds());
        all.put("Timing/sec_per_kimg", s.secondsPerKimg());
        all.put("Timing/images_per_sec", s.imagesPerSecond());
        all.put("Timing/maintenance_sec", s.maintenanceSeconds());
        all.put("Timing/total_hours", s.elapsedSeconds() / HOUR);
        all.put("Timing/remaining_hours", s.remainingSeconds() / HOUR);
        all.put("Memory/device_bytes", (double) s.memory().liveBytes());
        all.put("Memory/device_peak_bytes", (double) s.memory().peakLiveBytes());
        all.put("Memory/heap_bytes", (double) s.host().heapBytes());
        all.put("Memory/resident_bytes", (double) s.host().residentBytes());
        s.phaseSeconds().forEach((phase, seconds) -> all.put("Phases/" + phase, seconds));
        return all;
    }

    private void writing(RunDirectory.FileAction action) {
        RunDirectory.writing(file.path(), action);
    }
}
