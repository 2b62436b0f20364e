package io.github.stylegan4j.train;

import java.nio.file.Path;

/**
 * How a training run ended.
 *
 * @param runDir folder of the run
 * @param checkpoint last checkpoint, from which the run can be resumed and images generated
 * @param images real images shown since the start of training
 * @param ticks ticks since the start of training
 * @param seconds training time, of all resumed runs together
 * @param complete whether all images were shown; otherwise the run was stopped
 */
public record TrainingSummary(
        Path runDir, Path checkpoint, long images, long ticks, double seconds, boolean complete) {}
