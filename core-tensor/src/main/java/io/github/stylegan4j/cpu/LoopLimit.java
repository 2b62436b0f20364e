package io.github.stylegan4j.cpu;

/** The multiply-add limit of plain loops: rows that stay in the nearest cache. */
final class LoopLimit {
    private static final int LANES = 2048;
    private static final int CHAIN = 8;

    private LoopLimit() {}

    /** Does about so many multiplications and additions; returns how many. */
    static double run(long operations) {
        float[] row = new float[LANES];
        long rounds = Math.max(1, operations / (2L * CHAIN * LANES));
        for (long i = 0; i < rounds; i++) {
            chain(row, 0.5f, 0.25f);
        }
        if (!(row[0] >= 0)) {
            throw new IllegalStateException("The mean of numbers up to 1/2 is " + row[0]);
        }
        return 2.0 * CHAIN * LANES * rounds;
    }

    /** {@link #CHAIN} multiply-adds per element. */
    private static void chain(float[] x, float a, float b) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            x[i] = v;
        }
    }
}
