package io.github.stylegan4j.train;

import java.util.ArrayList;
import java.util.List;

/**
 * What training does when: a pure function of the number of images shown, so that a run which is
 * resumed goes on as it would have.
 *
 * <p>{@link TrainingSchedule} is the published one. Another is a function that changes what that
 * one says:
 *
 * <pre>{@code
 * Schedule halved = images -> {
 *     SchedulePoint p = published.at(images);
 *     return p.withLearningRates(p.generatorLearningRate() / 2, p.discriminatorLearningRate());
 * };
 * }</pre>
 */
@FunctionalInterface
public interface Schedule {
    /**
     * What the schedule says after {@code images} images.
     *
     * @param images images shown so far, from 0
     */
    SchedulePoint at(long images);

    /**
     * The pieces of training between two image counts, as the loop itself passes through them: the
     * schedule is asked once per {@code minibatchRepeats} steps, and the loop ends at the first
     * such moment with {@code toImages} images or more. A schedule that returns to an earlier
     * resolution within a piece is not followed there; only estimates depend on it.
     *
     * @param fromImages images shown so far, from 0
     * @param toImages images after which the loop ends
     * @param minibatchRepeats steps per look at the schedule, from 1
     * @return the pieces in order; none if {@code fromImages >= toImages}
     */
    default List<SchedulePiece> pieces(long fromImages, long toImages, int minibatchRepeats) {
        if (minibatchRepeats < 1) {
            throw new IllegalArgumentException(
                    "minibatchRepeats is " + minibatchRepeats + "; allowed is 1 or more");
        }
        List<SchedulePiece> pieces = new ArrayList<>();
        long images = fromImages;
        while (images < toImages) {
            SchedulePoint point = at(images);
            long step = (long) point.minibatch() * minibatchRepeats;
            long end = images + step * SchedulePiece.looks(this, images, toImages, step);
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
}
