package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The multiply-add limit of the Vector API: vectors that never leave their registers. */
final class VectorLimit {
    /** As many as the latency of a multiply-add times the number of units that do them. */
    private static final int CHAINS = 8;

    private static final int ROUNDS = 10_000;

    private VectorLimit() {}

    /** Does about so many multiplications and additions; returns how many. */
    static double run(long operations) {
        double call = 2.0 * CHAINS * VectorKernels.LANES * ROUNDS;
        long calls = Math.max(1, (long) (operations / call));
        float[] last = new float[VectorKernels.LANES];
        for (long i = 0; i < calls; i++) {
            chains(last);
        }
        if (!(last[0] >= 0)) {
            throw new IllegalStateException("The mean of numbers up to 1/2 is " + last[0]);
        }
        return call * calls;
    }

    private static void chains(float[] last) {
        FloatVector a = FloatVector.broadcast(FLOATS, 0.5f);
        FloatVector b = FloatVector.broadcast(FLOATS, 0.25f);
        FloatVector v0 = FloatVector.fromArray(FLOATS, last, 0);
        FloatVector v1 = v0;
        FloatVector v2 = v0.add(b);
        FloatVector v3 = v2.mul(b);
        FloatVector v4 = v3.mul(b);
        FloatVector v5 = v4.mul(b);
        FloatVector v6 = v5.mul(b);
        FloatVector v7 = v6.mul(b);
        v1 = v7.mul(b);
        for (int i = 0; i < ROUNDS; i++) {
            v0 = v0.fma(a, b);
            v1 = v1.fma(a, b);
            v2 = v2.fma(a, b);
            v3 = v3.fma(a, b);
            v4 = v4.fma(a, b);
            v5 = v5.fma(a, b);
            v6 = v6.fma(a, b);
            v7 = v7.fma(a, b);
        }
        v0.min(v1).min(v2).min(v3).min(v4).min(v5).min(v6).min(v7).intoArray(last, 0);
    }
}
