package io.github.stylegan4j.train;

import java.util.HashMap;
import java.util.Map;

/**
 * Estimates how long training still takes: later resolutions cost more, so each piece of the
 * schedule that is left counts with the speed measured at its resolution, or else with one
 * predicted from the last that was measured.
 */
final class TimeToGo {
    private record Kind(int resolution, boolean fading) {}

    private final TrainingSchedule schedule;
    private final StepCost cost;
    private final long totalImages;
    private final int stepsPerLook;
    private final Map<Kind, Double> secondsPerImage = new HashMap<>();
    private Kind last;

    /**
     * An estimate without measurements.
     *
     * @param totalImages images after which training ends
     * @param stepsPerLook discriminator steps per look at the schedule
     */
    TimeToGo(TrainingSchedule schedule, StepCost cost, long totalImages, int stepsPerLook) {
        this.schedule = schedule;
        this.cost = cost;
        this.totalImages = totalImages;
        this.stepsPerLook = stepsPerLook;
    }

    /** Takes in what a tick took, if it began and ended in one kind of piece. */
    void measured(SchedulePoint begin, SchedulePoint end, long images, double seconds) {
        Kind kind = new Kind(end.resolution(), end.fading());
        boolean pure = begin.resolution() == end.resolution() && begin.fading() == end.fading();
        if (images > 0 && (pure || last == null)) {
            secondsPerImage.put(kind, seconds / images);
            last = kind;
        }
    }

    /** Seconds to the end of training; NaN before the first measurement. */
    double remainingSeconds(long images) {
        if (last == null) {
            return Double.NaN;
        }
        double seconds = 0;
        for (SchedulePiece piece : schedule.pieces(images, totalImages, stepsPerLook)) {
            Kind kind = new Kind(piece.resolution(), piece.fading());
            seconds += (piece.toImages() - piece.fromImages()) * perImage(kind);
        }
        return seconds;
    }

    private double perImage(Kind kind) {
        Double measured = secondsPerImage.get(kind);
        if (measured != null) {
            return measured;
        }
        double ratio =
                cost.of(kind.resolution(), kind.fading())
                        / cost.of(last.resolution(), last.fading());
        return secondsPerImage.get(last) * ratio;
    }
}
