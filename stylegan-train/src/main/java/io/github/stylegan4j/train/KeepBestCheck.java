package io.github.stylegan4j.train;

import io.github.stylegan4j.train.loss.GanLoss;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a run will have the statistic by which its best checkpoint is to be kept. */
final class KeepBestCheck {
    private static final Logger LOG = LoggerFactory.getLogger(KeepBestCheck.class);

    private KeepBestCheck() {}

    /**
     * Looks for {@code keepBest} among the statistics of a run, as far as its loss says which it
     * has.
     *
     * @param resumes whether the run began before: it must be able to go on as it is, and is warned
     *     only
     * @throws IllegalArgumentException if a run that begins will not have the statistic
     */
    static void check(TrainingConfig config, GanLoss loss, boolean resumes) {
        String setting = config.checkpoints().keepBest();
        Set<String> names = new LinkedHashSet<>(loss.statisticNames());
        if (setting.isEmpty() || names.isEmpty()) {
            return;
        }
        names.add(CheckpointMetric.SCORE_GAP);
        names.add(CheckpointMetric.DIVERSITY);
        if (config.augmentation().probability().adapts()) {
            names.addAll(TrainingSteps.OF_AUGMENTATION);
        }
        String highest = CheckpointMetric.HIGHEST;
        if (names.contains(
                setting.startsWith(highest) ? setting.substring(highest.length()) : setting)) {
            return;
        }
        String what =
                "keepBest is '"
                        + setting
                        + "', which is no statistic of this run; allowed are "
                        + String.join(", ", names)
                        + ", each also after "
                        + highest;
        if (!resumes) {
            throw new IllegalArgumentException(what);
        }
        LOG.warn("{}; no checkpoint will be the best", what);
    }
}
