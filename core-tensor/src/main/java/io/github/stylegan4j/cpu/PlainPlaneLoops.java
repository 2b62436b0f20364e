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
    public void blur(
            SeparableBlur filter,
            Workspace ws,
            float[] x,
            int xAt,
            float[] y,
            int yAt,
            int h,
            int w) {
        filter.run(ws, x, xAt, y, yAt, h, w);
    }
}
