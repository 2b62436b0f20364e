package io.github.stylegan4j.cpu;

/**
 * F(2, 3): four multiplications for two results of three taps, interpolating at 0, 1, -1 and
 * infinity. Sums and halves only, hence as exact as the direct sum.
 */
final class WinogradTwo implements WinogradFilter {
    @Override
    public int tile() {
        return 2;
    }

    @Override
    public void kernel(float[][] g, float[][] u, int n) {
        kernel(g[0], g[1], g[2], u[0], u[1], u[2], u[3], n);
    }

    private static void kernel(
            float[] g0,
            float[] g1,
            float[] g2,
            float[] u0,
            float[] u1,
            float[] u2,
            float[] u3,
            int n) {
        for (int i = 0; i < n; i++) {
            float a = g0[i];
            float c = g2[i];
            float outer = 0.5f * (a + c);
            float inner = 0.5f * g1[i];
            u0[i] = a;
            u1[i] = outer + inner;
            u2[i] = outer - inner;
            u3[i] = c;
        }
    }

    @Override
    public void pixels(float[][] d, float[][] v, int n) {
        pixels(d[0], d[1], d[2], d[3], v[0], v[1], v[2], v[3], n);
    }

    private static void pixels(
            float[] d0,
            float[] d1,
            float[] d2,
            float[] d3,
            float[] v0,
            float[] v1,
            float[] v2,
            float[] v3,
            int n) {
        for (int i = 0; i < n; i++) {
            float a = d0[i];
            float b = d1[i];
            float c = d2[i];
            float d = d3[i];
            v0[i] = a - c;
            v1[i] = b + c;
            v2[i] = c - b;
            v3[i] = b - d;
        }
    }

    @Override
    public void products(float[][] m, float[][] y, int n) {
        products(m[0], m[1], m[2], m[3], y[0], y[1], n);
    }

    private static void products(
            float[] m0, float[] m1, float[] m2, float[] m3, float[] y0, float[] y1, int n) {
        for (int i = 0; i < n; i++) {
            float a = m0[i];
            float b = m1[i];
            float c = m2[i];
            float d = m3[i];
            y0[i] = a + b + c;
            y1[i] = b - c - d;
        }
    }

    @Override
    public void apart(float[] row, int tiles, float[][] to, int first, int at) {
        float[] a = to[first];
        float[] b = to[first + 1];
        float[] c = to[first + 2];
        float[] d = to[first + 3];
        for (int t = 0; t < tiles; t++) {
            int p = 2 * t;
            a[at + t] = row[p];
            b[at + t] = row[p + 1];
            c[at + t] = row[p + 2];
            d[at + t] = row[p + 3];
        }
    }

    @Override
    public void together(float[][] from, int first, int at, int tiles, float[] to, int toAt) {
        float[] a = from[first];
        float[] b = from[first + 1];
        for (int t = 0; t < tiles; t++) {
            int p = toAt + 2 * t;
            to[p] = a[at + t];
            to[p + 1] = b[at + t];
        }
    }
}
