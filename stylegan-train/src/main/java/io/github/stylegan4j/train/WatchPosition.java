package io.github.stylegan4j.train;

/**
 * Where a {@link FailureWatch} looked last. It is part of the state, so that a resumed run looks at
 * the same moments and at the same steps as one that was not stopped.
 *
 * @param steps steps of the discriminator at that moment
 * @param discriminator skipped steps of the discriminator's optimizer; negative if they are unknown
 * @param generator skipped steps of the generator's optimizer; negative if they are unknown
 */
record WatchPosition(long steps, long discriminator, long generator) {
    /** Of a run that begins. */
    static final WatchPosition START = new WatchPosition(0, 0, 0);

    /** Of a run whose checkpoint does not say where it was looked at. */
    static WatchPosition unknown(long steps) {
        return new WatchPosition(steps, -1, -1);
    }

    /** A look at a state now; waits for the device. */
    static WatchPosition of(TrainingState state) {
        return new WatchPosition(
                state.discriminatorSteps,
                state.discriminatorOptimizer.skippedSteps(),
                state.generatorOptimizer.skippedSteps());
    }
}
