package io.github.stylegan4j.train;

/** Measures ticks, the maintenance between them, and training time over all resumed runs. */
final class TickClock {
    private static final double NANOS = 1e-9;

    private final long start = System.nanoTime();
    private final double elapsedBefore;
    private long tickStart = start;
    private double tickSeconds;
    private double maintenanceSeconds;

    /**
     * A clock that starts now, with maintenance, since a run begins by preparing.
     *
     * @param elapsedBefore training time before this process, in seconds
     */
    TickClock(double elapsedBefore) {
        this.elapsedBefore = elapsedBefore;
    }

    /** Maintenance is over, a tick begins. */
    void beginTick() {
        long now = System.nanoTime();
        maintenanceSeconds = (now - tickStart) * NANOS - tickSeconds;
        tickStart = now;
        tickSeconds = 0;
    }

    /** A tick is over, maintenance begins. */
    void endTick() {
        tickSeconds = (System.nanoTime() - tickStart) * NANOS;
    }

    double tickSeconds() {
        return tickSeconds;
    }

    double maintenanceSeconds() {
        return maintenanceSeconds;
    }

    double elapsedSeconds() {
        return elapsedBefore + (System.nanoTime() - start) * NANOS;
    }
}
