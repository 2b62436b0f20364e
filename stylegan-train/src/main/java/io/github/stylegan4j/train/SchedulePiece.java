package io.github.stylegan4j.train;

/**
 * A stretch of training in which every step costs the same: one resolution, fading or not.
 *
 * @param resolution resolution the networks work at
 * @param fading whether that resolution is being faded in
 * @param minibatch images per step
 * @param fromImages images shown when the piece starts
 * @param toImages images shown when the piece ends
 * @param steps number of steps, each one of the discriminator and one of the generator
 */
public record SchedulePiece(
        int resolution, boolean fading, int minibatch, long fromImages, long toImages, long steps) {
    /**
     * How many looks at the schedule fall into the piece that begins at {@code images}: found by
     * bisection, since a run may be meant to go on for ever.
     */
    static long looks(Schedule schedule, long images, long toImages, long step) {
        SchedulePoint first = schedule.at(images);
        long inside = 0;
        long outside = (toImages - images - 1) / step + 1;
        while (outside - inside > 1) {
            long middle = inside + (outside - inside) / 2;
            SchedulePoint point = schedule.at(images + middle * step);
            if (point.resolution() == first.resolution() && point.fading() == first.fading()) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }
}
