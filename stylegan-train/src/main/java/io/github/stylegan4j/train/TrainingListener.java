package io.github.stylegan4j.train;

import java.nio.file.Path;

/**
 * Is told how a training run goes, by the thread that trains, between steps.
 *
 * <p>What a listener throws ends the run. {@link Trainer#stop()} may be called from any method.
 */
public interface TrainingListener {
    /** Training is about to begin, or to go on from a checkpoint. */
    default void onStart(Trainer trainer) {}

    /** A tick is over; its statistics and its grid are written. */
    default void onTick(Trainer trainer, TickStats stats) {}

    /**
     * Networks were saved.
     *
     * @param network file with the averaged generator, to make pictures with
     * @param checkpoint file from which training can be resumed
     */
    default void onSnapshot(Trainer trainer, Path network, Path checkpoint) {}

    /** Training is over: all images were shown, or it was stopped. Not called after a failure. */
    default void onStop(Trainer trainer, TrainingSummary summary) {}
}
