package io.github.stylegan4j.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Estimates how long training still takes: later resolutions cost more, so each piece of the
 * schedule that is left counts with the speed of its own kind, a resolution that is held or fades
 * in. In this order it is what ticks took since steps were measured ahead, or what those steps
 * took, or what {@link StepCost} says a step costs beside the largest kind that was measured. If
 * ticks of a kind take longer or shorter than was measured ahead, so will those of the kinds to
 * come: the machine has warmed up, or has more or less else to do. What ticks have around them
 * counts too, and snapshots.
 */
final class TimeToGo {
    /** Weight of the newest tick in the speed of its kind. */
    private static final double NEWEST = 0.5;

    /** How much faster or slower kinds to come may be than measured, going by the one present. */
    private static final double DRIFT = 1.25;

    /** A sort of steps that all cost the same. */
    record Kind(int resolution, boolean fading) {
        static Kind of(SchedulePoint point) {
            return new Kind(point.resolution(), point.fading());
        }

        static Kind of(SchedulePiece piece) {
            return new Kind(piece.resolution(), piece.fading());
        }
    }

    /**
     * What was measured of a kind before training came to it.
     *
     * @param secondsPerImage training, per image shown
     * @param secondsPerGrid drawing a grid
     */
    record Ahead(double secondsPerImage, double secondsPerGrid) {}

    private final Schedule schedule;
    private final StepCost cost;
    private final long totalImages;
    private final int stepsPerLook;
    private final TickLengths lengths;
    private final int snapshotTicks;
    private final Map<Kind, Double> secondsPerImage = new HashMap<>();
    private final Map<Kind, Double> secondsPerGrid = new HashMap<>();
    private final Map<Kind, Ahead> ahead = new HashMap<>();
    private double secondsPerTelling;
    private double secondsPerSnapshot;
    private double presentSeconds;
    private Kind present;
    private Kind last;
    private Kind lastGrid;

    /**
     * An estimate without measurements.
     *
     * @param totalImages images after which training ends
     * @param stepsPerLook discriminator steps per look at the schedule
     * @param snapshotTicks ticks between snapshots
     */
    TimeToGo(
            Schedule schedule,
            StepCost cost,
            long totalImages,
            int stepsPerLook,
            int snapshotTicks) {
        this.schedule = schedule;
        this.cost = cost;
        this.totalImages = totalImages;
        this.stepsPerLook = stepsPerLook;
        lengths = new TickLengths(schedule, stepsPerLook);
        this.snapshotTicks = snapshotTicks;
    }

    /** An estimate of a run, without measurements. */
    static TimeToGo of(TrainingConfig config, Schedule schedule) {
        return new TimeToGo(
                schedule,
                new StepCost(config),
                config.run().totalImages(),
                config.growth().minibatchRepeats() * config.growth().discriminatorRepeats(),
                config.checkpoints().snapshotTicks());
    }

    /** A moment of each kind that is left, in order. */
    List<SchedulePoint> kindsToGo(long images) {
        Map<Kind, SchedulePoint> first = new LinkedHashMap<>();
        for (SchedulePiece piece : schedule.pieces(images, totalImages, stepsPerLook)) {
            long middle = piece.fromImages() + (piece.toImages() - piece.fromImages()) / 2;
            first.putIfAbsent(Kind.of(piece), schedule.at(middle));
        }
        return new ArrayList<>(first.values());
    }

    /** What showing an image of a kind takes, as far as is known. */
    double secondsPerImage(SchedulePoint point) {
        return perImage(Kind.of(point));
    }

    /** Seconds of training of a kind that are left, as far as is known. */
    double secondsToGo(SchedulePoint point, long images) {
        Kind kind = Kind.of(point);
        long left = 0;
        for (SchedulePiece piece : schedule.pieces(images, totalImages, stepsPerLook)) {
            left += Kind.of(piece).equals(kind) ? piece.toImages() - piece.fromImages() : 0;
        }
        return left * perImage(kind);
    }

