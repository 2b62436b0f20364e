package io.github.stylegan4j.train.data;

/**
 * Resizes lines of samples with an antialiasing filter: when the line gets shorter the filter is
 * stretched by the same factor, so that every source sample counts.
 *
 * <p>Output sample i is the normalised weighted sum of the source samples around (i + 1/2) in /
 * out.
 */
final class Resampler {
    private final int[] first;
    private final float[][] weights;

    /** Weights from lines of {@code in} samples to lines of {@code out}. */
    Resampler(int in, int out, ResizeFilter filter) {
        double scale = (double) in / out;
        double stretch = Math.max(scale, 1);
        double radius = filter.radius() * stretch;
        first = new int[out];
        weights = new float[out][];
        for (int i = 0; i < out; i++) {
            double centre = (i + 0.5) * scale;
            int from = Math.max((int) Math.floor(centre - radius), 0);
            int to = Math.min((int) Math.ceil(centre + radius), in);
            first[i] = from;
            weights[i] = normalised(from, to, centre, stretch, filter);
        }
    }

    private static float[] normalised(
            int from, int to, double centre, double stretch, ResizeFilter filter) {
        double[] raw = new double[to - from];
        double sum = 0;
        for (int j = from; j < to; j++) {
            raw[j - from] = filter.weight((j + 0.5 - centre) / stretch);
            sum += raw[j - from];
        }
        float[] result = new float[raw.length];
        for (int j = 0; j < raw.length; j++) {
            result[j] = (float) (raw[j] / sum);
        }
        return result;
    }

    /**
     * Resizes one line.
     *
     * @param source holds the line from {@code sourceAt}, samples {@code sourceStep} apart
     * @param target receives it from {@code targetAt}, samples {@code targetStep} apart
     */
    void apply(
            float[] source,
            int sourceAt,
            int sourceStep,
            float[] target,
            int targetAt,
            int targetStep) {
        for (int i = 0; i < first.length; i++) {
            float[] w = weights[i];
            int at = sourceAt + first[i] * sourceStep;
            float sum = 0;
            for (float weight : w) {
                sum += weight * source[at];
                at += sourceStep;
            }
            target[targetAt + i * targetStep] = sum;
        }
    }
}
