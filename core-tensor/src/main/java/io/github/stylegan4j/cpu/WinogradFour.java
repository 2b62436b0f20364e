package io.github.stylegan4j.cpu;

/**
 * F(4, 3): six multiplications for four results of three taps, interpolating at 0, 1, -1, 2, -2 and
 * infinity. Its larger factors cost about one decimal digit.
 *
 * <p>Every loop has few operands, because the JIT compiler does not vectorise long ones.
 */
final class WinogradFour implements WinogradFilter {
    private static final float SIXTH = 1 / 6f;
    private static final float TWELFTH = 1 / 12f;
    private static final float TWENTY_FOURTH = 1 / 24f;

    @Override
    public int tile() {
        return 4;
    }

    @Override
    public void kernel(float[][] g, float[][] u, int n) {
        ends(g[0], g[2], u[0], u[5], n);
        ones(g[0], g[1], g[2], u[1], u[2], n);
        twos(g[0], g[1], g[2], u[3], u[4], n);
    }

    private static void ends(float[] g0, float[] g2, float[] u0, float[] u5, int n) {
        for (int i = 0; i < n; i++) {
            u0[i] = 0.25f * g0[i];
            u5[i] = g2[i];
        }
    }

    private static void ones(float[] g0, float[] g1, float[] g2, float[] u1, float[] u2, int n) {
        for (int i = 0; i < n; i++) {
            float outer = -SIXTH * (g0[i] + g2[i]);
            float inner = SIXTH * g1[i];
            u1[i] = outer - inner;
            u2[i] = outer + inner;
        }
    }

    private static void twos(float[] g0, float[] g1, float[] g2, float[] u3, float[] u4, int n) {
        for (int i = 0; i < n; i++) {
            float outer = TWENTY_FOURTH * g0[i] + SIXTH * g2[i];
            float inner = TWELFTH * g1[i];
            u3[i] = outer + inner;
            u4[i] = outer - inner;
        }
    }

    @Override
    public void pixels(float[][] d, float[][] v, int n) {
        end(d[0], d[2], d[4], v[0], n);
        ones(d[1], d[2], d[3], d[4], v[1], v[2], n);
        twos(d[1], d[2], d[3], d[4], v[3], v[4], n);
        end(d[1], d[3], d[5], v[5], n);
    }

    private static void end(float[] a, float[] b, float[] c, float[] v, int n) {
        for (int i = 0; i < n; i++) {
            v[i] = 4 * a[i] - 5 * b[i] + c[i];
        }
    }

    private static void ones(
            float[] d1, float[] d2, float[] d3, float[] d4, float[] v1, float[] v2, int n) {
        for (int i = 0; i < n; i++) {
            float even = d4[i] - 4 * d2[i];
            float odd = d3[i] - 4 * d1[i];
            v1[i] = even + odd;
            v2[i] = even - odd;
        }
    }

    private static void twos(
            float[] d1, float[] d2, float[] d3, float[] d4, float[] v3, float[] v4, int n) {
        for (int i = 0; i < n; i++) {
            float even = d4[i] - d2[i];
            float odd = 2 * (d3[i] - d1[i]);
            v3[i] = even + odd;
            v4[i] = even - odd;
        }
    }

    @Override
    public void products(float[][] m, float[][] y, int n) {
        even(m[0], m[1], m[2], m[3], m[4], y[0], y[2], n);
        odd(m[1], m[2], m[3], m[4], m[5], y[1], y[3], n);
    }

    private static void even(
            float[] m0,
            float[] m1,
            float[] m2,
            float[] m3,
            float[] m4,
            float[] y0,
            float[] y2,
            int n) {
        for (int i = 0; i < n; i++) {
            float ones = m1[i] + m2[i];
            float twos = m3[i] + m4[i];
            y0[i] = m0[i] + ones + twos;
            y2[i] = ones + 4 * twos;
        }
    }

    private static void odd(
            float[] m1,
            float[] m2,
            float[] m3,
            float[] m4,
            float[] m5,
            float[] y1,
            float[] y3,
            int n) {
        for (int i = 0; i < n; i++) {
            float ones = m1[i] - m2[i];
            float twos = m3[i] - m4[i];
            y1[i] = ones + 2 * twos;
            y3[i] = ones + 8 * twos + m5[i];
        }
    }

    /** Transforms gradients of results: {@code m = A y}, {@link #tile} arrays to {@link #span}. */
    void gradients(float[][] y, float[][] m, int n) {
        sums(y[0], y[1], y[2], y[3], m[1], m[2], 1, n);
        sums(y[0], y[1], y[2], y[3], m[3], m[4], 2, n);
        System.arraycopy(y[0], 0, m[0], 0, n);
        System.arraycopy(y[3], 0, m[5], 0, n);
    }

    /** The polynomial with coefficients y at {@code point} and at its negative. */
    private static void sums(
            float[] y0,
            float[] y1,
            float[] y2,
            float[] y3,
            float[] plus,
            float[] minus,
            float point,
            int n) {
        float square = point * point;
        float cube = square * point;
        for (int i = 0; i < n; i++) {
            float even = y0[i] + square * y2[i];
            float odd = point * y1[i] + cube * y3[i];
            plus[i] = even + odd;
            minus[i] = even - odd;
        }
    }

    /**
     * Transforms gradients of kernels: {@code g = G^T u}, {@link #span} arrays to {@link #TAPS}.
     */
    void taps(float[][] u, float[][] g, int n) {
        outerTaps(u[0], u[1], u[2], u[3], u[4], u[5], g[0], g[2], n);
        innerTap(u[1], u[2], u[3], u[4], g[1], n);
    }

    private static void outerTaps(
            float[] u0,
            float[] u1,
            float[] u2,
            float[] u3,
            float[] u4,
            float[] u5,
            float[] g0,
            float[] g2,
            int n) {
        for (int i = 0; i < n; i++) {
            float ones = SIXTH * (u1[i] + u2[i]);
            float twos = u3[i] + u4[i];
            g0[i] = 0.25f * u0[i] - ones + TWENTY_FOURTH * twos;
            g2[i] = u5[i] - ones + SIXTH * twos;
        }
    }

    private static void innerTap(
            float[] u1, float[] u2, float[] u3, float[] u4, float[] g1, int n) {
        for (int i = 0; i < n; i++) {
            g1[i] = SIXTH * (u2[i] - u1[i]) + TWELFTH * (u3[i] - u4[i]);
        }
    }

    @Override
    public void apart(float[] row, int tiles, float[][] to, int first, int at) {
        float[] a = to[first];
        float[] b = to[first + 1];
        float[] c = to[first + 2];
        float[] d = to[first + 3];
        float[] e = to[first + 4];
        float[] f = to[first + 5];
        for (int t = 0; t < tiles; t++) {
            int p = 4 * t;
            a[at + t] = row[p];
            b[at + t] = row[p + 1];
            c[at + t] = row[p + 2];
            d[at + t] = row[p + 3];
            e[at + t] = row[p + 4];
            f[at + t] = row[p + 5];
        }
    }

    @Override
    public void together(float[][] from, int first, int at, int tiles, float[] to, int toAt) {
        float[] a = from[first];
        float[] b = from[first + 1];
        float[] c = from[first + 2];
        float[] d = from[first + 3];
        for (int t = 0; t < tiles; t++) {
            int p = toAt + 4 * t;
            to[p] = a[at + t];
            to[p + 1] = b[at + t];
            to[p + 2] = c[at + t];
            to[p + 3] = d[at + t];
        }
    }
}
