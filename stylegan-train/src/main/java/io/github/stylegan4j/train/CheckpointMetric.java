package io.github.stylegan4j.train;

/**
 * Judges a moment of training by a number: of all checkpoints, the one with the lowest is kept.
 *
 * <p>Asked by the thread that trains, at each tick whose end writes a checkpoint; a value that is
 * not a number keeps nothing.
 */
@FunctionalInterface
public interface CheckpointMetric {
    /** What the field {@code keepBest} begins with where the highest value is the best. */
    String HIGHEST = "max:";

    /** Name of a tick's {@link TickStats#scoreGap}. */
    String SCORE_GAP = "score_gap";

    /** Name of a tick's {@link TickStats#diversity}. */
    String DIVERSITY = "diversity";

    /** The value at the end of a tick, lower is better. */
    double of(Trainer trainer, TickStats stats);

    /**
     * One of a tick's statistics.
     *
     * @param setting name of the statistic, such as {@code loss_d}, {@code score_gap} or {@code
     *     diversity}, for the lowest mean; {@code max:} and the name for the highest
     */
    static CheckpointMetric statistic(String setting) {
        return setting.startsWith(HIGHEST)
                ? (trainer, stats) -> -mean(stats, setting.substring(HIGHEST.length()))
                : (trainer, stats) -> mean(stats, setting);
    }

    private static double mean(TickStats stats, String name) {
        return switch (name) {
            case SCORE_GAP -> stats.scoreGap();
            case DIVERSITY -> stats.diversity();
            default -> stats.mean(name);
        };
    }
}
