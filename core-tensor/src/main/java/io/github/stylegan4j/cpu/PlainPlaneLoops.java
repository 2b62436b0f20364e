package io.github.stylegan4j.cpu;

/** Loops over planes for the JIT compiler to vectorise; sums in double precision. */
final class PlainPlaneLoops implements PlaneLoops {
    @Override
    public double sum(float[] x, int at, int n) {
        return Sums.sum(x, at, n);
    }

    @Override
    public double squares(float[] x, int at, int n, double centre) {
        return Sums.squares(x, at, n, centre);
    }

    @Override
    public double dot(float[] x, int xAt, float[] y, int yAt, int n) {
        return Sums.dot(x, xAt, y, yAt, n);
    }

    @Override
    public double centredDot(float[] x, int xAt, double centre, float[] y, int yAt, int n) {
        return Sums.dot(x, xAt, y, yAt, n) - centre * Sums.sum(y, yAt, n);
    }

    @Override
    public void vertical(
            float[] a, float[] b, float[] c, float[] y, float f, float g, float h, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * f + b[i] * g + c[i] * h;
        }
    }

    @Override
    public void horizontal(float[] x, float[] y, float f, float g, float h, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = x[i] * f + x[i + 1] * g + x[i + 2] * h;
        }
    }
}
