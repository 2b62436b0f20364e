package io.github.stylegan4j.cpu;

/** Sums over planes of pixels, and separable filters of three taps. */
interface PlaneLoops {
    /** Sum of {@code n} elements. */
    double sum(float[] x, int at, int n);

    /** Sum of the squared distances from {@code centre}. */
    double squares(float[] x, int at, int n, double centre);

    /** Sum of {@code x * y}. */
    double dot(float[] x, int xAt, float[] y, int yAt, int n);

    /** Sum of {@code (x - centre) * y}. */
    double centredDot(float[] x, int xAt, double centre, float[] y, int yAt, int n);

    /** Filters a plane of {@code h} rows of {@code w} elements. */
    void blur(
            SeparableBlur filter,
            Workspace ws,
            float[] x,
            int xAt,
            float[] y,
            int yAt,
            int h,
            int w);
}
