package io.github.stylegan4j.cpu;

/**
 * The loops of a generator layer's epilogue over one {@link StyledPlane}; results and gradients lie
 * at the same positions of their arrays as {@code x}.
 */
interface StyledLoops {
    /** Length of the arrays that sums are put into. */
    int SUMS = 4;

    /**
     * Measures the activations t.
     *
     * @param y where {@link #normalize} will write; it reads what this may leave there
     * @param sums gets the mean of t and the sum of the squared distances from it
     */
    void measure(StyledPlane p, float[] y, double[] sums);

    /** {@code y = (t - mean) * scale + shift}. */
    void normalize(StyledPlane p, float mean, float scale, float shift, float[] y);

    /**
     * Measures the activations t and a gradient g.
     *
     * @param dx where {@link #gradient} will write; it reads what this may leave there
     * @param sums gets the mean of t, the sum of the squared distances from it, the sum of g, and
     *     the sum of {@code g * (t - mean)}
     */
    void measure(StyledPlane p, float[] g, float[] dx, double[] sums);

    /**
     * {@code dx = (g - meanG - (t - mean) * slant) * scale}, times the slope where t is negative.
     *
     * @param sums gets the sum of dx and the sum of {@code dx * noise}
     */
    void gradient(
            StyledPlane p,
            float[] g,
            float mean,
            float meanG,
            float slant,
            float scale,
            float[] dx,
            double[] sums);
}
