package io.github.stylegan4j.cpu;

/** Sums over part of an array, in double precision and four chains so that additions overlap. */
final class Sums {
    private Sums() {}

    /** Sum of the elements. */
    static double sum(float[] x, int at, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = at;
        for (int end = at + (n & ~3); i < end; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (int end = at + n; i < end; i++) {
            a += x[i];
        }
        return (a + b) + (c + d);
    }

    /** Sum of the squared distances from {@code centre}. */
    static double squares(float[] x, int at, int n, double centre) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = at;
        for (int end = at + (n & ~3); i < end; i += 4) {
            double p = x[i] - centre;
            double q = x[i + 1] - centre;
            double r = x[i + 2] - centre;
            double s = x[i + 3] - centre;
            a += p * p;
            b += q * q;
            c += r * r;
            d += s * s;
        }
        for (int end = at + n; i < end; i++) {
            double p = x[i] - centre;
            a += p * p;
        }
        return (a + b) + (c + d);
    }

    /** Sum of {@code x * y}. */
    static double dot(float[] x, int xAt, float[] y, int yAt, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (int end = n & ~3; i < end; i += 4) {
            a += (double) x[xAt + i] * y[yAt + i];
            b += (double) x[xAt + i + 1] * y[yAt + i + 1];
            c += (double) x[xAt + i + 2] * y[yAt + i + 2];
            d += (double) x[xAt + i + 3] * y[yAt + i + 3];
        }
        for (; i < n; i++) {
            a += (double) x[xAt + i] * y[yAt + i];
        }
        return (a + b) + (c + d);
    }
}
