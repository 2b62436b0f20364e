package io.github.stylegan4j.train.health;

/**
 * How far images differ from each other.
 *
 * <p>The measure is the root of the mean squared distance over all pairs of images,
 *
 * <pre>{@code
 * spread^2 = 2 / (N (N - 1)) sum_{i < j} |x_i - x_j|^2 / D = 2 N / (N - 1) mean_d Var(x_d)
 * }</pre>
 *
 * <p>with D numbers per image; the right side takes one pass. Diversity is the spread of generated
 * images over that of real ones at the same resolution: near 1 where they vary as much, near 0
 * where a generator has collapsed to one image. It says nothing about quality.
 */
public final class Diversity {
    private Diversity() {}

    /**
     * The spread of images.
     *
     * @param images one after the other, [N, D]
     * @param count N
     * @return 0 if all are equal; NaN for fewer than two images
     */
    public static double spread(float[] images, int count) {
        if (count < 2) {
            return Double.NaN;
        }
        int size = images.length / count;
        double sum = 0;
        for (int d = 0; d < size; d++) {
            sum += variance(images, d, size, count);
        }
        return Math.sqrt(2.0 * count / (count - 1) * sum / size);
    }

    private static double variance(float[] images, int first, int step, int count) {
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += images[first + i * step];
        }
        mean /= count;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double difference = images[first + i * step] - mean;
            sum += difference * difference;
        }
        return sum / count;
    }

    /**
     * Spread of generated images over that of real ones.
     *
     * @return NaN if the real images do not differ, or either is not known
     */
    public static double relative(double fakes, double reals) {
        return reals > 0 ? fakes / reals : Double.NaN;
    }
}
