package io.github.stylegan4j.train;

/** How long ticks are, in images, and how many of them training has. */
final class TickLengths {
    private final Schedule schedule;
    private final int stepsPerLook;

    TickLengths(Schedule schedule, TrainingConfig config) {
        this(schedule, config.growth().minibatchRepeats() * config.growth().discriminatorRepeats());
    }

    /**
     * Those of a schedule.
     *
     * @param stepsPerLook discriminator steps per look at the schedule
     */
    TickLengths(Schedule schedule, int stepsPerLook) {
        this.schedule = schedule;
        this.stepsPerLook = stepsPerLook;
    }

    /** A tick ends with the round of steps in which its length is reached. */
    double images(SchedulePiece piece) {
        double round = (double) piece.minibatch() * stepsPerLook;
        double length = 1000 * schedule.at(piece.fromImages()).tickKimg();
        return Math.max(1, Math.ceil(length / round)) * round;
    }

    /** Ticks between two numbers of images, the last one maybe in part. */
    double ticks(long fromImages, long toImages) {
        double ticks = 0;
        for (SchedulePiece piece : schedule.pieces(fromImages, toImages, stepsPerLook)) {
            ticks += (piece.toImages() - piece.fromImages()) / images(piece);
        }
        return ticks;
    }
}
