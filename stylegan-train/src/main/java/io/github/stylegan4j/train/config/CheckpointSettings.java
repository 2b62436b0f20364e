package io.github.stylegan4j.train.config;

/** Settings of checkpoints and network snapshots: how often they are written, which are kept. */
public record CheckpointSettings(
        @Setting(
                        text =
                                "Ticks between two network snapshots and checkpoints; the first tick and the end have them too.",
                        initial = "10")
                int snapshotTicks,
        @Setting(
                        text =
                                "How many of the newest checkpoints and network snapshots are kept; 0 for all.",
                        initial = "0")
                int keepCheckpoints,
        @Setting(
                        text =
                                "Besides the newest, the first checkpoint and network snapshot of every so many kimg"
                                        + " are kept for good; 0 for none.",
                        initial = "0")
                double keepEveryKimg,
        @Setting(
                        text =
                                "Besides the newest, the checkpoint and network snapshot are kept at which this"
                                        + " statistic was lowest, such as loss_d; with 'max:' before it, highest; empty"
                                        + " for none.",
                        initial = "")
                String keepBest) {

    private static final double LEAST_KIMG = 0.001;
    private static final double MOST_KIMG = 1e12;

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public CheckpointSettings {
        ConfigChecks.atLeast("snapshotTicks", snapshotTicks, 1);
        ConfigChecks.atLeast("keepCheckpoints", keepCheckpoints, 0);
        if (keepEveryKimg != 0) {
            ConfigChecks.between("keepEveryKimg", keepEveryKimg, LEAST_KIMG, MOST_KIMG);
        }
        ConfigChecks.present("keepBest", keepBest);
        if (!keepBest.isEmpty() && !keepBest.matches("(max:)?\\w+")) {
            throw new IllegalArgumentException(
                    "keepBest is '"
                            + keepBest
                            + "'; allowed is the name of a statistic, such as loss_d, or max: and"
                            + " a name, such as max:scores_fake");
        }
    }
}
