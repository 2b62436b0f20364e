package io.github.stylegan4j.cpu;

/** Sums over planes of pixels, and the passes of a separable filter of three taps. */
interface PlaneLoops {
    /** Sum of {@code n} elements. */
    double sum(float[] x, int at, int n);

    /** Sum of the squared distances from {@code centre}. */
    double squares(float[] x, int at, int n, double centre);

    /** Sum of {@code x * y}. */
    double dot(float[] x, int xAt, float[] y, int yAt, int n);

    /** Sum of {@code (x - centre) * y}. */
    double centredDot(float[] x, int xAt, double centre, float[] y, int yAt, int n);

    /** {@code y[i] = f * a[i] + g * b[i] + h * c[i]} for i from 0 to {@code n - 1}. */
    void vertical(float[] a, float[] b, float[] c, float[] y, float f, float g, float h, int n);

    /** {@code y[i] = f * x[i] + g * x[i + 1] + h * x[i + 2]} for i from 0 to {@code n - 1}. */
    void horizontal(float[] x, float[] y, float f, float g, float h, int n);
}
