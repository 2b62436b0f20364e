package io.github.stylegan4j.train.bench;

import java.util.List;

/**
 * The middle of some measurements and how far they spread.
 *
 * @param lower the first quartile
 * @param median the middle
 * @param upper the third quartile
 */
public record Quartiles(double lower, double median, double upper) {
    /** Of at least one measurement, interpolated linearly. */
    static Quartiles of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
