package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * {@link SeparableBlur} on vectors, which read rows where they are: plain loops are vectorised only
 * if neighbouring rows are copied to arrays of their own.
 */
final class VectorBlur {
    /** Elements filtered along columns before they are filtered along rows, in the first cache. */
    private static final int BAND = 2048;

    private VectorBlur() {}

    static void run(
            SeparableBlur filter,
            Workspace ws,
            float[] x,
            int xAt,
            float[] y,
            int yAt,
            int h,
            int w) {
        int band = Math.max(1, BAND / w);
        float[][] rows = ws.sums(2, Math.min(band, h) * w + 2);
        float[] sums = rows[0];
        float[] zeros = rows[1];
        Arrays.fill(zeros, 0, w, 0f);
        int bottom = (h - 1) * w;
        for (int top = 0; top < h; top += band) {
            int first = top * w;
            int end = Math.min(h, top + band) * w;
            for (int i = first, to; i < end; i = to) {
                to = i == 0 ? w : i == bottom ? end : Math.min(end, bottom);
                vertical(
                        i == 0 ? zeros : x,
                        i == 0 ? 0 : xAt + i - w,
                        x,
                        xAt + i,
                        i == bottom ? zeros : x,
                        i == bottom ? 0 : xAt + i + w,
                        filter.column(),
                        sums,
                        1 + i - first,
                        to - i);
            }
            int n = end - first;
            sums[0] = 0;
            sums[n + 1] = 0;
            horizontal(sums, filter.row(), y, yAt + first, n);
            filter.edges(sums, y, yAt + first, n, w);
        }
    }

    private static void vertical(
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            float[] taps,
            float[] y,
            int yAt,
            int n) {
        FloatVector f = FloatVector.broadcast(FLOATS, taps[0]);
        FloatVector g = FloatVector.broadcast(FLOATS, taps[1]);
        FloatVector h = FloatVector.broadcast(FLOATS, taps[2]);
        int i = 0;
        for (int end = n - n % LANES; i < end; i += LANES) {
            FloatVector.fromArray(FLOATS, a, aAt + i)
                    .mul(f)
                    .add(FloatVector.fromArray(FLOATS, b, bAt + i).mul(g))
                    .add(FloatVector.fromArray(FLOATS, c, cAt + i).mul(h))
                    .intoArray(y, yAt + i);
        }
        for (; i < n; i++) {
            y[yAt + i] = a[aAt + i] * taps[0] + b[bAt + i] * taps[1] + c[cAt + i] * taps[2];
        }
    }

    private static void horizontal(float[] x, float[] taps, float[] y, int yAt, int n) {
        FloatVector f = FloatVector.broadcast(FLOATS, taps[0]);
        FloatVector g = FloatVector.broadcast(FLOATS, taps[1]);
        FloatVector h = FloatVector.broadcast(FLOATS, taps[2]);
        int i = 0;
        for (int end = n - n % LANES; i < end; i += LANES) {
            FloatVector.fromArray(FLOATS, x, i)
                    .mul(f)
                    .add(FloatVector.fromArray(FLOATS, x, i + 1).mul(g))
                    .add(FloatVector.fromArray(FLOATS, x, i + 2).mul(h))
                    .intoArray(y, yAt + i);
        }
        for (; i < n; i++) {
            y[yAt + i] = x[i] * taps[0] + x[i + 1] * taps[1] + x[i + 2] * taps[2];
        }
    }
}
