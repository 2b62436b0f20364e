package io.github.stylegan4j.train;

import java.util.Objects;

/**
 * The progressive schedule: a pure function from the number of images shown to the level of detail,
 * resolution, minibatch size, learning rates and tick length.
 *
 * <p>With k thousand images shown and phases of p = training + transition kimg, the level of detail
 * is
 *
 * <pre>{@code
 * lod = log2(resolution / initialResolution) - floor(k / p)
 *       - max(k mod p - training, 0) / transition,   at least 0
 * }</pre>
 *
 * <p>and the resolution is full resolution / 2^floor(lod): a new resolution, with its minibatch and
 * rates, begins at the start of its fade.
 */
public final class TrainingSchedule implements Schedule {
    private final ScheduleConfig config;

    /** A schedule that follows {@code config}. */
    public TrainingSchedule(ScheduleConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    /** What this schedule follows. */
    public ScheduleConfig config() {
        return config;
    }

    @Override
    public SchedulePoint at(long images) {
        if (images < 0) {
            throw new IllegalArgumentException("images is " + images + "; allowed is 0 or more");
        }
        double kimg = images / 1000.0;
        double lod = lod(kimg);
        int resolution = config.resolution() >> (int) Math.floor(lod);
        double rampUp = config.rampUpKimg() > 0 ? Math.min(kimg / config.rampUpKimg(), 1) : 1;
        return new SchedulePoint(
                kimg,
                lod,
                resolution,
                config.minibatch().at(resolution),
                rampUp * config.generatorLearningRate().at(resolution),
                rampUp * config.discriminatorLearningRate().at(resolution),
                config.tickKimg().at(resolution));
    }

    private double lod(double kimg) {
        double phase = config.trainingKimg() + config.transitionKimg();
        double index = phase > 0 ? Math.floor(kimg / phase) : 0;
        double lod = log2(config.resolution()) - log2(config.initialResolution()) - index;
        if (config.transitionKimg() > 0) {
            double sincePhaseStart = kimg - index * phase;
            lod -= Math.max(sincePhaseStart - config.trainingKimg(), 0) / config.transitionKimg();
        }
        return Math.max(lod, 0);
    }

    private static int log2(int powerOfTwo) {
        return Integer.numberOfTrailingZeros(powerOfTwo);
    }

    /**
     * Whether the optimizers start afresh between two moments: when the set of active layers
     * changes, that is when floor(lod) or ceil(lod) does.
     *
     * <p>A layer that fades in meets moments gathered while it was switched off; starting afresh
     * keeps those from scaling its first updates.
     *
     * @param previousLod level of detail of the previous iteration; any negative number before the
     *     first
     * @param lod level of detail now
     */
    public static boolean resetsOptimizer(double previousLod, double lod) {
        return Math.floor(previousLod) != Math.floor(lod)
                || Math.ceil(previousLod) != Math.ceil(lod);
    }
}
