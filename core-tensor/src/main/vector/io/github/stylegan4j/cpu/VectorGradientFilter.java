package io.github.stylegan4j.cpu;

/**
 * A filtering whose weight gradient is filtered as well. It multiplies, at every position, the
 * transformed pixels by the gradient of the sum, and adds this to the gradient of the taps there.
 */
interface VectorGradientFilter extends VectorFilter {
    /** Transforms the gradient of a tile's results to those of the sums, a step apart. */
    void gradientTile(float[] y, int at, int rowStep, float[] scratch, float[] m, int to, int step);

    /** Transforms the gradient of transformed taps, a step apart, to the nine taps in a row. */
    void tapTile(float[] u, int at, int step, float[] scratch, float[] g, int to);
}
