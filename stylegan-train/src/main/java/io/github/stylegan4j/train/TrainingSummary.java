package io.github.stylegan4j.train;

import java.nio.file.Path;

/**
 * How a training run ended.
 *
 * @param runDir folder of the run
 * @param network the averaged generator at the end, to make pictures with
 * @param checkpoint the last checkpoint, from which training can be resumed
 * @param images real images shown since the start of training
 * @param ticks ticks since the start of training
 * @param seconds training time, of all resumed runs together
 * @param complete whether all images were shown; otherwise the run was stopped
 */
public record TrainingSummary(
        Path runDir,
        Path network,
        Path checkpoint,
        long images,
        long ticks,
        double seconds,
        boolean complete) {}
