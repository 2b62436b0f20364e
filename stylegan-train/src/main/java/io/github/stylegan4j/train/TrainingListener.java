package io.github.stylegan4j.train;

import io.github.stylegan4j.train.health.HealthWarning;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/**
 * Is told how a training run goes, by the thread that trains, between steps.
 *
 * <p>What a listener throws ends the run. {@link Trainer#stop()} may be called from any method.
 */
public interface TrainingListener {
    /** Training is about to begin, or to go on from a checkpoint. */
    default void onStart(Trainer trainer) {}

    /**
     * A round of steps is over: as many as there are between two looks at the schedule. The device
     * may still be at work on them. Called often; what takes long here slows training down.
     *
     * @param remainingSeconds estimated time to the end; NaN before anything was measured
     */
    default void onRound(Trainer trainer, double remainingSeconds) {}

    /**
     * A grid of generated images was drawn and written: at the start, and before each {@link
     * #onTick}.
     *
     * @param file where it is
     * @param grid the picture, not to be changed
     */
    default void onGrid(Trainer trainer, Path file, BufferedImage grid) {}

    /**
     * Training has begun to go wrong, or does no longer; the same warnings are in the statistics of
     * the tick that follows.
     */
    default void onWarning(Trainer trainer, HealthWarning warning) {}

    /** A tick is over; its statistics and its grid are written. */
    default void onTick(Trainer trainer, TickStats stats) {}

    /**
     * Networks were saved.
     *
     * @param network file with the averaged generator, to make pictures with
     * @param checkpoint file from which training can be resumed
     */
    default void onSnapshot(Trainer trainer, Path network, Path checkpoint) {}

    /**
     * Training has failed and goes on from an earlier checkpoint, to which {@link Trainer#images}
     * has gone back. Ticks after it come again.
     *
     * @param reason what failed and where training goes on
     */
    default void onRollback(Trainer trainer, String reason) {}

    /** Training is over: all images were shown, or it was stopped. Not called after a failure. */
    default void onStop(Trainer trainer, TrainingSummary summary) {}
}
