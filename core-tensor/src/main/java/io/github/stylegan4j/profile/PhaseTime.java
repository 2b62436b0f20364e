package io.github.stylegan4j.profile;

/**
 * How long a phase took, all its times together and what is nested in it included.
 *
 * @param path its name after those it is nested in, for example {@code discriminator/data}
 * @param calls how often it was entered
 * @param hostSeconds time the program spent in it
 * @param operationSeconds time the device spent on operations that were started in it
 */
public record PhaseTime(String path, long calls, double hostSeconds, double operationSeconds) {
    /**
     * How long it held everything up: the longer of the two times. A device that computes while the
     * program goes on is later than the program, whose own time then says little; without
     * operations, or on a device that computes at once, it says all.
     */
    public double seconds() {
        return Math.max(hostSeconds, operationSeconds);
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
