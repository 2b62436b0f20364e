package io.github.stylegan4j.train;

/**
 * What a quantity was during a tick.
 *
 * @param mean mean
 * @param std standard deviation (of the population)
 * @param count how many numbers
 */
public record Statistic(double mean, double std, long count) {
    /** Of a sum and a sum of squares; NaN without numbers. */
    static Statistic of(double sum, double sumOfSquares, long count) {
        double mean = sum / count;
        return new Statistic(
                mean, Math.sqrt(Math.max(0, sumOfSquares / count - mean * mean)), count);
    }
}
