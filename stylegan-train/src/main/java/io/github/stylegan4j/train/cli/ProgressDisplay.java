package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.TickStats;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainingListener;
import io.github.stylegan4j.train.TrainingSummary;
import io.github.stylegan4j.train.health.Symptom;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a run as a bar at the bottom of a terminal. */
final class ProgressDisplay implements TrainingListener, AutoCloseable {
    private static final int MILLIS = 500;

    private final TerminalErr terminal;
    private final int columns;
    private final ProgressBarStyle style;
    private ProgressBar bar;

    /** Seconds to go and when that was known; written by training, read by the bar's thread. */
    private volatile double remaining = Double.NaN;

    private volatile long askedAt;

    /**
     * A display that appears when training begins.
     *
     * @param columns width of the terminal, in characters
     * @param unicode whether it shows more than ASCII
     */
    ProgressDisplay(TerminalErr terminal, int columns, boolean unicode) {
        this.terminal = terminal;
        this.columns = columns;
        style = unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII;
    }

    @Override
    public void onStart(Trainer trainer) {
        double total = trainer.config().run().totalKimg();
        bar =
                new ProgressBarBuilder()
                        .setTaskName("train")
                        .setInitialMax(Math.round(1000 * total))
                        .setUnit(" kimg", 1000)
                        .setStyle(style)
                        .setUpdateIntervalMillis(MILLIS)
                        .startsFrom(trainer.images(), Duration.ZERO)
                        .setEtaFunction(state -> timeToGo())
                        .setConsumer(
                                new DelegatingProgressBarConsumer(
                                        text -> terminal.bottomLine(text), columns - 1))
                        .build();
        bar.setExtraMessage("first tick");
    }

    private Optional<Duration> timeToGo() {
        double seconds = remaining - (System.nanoTime() - askedAt) * 1e-9;
        return Double.isFinite(seconds)
                ? Optional.of(Duration.ofSeconds(Math.max(0, Math.round(seconds))))
                : Optional.empty();
    }

    @Override
    public void onRound(Trainer trainer, double remainingSeconds) {
        askedAt = System.nanoTime();
        remaining = remainingSeconds;
        bar.stepTo(trainer.images());
    }

    @Override
    public void onTick(Trainer trainer, TickStats stats) {
        bar.setExtraMessage(message(stats));
    }

    static String message(TickStats s) {
        String symptoms =
                s.symptoms().stream().map(Symptom::label).collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s%s lod %.2f%s | %.1f s/kimg %.1f img/s | %d MiB",
                symptoms.isEmpty() ? "" : "WARNING " + symptoms + " | ",
                s.size(),
                s.schedule().lod(),
                losses(s),
                s.secondsPerKimg(),
                s.imagesPerSecond(),
                s.memory().peakLiveBytes() >> 20);
    }

    /** Both losses; nothing where a loss of the caller's does not record them. */
    private static String losses(TickStats s) {
        double d = s.mean("loss_d");
        double g = s.mean("loss_g");
        return Double.isNaN(d) || Double.isNaN(g)
                ? ""
                : String.format(Locale.ROOT, " | D %.2f G %.2f", d, g);
    }

    @Override
    public void onStop(Trainer trainer, TrainingSummary summary) {
        close();
    }

    /** Takes the bar away; all else stays. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            terminal.bottomLine("");
        }
    }
}
