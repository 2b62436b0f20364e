package io.github.stylegan4j.cpu;

import java.util.Arrays;

/**
 * Loops for the JIT compiler to vectorise, over rows that are arrays of their own. The activations
 * wait in the result's array until it is written. The sums of a plane are kept for each position of
 * a row and joined in double precision at the end.
 */
final class PlainStyledLoops implements StyledLoops {
    private static final int ROW = 1024;
    private static final int OTHER = 1;
    private static final int FIRST = 2;
    private static final int SECOND = 3;
    private static final int ROWS = 4;

    private final Workspace.Pool workspaces;

    PlainStyledLoops(Workspace.Pool workspaces) {
        this.workspaces = workspaces;
    }

    /** Loops over a row of some elements, after those of an array were copied to row 0. */
    @FunctionalInterface
    private interface Pass {
        void run(float[][] rows, int from, int n);
    }

    /** Goes through the plane in rows; the rows {@link #FIRST} and {@link #SECOND} start at 0. */
    private static void walk(StyledPlane p, float[] array, float[][] rows, Pass pass) {
        Arrays.fill(rows[FIRST], 0, Math.min(ROW, p.n()), 0f);
        Arrays.fill(rows[SECOND], 0, Math.min(ROW, p.n()), 0f);
        for (int from = 0; from < p.n(); from += ROW) {
            int n = Math.min(ROW, p.n() - from);
            System.arraycopy(array, p.at() + from, rows[0], 0, n);
            pass.run(rows, from, n);
        }
    }

    private static double total(StyledPlane p, float[] row) {
        return Sums.sum(row, 0, Math.min(ROW, p.n()));
    }

    /** Puts the activations into an array and returns their mean. */
    private static double activate(StyledPlane p, float[] to, float[][] rows) {
        walk(
                p,
                p.x(),
                rows,
                (r, from, n) -> {
                    System.arraycopy(p.noise(), p.noiseAt() + from, r[OTHER], 0, n);
                    activate(r[0], r[OTHER], p.strength(), p.bias(), p.slope(), n);
                    System.arraycopy(r[0], 0, to, p.at() + from, n);
                    add(r[0], r[FIRST], n);
                });
        return total(p, rows[FIRST]) / p.n();
    }

    private static void activate(float[] x, float[] noise, float s, float b, float slope, int n) {
        if (slope <= 1) {
            for (int i = 0; i < n; i++) {
                float v = noise[i] * s + x[i] + b;
                x[i] = Math.max(v, v * slope);
            }
        } else {
            for (int i = 0; i < n; i++) {
                float v = noise[i] * s + x[i] + b;
                x[i] = Math.min(v, v * slope);
            }
        }
    }

    @Override
    public void measure(StyledPlane p, float[] y, double[] sums) {
        try (Workspace w = workspaces.take()) {
            float[][] rows = w.sums(ROWS, ROW);
            double mean = activate(p, y, rows);
            walk(p, y, rows, (r, from, n) -> addSquares(r[0], (float) mean, r[FIRST], n));
            sums[0] = mean;
            sums[1] = total(p, rows[FIRST]);
        }
    }

    private static void add(float[] x, float[] sum, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += x[i];
        }
    }

    private static void addSquares(float[] x, float centre, float[] sum, int n) {
        for (int i = 0; i < n; i++) {
            float d = x[i] - centre;
            sum[i] += d * d;
        }
    }

    private static void addProducts(float[] x, float centre, float[] y, float[] sum, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += (x[i] - centre) * y[i];
        }
    }

    @Override
    public void normalize(StyledPlane p, float mean, float scale, float shift, float[] y) {
        try (Workspace w = workspaces.take()) {
            walk(
                    p,
                    y,
                    w.sums(ROWS, ROW),
                    (r, from, n) -> {
                        style(r[0], mean, scale, shift, n);
                        System.arraycopy(r[0], 0, y, p.at() + from, n);
                    });
        }
    }

    private static void style(float[] x, float mean, float scale, float shift, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (x[i] - mean) * scale + shift;
        }
    }

    @Override
    public void measure(StyledPlane p, float[] g, float[] dx, double[] sums) {
        try (Workspace w = workspaces.take()) {
            float[][] rows = w.sums(ROWS, ROW);
            double mean = activate(p, dx, rows);
            sums[0] = mean;
            walk(
                    p,
                    dx,
                    rows,
                    (r, from, n) -> {
                        addSquares(r[0], (float) mean, r[FIRST], n);
                        System.arraycopy(g, p.at() + from, r[OTHER], 0, n);
                        addProducts(r[0], (float) mean, r[OTHER], r[SECOND], n);
                    });
            sums[1] = total(p, rows[FIRST]);
            sums[3] = total(p, rows[SECOND]);
            walk(p, g, rows, (r, from, n) -> add(r[0], r[FIRST], n));
            sums[2] = total(p, rows[FIRST]);
        }
    }

    @Override
    public void gradient(
            StyledPlane p,
            float[] g,
            float mean,
            float meanG,
            float slant,
            float scale,
            float[] dx,
            double[] sums) {
        try (Workspace w = workspaces.take()) {
            float[][] rows = w.sums(ROWS, ROW);
            walk(
                    p,
                    dx,
                    rows,
                    (r, from, n) -> {
                        float[] d = r[OTHER];
                        System.arraycopy(g, p.at() + from, d, 0, n);
                        back(r[0], d, mean, meanG, slant, scale, n);
                        BinaryLoops.leakyGrad(r[0], d, p.slope(), d, 0, n);
                        System.arraycopy(d, 0, dx, p.at() + from, n);
                        add(d, r[FIRST], n);
                        System.arraycopy(p.noise(), p.noiseAt() + from, r[0], 0, n);
                        addProducts(d, 0, r[0], r[SECOND], n);
                    });
            sums[0] = total(p, rows[FIRST]);
            sums[1] = total(p, rows[SECOND]);
        }
    }

    private static void back(
            float[] t, float[] g, float mean, float meanG, float slant, float scale, int n) {
        for (int i = 0; i < n; i++) {
            g[i] = (g[i] - meanG - (t[i] - mean) * slant) * scale;
        }
    }
}
