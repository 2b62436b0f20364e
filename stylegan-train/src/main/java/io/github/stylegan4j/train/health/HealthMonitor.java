package io.github.stylegan4j.train.health;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Watches a run, tick by tick, and says once when a symptom appears and once when it is over.
 *
 * <p>Different thresholds for appearing and ending, and the patience of {@link HealthLimits}, keep
 * numbers that go to and fro from being reported again and again.
 */
public final class HealthMonitor {
    /** A gap that has grown by less is no trouble, however small it was. */
    private static final double SMALL_GAP = 2;

    /** Share of a threshold below which a number is good again. */
    private static final double RELIEF = 0.8;

    private final HealthLimits limits;
    private final boolean on;
    private final Map<Symptom, Alarm> alarms = new EnumMap<>(Symptom.class);
    private final GapHistory gaps = new GapHistory();
    private final List<HealthWarning> news = new ArrayList<>();
    private int resolution;
    private boolean fading;
    private long skippedBefore;
    private boolean wasDiverse;

    private HealthMonitor(HealthLimits limits, boolean on) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.on = on;
        for (Symptom symptom : Symptom.values()) {
            boolean atOnce = symptom == Symptom.NOT_FINITE || symptom == Symptom.SKIPPED_STEPS;
            alarms.put(symptom, new Alarm(atOnce ? 1 : limits.patience(), limits.patience()));
        }
    }

    /** Watches with the given limits. */
    public static HealthMonitor of(HealthLimits limits) {
        return new HealthMonitor(limits, true);
    }

    /** Finds nothing wrong, whatever happens. */
    public static HealthMonitor off() {
        return new HealthMonitor(HealthLimits.defaults(), false);
    }

    /** Takes in a tick; what has appeared and what is over. */
    public List<HealthWarning> observe(HealthSample now) {
        news.clear();
        if (!on) {
            return List.of();
        }
        finiteNumbers(now);
        skippedSteps(now);
        certainty(now);
        gap(now);
        diversity(now);
        return List.copyOf(news);
    }

    /** What has appeared and is not over. */
    public List<Symptom> present() {
        return alarms.entrySet().stream()
                .filter(e -> e.getValue().raised())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void finiteNumbers(HealthSample now) {
        boolean bad = !now.notFinite().isEmpty();
        look(
                Symptom.NOT_FINITE,
                bad,
                !bad,
                () ->
                        "No finite number: "
                                + String.join(", ", now.notFinite())
                                + ". Training has left the range of its numbers and will hardly"
                                + " come back by itself. Stop, and resume from a checkpoint of"
                                + " before with a lower learning rate.",
                () -> "All losses and scores are finite again.");
    }

    private void skippedSteps(HealthSample now) {
        long skipped = now.skippedSteps() - skippedBefore;
        skippedBefore = now.skippedSteps();
        look(
                Symptom.SKIPPED_STEPS,
                skipped > 0,
                skipped == 0,
                () ->
                        skipped
                                + (skipped == 1 ? " step was" : " steps were")
                                + " left out in this tick because a gradient was not finite ("
                                + now.skippedSteps()
                                + " since the start). Now and then does no harm; if the number"
                                + " keeps growing, lower the learning rate.",
                () -> "No step is left out any more.");
    }

    private void certainty(HealthSample now) {
        double limit = limits.certainScore();
        look(
                Symptom.CERTAIN_DISCRIMINATOR,
                now.realScore() > limit && now.fakeScore() < -limit,
                now.realScore() < RELIEF * limit || now.fakeScore() > -RELIEF * limit,
                () ->
                        String.format(
                                Locale.ROOT,
                                "The discriminator is certain: its mean score is %.1f for real and"
                                        + " %.1f for generated images, for %s. The generator learns"
                                        + " little from it. What helps: more images, mirroring or"
                                        + " other augmentation, a larger r1Gamma, or a lower"
                                        + " learning rate.",
                                now.realScore(),
                                now.fakeScore(),
                                ticks(limits.patience())),
                () ->
                        String.format(
                                Locale.ROOT,
                                "The discriminator is no longer certain: scores %.1f and %.1f.",
                                now.realScore(),
                                now.fakeScore()));
    }

    private void gap(HealthSample now) {
        if (now.resolution() != resolution || now.fading() != fading) {
            resolution = now.resolution();
            fading = now.fading();
            gaps.clear();
            alarms.get(Symptom.GROWING_GAP).reset();
        }
        if (Double.isFinite(now.gap())) {
            gaps.add(now.gap());
        }
        if (!gaps.known()) {
            return;
        }
        double then = Math.max(gaps.then(), 0);
        double growth = gaps.now() - then;
        double allowed = Math.max((limits.gapGrowth() - 1) * then, SMALL_GAP);
        look(
                Symptom.GROWING_GAP,
                growth > allowed,
                growth < RELIEF * allowed,
                () ->
                        String.format(
                                Locale.ROOT,
                                "The gap between the scores of real and generated images grows:"
                                        + " from %.2f to %.2f since %s began. The discriminator"
                                        + " is winning, often because it learns the images by"
                                        + " heart. What helps: more images, augmentation, or a"
                                        + " larger weight of the gradient penalty.",
                                gaps.then(),
                                gaps.now(),
                                now.size()),
                () ->
                        String.format(
                                Locale.ROOT,
                                "The gap between scores is back at %.2f.",
                                gaps.now()));
    }

    private void diversity(HealthSample now) {
        wasDiverse |= now.diversity() > limits.goodDiversity();
        boolean counts = wasDiverse || now.images() >= limits.fromImages();
        look(
                Symptom.LOW_DIVERSITY,
                counts && now.diversity() < limits.lowDiversity(),
                now.diversity() > limits.goodDiversity(),
                () ->
                        String.format(
                                Locale.ROOT,
                                "The generator draws nearly the same image for every latent: those"
                                        + " of the grid differ by %.0f %% of what real images do,"
                                        + " for %s. This is mode collapse. What helps: go back to a"
                                        + " checkpoint of before, lower the learning rate, raise"
                                        + " r1Gamma, and look at the grids.",
                                100 * now.diversity(),
                                ticks(limits.patience())),
                () ->
                        String.format(
                                Locale.ROOT,
                                "Generated images differ again, by %.0f %% of what real ones do.",
                                100 * now.diversity()));
    }

    private static String ticks(int number) {
        return number == 1 ? "one tick" : number + " ticks";
    }

    private void look(
            Symptom symptom,
            boolean bad,
            boolean good,
            Supplier<String> appeared,
            Supplier<String> ended) {
        Alarm alarm = alarms.get(symptom);
        if (alarm.changedBy(bad, good)) {
            String text = alarm.raised() ? appeared.get() : ended.get();
            news.add(new HealthWarning(symptom, !alarm.raised(), text));
        }
    }
}
