package io.github.stylegan4j.profile;

/**
 * How long a phase took, all its times together and what is nested in it included.
 *
 * @param path its name after those it is nested in, for example {@code discriminator/data}
 * @param calls how often it was entered
 * @param hostSeconds time the program spent in it
 * @param operationSeconds time the device spent on operations that were started in it; 0 where
 *     operations are not measured
 * @param deviceSeconds time from when the device came to its beginning to when it came to its end,
 *     in which it may have waited for the program; where it stopped telling that, time the program
 *     spent in it counts from then on; NaN if that was never measured
 */
public record PhaseTime(
        String path,
        long calls,
        double hostSeconds,
        double operationSeconds,
        double deviceSeconds) {
    /**
     * How long it held everything up. A device that computes while the program goes on is later
     * than the program, whose own time then says little: what counts is the time between beginning
     * and end on the device's clock, or if nobody has asked for that, the longer of the other two.
     */
    public double seconds() {
        return Double.isNaN(deviceSeconds)
                ? Math.max(hostSeconds, operationSeconds)
                : deviceSeconds;
    }

    /** In how many others it is nested. */
    public int depth() {
        return (int) path.chars().filter(c -> c == Profiler.SEPARATOR).count();
    }

    /** The last part of its path. */
    public String name() {
        return path.substring(path.lastIndexOf(Profiler.SEPARATOR) + 1);
    }
}
