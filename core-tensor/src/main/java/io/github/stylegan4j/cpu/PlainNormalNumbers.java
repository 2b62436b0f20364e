package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tensor.Philox;

/** Normal random numbers one after the other. */
final class PlainNormalNumbers implements NormalNumbers {
    @Override
    public void fill(long seed, long stream, long position, float[] y, int at, int count) {
        double[] z = new double[count];
        Philox.normal(seed, stream, position, z, 0, count);
        for (int i = 0; i < count; i++) {
            y[at + i] = (float) z[i];
        }
    }
}
