package io.github.stylegan4j.cpu;

/**
 * One plane of a generator layer's epilogue up to the normalisation: {@code t[i] = leakyRelu(x[at +
 * i] + noise[noiseAt + i] * strength + bias)} for i from 0 to {@code n - 1}.
 *
 * @param noise without noise any array that has these elements, with a strength of 0
 */
record StyledPlane(
        float[] x,
        int at,
        int n,
        float[] noise,
        int noiseAt,
        float strength,
        float bias,
        float slope) {}