    /**
     * Takes in what steps of a kind took, measured before training came to it, or in the midst of
     * it: what ticks took earlier is outdated then.
     */
    void measuredAhead(SchedulePoint point, Ahead seconds) {
        Kind kind = Kind.of(point);
        ahead.put(kind, seconds);
        secondsPerImage.remove(kind);
    }

    /**
     * Takes in what steps of the present kind took right after the last of those to come were
     * measured: what ticks are compared with.
     */
    void measuredLast(SchedulePoint point, double seconds) {
        present = Kind.of(point);
        presentSeconds = seconds;
    }

    /** Takes in what a tick took, if it began and ended in one kind of piece. */
    void measured(SchedulePoint begin, SchedulePoint end, long images, double seconds) {
        Kind kind = Kind.of(end);
        boolean pure = kind.equals(Kind.of(begin));
        boolean first = secondsPerImage.isEmpty() && ahead.isEmpty();
        if (images > 0 && (pure || first)) {
            secondsPerImage.merge(kind, seconds / images, (old, now) -> old + NEWEST * (now - old));
            last = kind;
        }
    }

    /** Takes in what a grid took. */
    void grid(SchedulePoint now, double seconds) {
        lastGrid = Kind.of(now);
        secondsPerGrid.put(lastGrid, seconds);
    }

    /** Takes in what those took who are told of a tick. */
    void telling(double seconds) {
        secondsPerTelling = seconds;
    }

    /** Takes in what a snapshot took. */
    void snapshot(double seconds) {
        secondsPerSnapshot = seconds;
    }

    /** Seconds to the end of training; NaN before the first measurement. */
    double remainingSeconds(long images) {
        if (secondsPerImage.isEmpty() && ahead.isEmpty()) {
            return Double.NaN;
        }
        double seconds = 0;
        double ticks = 0;
        for (SchedulePiece piece : schedule.pieces(images, totalImages, stepsPerLook)) {
            Kind kind = Kind.of(piece);
            long pieceImages = piece.toImages() - piece.fromImages();
            double pieceTicks = pieceImages / lengths.images(piece);
            seconds +=
                    pieceImages * perImage(kind) + pieceTicks * (perGrid(kind) + secondsPerTelling);
            ticks += pieceTicks;
        }
        double snapshots = ticks == 0 ? 0 : ticks / snapshotTicks + 1;
        return seconds + snapshots * secondsPerSnapshot;
    }

    private double perImage(Kind kind) {
        Double measured = secondsPerImage.get(kind);
        if (measured != null) {
            return measured;
        }
        Ahead own = ahead.get(kind);
        if (own != null) {
            return own.secondsPerImage() * drift();
        }
        Kind known = largestKnown();
        return perImage(known)
                * cost.of(kind.resolution(), kind.fading())
                / cost.of(known.resolution(), known.fading());
    }

    /** How ticks of the present kind compare with what was measured of it. */
    private double drift() {
        Double ticks = last == null ? null : secondsPerImage.get(last);
        Ahead steps = last == null ? null : ahead.get(last);
        if (ticks == null || steps == null) {
            return 1;
        }
        double then = last.equals(present) ? presentSeconds : steps.secondsPerImage();
        return Math.min(DRIFT, Math.max(1 / DRIFT, ticks / then));
    }

    /** The costliest kind is nearest to those that are not known. */
    private Kind largestKnown() {
        Set<Kind> known = new HashSet<>(ahead.keySet());
        known.addAll(secondsPerImage.keySet());
        return known.stream()
                .max(Comparator.comparingDouble(k -> cost.of(k.resolution(), k.fading())))
                .orElseThrow();
    }

    private double perGrid(Kind kind) {
        Double measured = secondsPerGrid.get(kind);
        if (measured != null) {
            return measured;
        }
        if (lastGrid == null) {
            return 0;
        }
        double seconds = secondsPerGrid.get(lastGrid);
        if (ahead.containsKey(kind) && ahead.containsKey(lastGrid)) {
            // Encoding the picture costs the same at every level of detail.
            seconds += ahead.get(kind).secondsPerGrid() - ahead.get(lastGrid).secondsPerGrid();
        }
        return Math.max(0, seconds);
    }
}
