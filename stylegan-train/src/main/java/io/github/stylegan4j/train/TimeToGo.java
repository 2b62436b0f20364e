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
 * in. It is what steps of that kind took when they were measured ahead, or else what its ticks
 * took, or else what {@link StepCost} says a step costs beside the largest kind that is known.
 *
 * <p>Ticks that come after a measurement correct it, for their own kind and for those to come: the
 * machine has warmed up, or has more or less else to do, or the measurement was off. They do so by
 * the time that they and the measurement took: seconds of ticks count as much as those of the
 * measurement, and the newest most. What ticks have around them counts too, and snapshots.
 */
final class TimeToGo {
    /** Weight of the newest tick in the speed of its kind. */
    private static final double NEWEST = 0.25;

    /** So many seconds of ticks count as much as what was known before them. */
    private static final double PRIOR = 10;

    /** How much faster or slower than measured steps may be, going by ticks. */
    private static final double DRIFT = 1.6;

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
    record Ahead(double secondsPerImage, double secondsPerGrid) {
        /** Grids take most of their time elsewhere. */
        Ahead times(double factor) {
            return new Ahead(factor * secondsPerImage, secondsPerGrid);
        }
    }

    /** What an image took in ticks of a kind: their mean at first, later the newest count more. */
    private static final class Pace {
        private double secondsPerImage;
        private int count;

        void add(double seconds) {
            count++;
            secondsPerImage += Math.max(NEWEST, 1.0 / count) * (seconds - secondsPerImage);
        }
    }

    private final Schedule schedule;
    private final StepCost cost;
    private final long totalImages;
    private final int stepsPerLook;
    private final TickLengths lengths;
    private final int snapshotTicks;
    private final Map<Kind, Pace> ticks = new HashMap<>();
    private final Map<Kind, Double> secondsPerGrid = new HashMap<>();
    private final Map<Kind, Ahead> ahead = new HashMap<>();
    private double secondsPerTelling;
    private double secondsPerSnapshot;
    private Kind last;
    private Kind lastGrid;

    /** What was believed before steps were measured anew, and what has been measured since. */
    private final Map<Kind, Double> believed = new HashMap<>();

    private final Set<Kind> looked = new HashSet<>();
    private boolean sure;

    /** What ticks took, and what they should have taken; older ones count less. */
    private double observed;

    private double expected;

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

    /** Whether every kind that is left was measured ahead. */
    boolean knowsAll(long images) {
        return kindsToGo(images).stream().map(Kind::of).allMatch(ahead::containsKey);
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

    /** Steps are about to be measured. */
    void beginLook() {
        applyDrift(PRIOR);
        believed.clear();
        looked.clear();
        ahead.forEach((kind, seconds) -> believed.put(kind, seconds.secondsPerImage()));
    }

    /**
     * Takes in what steps of a kind took, measured before training came to it, or in the midst of
     * it: what ticks took earlier is outdated then. What was measured earlier counts as much,
     * unless it was not sure.
     */
    void measuredAhead(SchedulePoint point, Ahead seconds) {
        Kind kind = Kind.of(point);
        Double before = believed.get(kind);
        double now = seconds.secondsPerImage();
        double perImage = before == null || !sure ? now : (before + now) / 2;
        ahead.put(kind, new Ahead(perImage, seconds.secondsPerGrid()));
        looked.add(kind);
        ticks.remove(kind);
    }

    /**
     * Steps were measured. Kinds for which time did not suffice have become as much faster or
     * slower as those that were measured.
     *
     * @param seconds how long that took
     * @param trusted whether they have reached their speed
     */
    void endLook(double seconds, boolean trusted) {
        // One alone may have been disturbed.
        double change =
                looked.size() < 2
                        ? 1
                        : looked.stream()
                                .filter(believed::containsKey)
                                .mapToDouble(k -> ahead.get(k).secondsPerImage() / believed.get(k))
                                .average()
                                .orElse(1);
        ahead.replaceAll((kind, a) -> looked.contains(kind) ? a : a.times(change));
        sure = trusted;
        observed = Math.max(PRIOR, seconds);
        expected = observed;
    }

    /** Takes in what a tick took, if it began and ended in one kind of piece. */
    void measured(SchedulePoint begin, SchedulePoint end, long images, double seconds) {
        Kind kind = Kind.of(end);
        boolean pure = kind.equals(Kind.of(begin));
        if (images == 0) {
            return;
        }
        if (pure && ahead.containsKey(kind)) {
            if (last != null && !kind.equals(last)) {
                applyDrift(PRIOR);
            }
            last = kind;
            observed = (1 - NEWEST) * observed + seconds;
            expected = (1 - NEWEST) * expected + images * ahead.get(kind).secondsPerImage();
        } else if (pure || (ticks.isEmpty() && ahead.isEmpty())) {
            ticks.computeIfAbsent(kind, k -> new Pace()).add(seconds / images);
        }
    }

    /** What ticks have told of all kinds is known from here on. */
    private void applyDrift(double seconds) {
        double drift = drift();
        ahead.replaceAll((kind, a) -> a.times(drift));
        observed = seconds;
        expected = seconds;
    }

    /** How ticks compare with what was measured. */
    private double drift() {
        return expected == 0 ? 1 : Math.min(DRIFT, Math.max(1 / DRIFT, observed / expected));
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
        if (ticks.isEmpty() && ahead.isEmpty()) {
            return Double.NaN;
        }
        double seconds = 0;
        double tickCount = 0;
        for (SchedulePiece piece : schedule.pieces(images, totalImages, stepsPerLook)) {
            Kind kind = Kind.of(piece);
            long pieceImages = piece.toImages() - piece.fromImages();
            double pieceTicks = pieceImages / lengths.images(piece);
            seconds +=
                    pieceImages * perImage(kind) + pieceTicks * (perGrid(kind) + secondsPerTelling);
            tickCount += pieceTicks;
        }
        double snapshots = tickCount == 0 ? 0 : tickCount / snapshotTicks + 1;
        return seconds + snapshots * secondsPerSnapshot;
    }

    private double perImage(Kind kind) {
        Ahead own = ahead.get(kind);
        if (own != null) {
            return own.secondsPerImage() * drift();
        }
        Pace pace = ticks.get(kind);
        if (pace != null) {
            return pace.secondsPerImage;
        }
        Kind known = largestKnown();
        return perImage(known)
                * cost.of(kind.resolution(), kind.fading())
                / cost.of(known.resolution(), known.fading());
    }

    /** The costliest kind is nearest to those that are not known. */
    private Kind largestKnown() {
        Set<Kind> known = new HashSet<>(ahead.keySet());
        known.addAll(ticks.keySet());
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
