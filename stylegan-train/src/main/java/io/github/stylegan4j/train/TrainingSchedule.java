package io.github.stylegan4j.train;

import java.util.ArrayList;
import java.util.List;
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
public final class TrainingSchedule {
    private final ScheduleConfig config;

    /** A schedule that follows {@code config}. */
    public TrainingSchedule(ScheduleConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    /** What this schedule follows. */
    public ScheduleConfig config() {
        return config;
    }

    /**
     * What the schedule says after {@code images} images.
     *
     * @param images images shown so far, from 0
     */
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
                config.minibatchByResolution().getOrDefault(resolution, config.minibatchBase()),
                rampUp
                        * config.generatorLearningRateByResolution()
                                .getOrDefault(resolution, config.generatorLearningRate()),
                rampUp
                        * config.discriminatorLearningRateByResolution()
                                .getOrDefault(resolution, config.discriminatorLearningRate()),
                config.tickKimgByResolution().getOrDefault(resolution, config.tickKimg()));
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

    /**
     * The pieces of training between two image counts, as the loop itself passes through them: the
     * schedule is asked once per {@code minibatchRepeats} steps, and the loop ends at the first
     * such moment with {@code toImages} images or more.
     *
     * @param fromImages images shown so far, from 0
     * @param toImages images after which the loop ends
     * @param minibatchRepeats steps per look at the schedule, from 1
     * @return the pieces in order; none if {@code fromImages >= toImages}
     */
    public List<SchedulePiece> pieces(long fromImages, long toImages, int minibatchRepeats) {
        if (minibatchRepeats < 1) {
            throw new IllegalArgumentException(
                    "minibatchRepeats is " + minibatchRepeats + "; allowed is 1 or more");
        }
        List<SchedulePiece> pieces = new ArrayList<>();
        long images = fromImages;
        while (images < toImages) {
            SchedulePoint point = at(images);
            long step = (long) point.minibatch() * minibatchRepeats;
            long end = images + step * looksInPiece(point, images, toImages, step);
            pieces.add(
                    new SchedulePiece(
                            point.resolution(),
                            point.fading(),
                            point.minibatch(),
                            images,
                            end,
                            (end - images) / point.minibatch()));
            images = end;
        }
        return List.copyOf(pieces);
    }

    /**
     * How many looks at the schedule fall into the piece that begins at {@code images}: found by
     * bisection, since a run may be meant to go on for ever.
     */
    private long looksInPiece(SchedulePoint first, long images, long toImages, long step) {
        long inside = 0;
        long outside = (toImages - images - 1) / step + 1;
        while (outside - inside > 1) {
            long middle = inside + (outside - inside) / 2;
            SchedulePoint point = at(images + middle * step);
            if (point.resolution() == first.resolution() && point.fading() == first.fading()) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }
}
