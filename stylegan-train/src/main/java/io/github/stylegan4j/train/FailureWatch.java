package io.github.stylegan4j.train;

import java.util.Optional;

/**
 * Notices when a network has stopped learning because none of its gradients is finite.
 *
 * <p>An optimizer skips such a step on the device and counts it there. So that steps do not wait,
 * the counts are read once in as many steps as the limit; a network fails if every step between two
 * looks was skipped. It takes between one and two times the limit to notice. When it looks follows
 * from the state alone.
 */
final class FailureWatch {
    private final TrainingState state;
    private final int limit;
    private final int discriminatorRepeats;
    private final int penaltyInterval;

    /**
     * A network that has failed.
     *
     * @param network which one
     * @param steps how many of its steps in a row were skipped, at least
     */
    record Failure(String network, long steps) {}

    /**
     * A watch over both optimizers.
     *
     * @param limit steps in a row that may fail; 0 for any number
     * @param discriminatorRepeats steps of the discriminator for each of the generator
     * @param penaltyInterval in how many steps of the discriminator its optimizer takes one more,
     *     of the penalties; 1 if it takes none
     */
    FailureWatch(TrainingState state, int limit, int discriminatorRepeats, int penaltyInterval) {
        this.state = state;
        this.limit = limit;
        this.discriminatorRepeats = discriminatorRepeats;
        this.penaltyInterval = penaltyInterval;
    }

    /** After a round of steps: the network that has failed, if one has. */
    Optional<Failure> afterRound() {
        long steps = state.discriminatorSteps - state.watched.steps();
        if (limit == 0 || steps < (long) limit * discriminatorRepeats) {
            return Optional.empty();
        }
        WatchPosition before = state.watched;
        state.watched = WatchPosition.of(state);
        return failure(before, state.watched);
    }

    /** Whether each network has taken a step since the last look, or there was none to take. */
    boolean allLearn() {
        return failure(state.watched, WatchPosition.of(state)).isEmpty();
    }

    private Optional<Failure> failure(WatchPosition before, WatchPosition now) {
        long discriminator = now.steps() - before.steps();
        long generator = discriminator / discriminatorRepeats;
        long taken = discriminator + penaltySteps(now.steps()) - penaltySteps(before.steps());
        if (all(taken, before.discriminator(), now.discriminator())) {
            return Optional.of(new Failure("discriminator", discriminator));
        }
        if (all(generator, before.generator(), now.generator())) {
            return Optional.of(new Failure("generator", generator));
        }
        return Optional.empty();
    }

    /** How many of the discriminator's first steps were followed by one of the penalties. */
    private long penaltySteps(long steps) {
        return penaltyInterval == 1 ? 0 : (steps + penaltyInterval - 1) / penaltyInterval;
    }

    private static boolean all(long steps, long skippedBefore, long skippedNow) {
        return steps > 0 && skippedBefore >= 0 && skippedNow - skippedBefore >= steps;
    }
}
