package io.github.stylegan4j.train;

import java.util.function.LongSupplier;

/**
 * Measures ticks, the maintenance between them, and training time over all resumed runs, of earlier
 * ones as far as their ticks are known; none is ever negative, whatever the machine says of the
 * time.
 */
final class TickClock {
    private static final double NANOS = 1e-9;

    private final LongSupplier nanoTime;
    private final long start;
    private final double elapsedBefore;
    private long tickStart;
    private long pauseStart;
    private double pausedSeconds;
    private double tickSeconds;
    private double maintenanceSeconds;

    /**
     * A clock that starts now, with maintenance, since a run begins by preparing.
     *
     * @param elapsedBefore training time before this process, in seconds
     * @param nanoTime nanoseconds since any moment, such as {@link System#nanoTime}
     */
    TickClock(double elapsedBefore, LongSupplier nanoTime) {
        this.elapsedBefore = elapsedBefore;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        tickStart = start;
    }

    /** Maintenance is over, a tick begins. */
    void beginTick() {
        long now = nanoTime.getAsLong();
        maintenanceSeconds = Math.max(0, (now - tickStart) * NANOS - tickSeconds);
        tickStart = now;
        tickSeconds = 0;
        pausedSeconds = 0;
    }

    /** Something begins within a tick that is no training, and counts as maintenance. */
    void pause() {
        pauseStart = nanoTime.getAsLong();
    }

    /** Training goes on. */
    void goOn() {
        pausedSeconds += Math.max(0, (nanoTime.getAsLong() - pauseStart) * NANOS);
    }

    /** A tick is over, maintenance begins. */
    void endTick() {
        tickSeconds = sinceTickStart();
    }

    /** Seconds of training since the tick began. */
    double sinceTickStart() {
        return Math.max(0, (nanoTime.getAsLong() - tickStart) * NANOS - pausedSeconds);
    }

    double tickSeconds() {
        return tickSeconds;
    }

    double maintenanceSeconds() {
        return maintenanceSeconds;
    }

    double elapsedSeconds() {
        return elapsedBefore + Math.max(0, (nanoTime.getAsLong() - start) * NANOS);
    }
}
