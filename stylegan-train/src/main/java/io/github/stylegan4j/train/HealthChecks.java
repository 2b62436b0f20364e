package io.github.stylegan4j.train;

import io.github.stylegan4j.train.health.HealthLimits;

/** What counts as trouble in a run. */
final class HealthChecks {
    /** Half-lives of the running average after which what it draws is what training has made. */
    private static final double HALF_LIVES = 4;

    /** Share of a run after which a generator should have learnt something. */
    private static final double BEGINNING = 0.05;

    /** Scores this far beyond the hinge have taught nothing for long. */
    private static final double HINGE_SCORE = 3;

    private HealthChecks() {}

    /**
     * The limits that suit a configuration.
     *
     * @param ownLoss whether the caller gave a loss, of whose scores nothing is known
     */
    static HealthLimits of(TrainingConfig config, boolean ownLoss) {
        double kimg =
                Math.max(
                        HALF_LIVES * config.optimizer().smoothingKimg(),
                        BEGINNING * config.run().totalKimg());
        HealthLimits limits = HealthLimits.defaults().withFromImages(Math.round(1000 * kimg));
        String loss = ownLoss ? "" : config.losses().loss();
        if (loss.startsWith("logistic")) {
            return limits;
        }
        return limits.withCertainScore(
                loss.startsWith("hinge") ? HINGE_SCORE : Double.POSITIVE_INFINITY);
    }
}
