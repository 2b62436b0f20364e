package io.github.stylegan4j.cpu;

/** Normal random numbers; all ways to compute them give the same bits. */
interface NormalNumbers {
    /**
     * Writes the numbers of {@link io.github.stylegan4j.tensor.Philox#normal(long, long, long,
     * double[], int, int)}, rounded.
     *
     * @param position of the first number in its stream
     * @param y where they go
     * @param at where the first one goes
     * @param count how many
     */
    void fill(long seed, long stream, long position, float[] y, int at, int count);
}
