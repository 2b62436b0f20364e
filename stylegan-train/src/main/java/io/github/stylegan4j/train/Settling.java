package io.github.stylegan4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The times of something that is done again and again, the first times of which are longer: kernels
 * are compiled, memory is asked for, and the virtual machine is yet to compile what runs often.
 */
final class Settling {
    /** So many times in a row make one that can be trusted. */
    private static final int WINDOW = 3;

    /** Times that fall by less have stopped falling. */
    private static final double FALLING = 0.05;

    /** Part of the time that compiling may take in other threads when all that matters is done. */
    private static final double COMPILING = 0.1;

    private final List<Sample> samples = new ArrayList<>();

    /**
     * Once.
     *
     * @param seconds what is measured
     * @param elapsed how long it took as a whole
     * @param compiling how long compilers worked meanwhile
     */
    private record Sample(double seconds, double elapsed, double compiling) {}

    /** Takes in one more time; see {@link Sample}. */
    void add(double seconds, double elapsed, double compiling) {
        samples.add(new Sample(seconds, elapsed, compiling));
    }

    /** How often it was done. */
    int count() {
        return samples.size();
    }

    /** How long it took as a whole the last time. */
    double lastElapsed() {
        return samples.get(samples.size() - 1).elapsed();
    }

    /** Whether doing it once more would tell nothing new. */
    boolean isSettled() {
        int n = samples.size();
        if (n < 2 * WINDOW) {
            return false;
        }
        List<Sample> newest = samples.subList(n - WINDOW, n);
        double elapsed = newest.stream().mapToDouble(Sample::elapsed).sum();
        double compiling = newest.stream().mapToDouble(Sample::compiling).sum();
        return compiling <= COMPILING * elapsed
                && median(n - WINDOW, n) >= (1 - FALLING) * median(n - 2 * WINDOW, n - WINDOW);
    }

    /**
     * What it takes by now, going by the later half of the times, three at least; the very first
     * one counts only if there is no other.
     */
    double seconds() {
        int n = samples.size();
        return median(Math.max(Math.min(1, n - 1), n - Math.max(WINDOW, n / 2)), n);
    }

    private double median(int from, int to) {
        double[] sorted = samples.subList(from, to).stream().mapToDouble(Sample::seconds).toArray();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
