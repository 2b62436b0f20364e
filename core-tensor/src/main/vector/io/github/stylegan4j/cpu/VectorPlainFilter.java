package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.LANES;

/**
 * One size of Winograd's minimal filtering for convolutions that keep the size.
 *
 * <p>Each transform in one dimension reads some vectors that lie a step apart and writes some that
 * lie another step apart. Applied along columns and then along rows they are the transforms of
 * whole tiles.
 */
interface VectorPlainFilter extends VectorGradientFilter {
    /** Pixels a tile reads per dimension. */
    default int span() {
        return tile() + TAPS - 1;
    }

    @Override
    default int positions() {
        return span() * span();
    }

    @Override
    default int scratch() {
        return positions() * LANES;
    }

    /** {@code v = B^T d}: {@link #span} vectors to as many. */
    void pixels(float[] d, int at, int step, float[] v, int to, int toStep);

    /** {@code y = A^T m}: {@link #span} vectors to {@link #tile}. */
    void products(float[] m, int at, int step, float[] y, int to, int toStep);

    /** {@code u = G g}: {@link #TAPS} vectors to {@link #span}. */
    void kernel(float[] g, int at, int step, float[] u, int to, int toStep);

    /** {@code m = A y}: {@link #tile} vectors to {@link #span}. */
    void gradients(float[] y, int at, int step, float[] m, int to, int toStep);

    /** {@code g = G^T u}: {@link #span} vectors to {@link #TAPS}. */
    void taps(float[] u, int at, int step, float[] g, int to, int toStep);

    @Override
    default void pixelTile(
            float[] d, int at, int rowStep, float[] scratch, float[] v, int to, int step) {
        int span = span();
        for (int j = 0; j < span; j++) {
            pixels(d, at + j * LANES, rowStep, scratch, j * LANES, span * LANES);
        }
        for (int i = 0; i < span; i++) {
            pixels(scratch, i * span * LANES, LANES, v, to + i * span * step, step);
        }
    }

    @Override
    default void productTile(
            float[] m, int at, int step, float[] scratch, float[] y, int to, int rowStep) {
        productTile(m, at, step, scratch, y, to, rowStep, LANES);
    }

    /** The same with pixels of a row {@code pixelStep} apart. */
    default void productTile(
            float[] m,
            int at,
            int step,
            float[] scratch,
            float[] y,
            int to,
            int rowStep,
            int pixelStep) {
        int span = span();
        for (int j = 0; j < span; j++) {
            products(m, at + j * step, span * step, scratch, j * LANES, span * LANES);
        }
        for (int i = 0; i < tile(); i++) {
            products(scratch, i * span * LANES, LANES, y, to + i * rowStep, pixelStep);
        }
    }

    @Override
    default void kernelTile(float[] g, int at, float[] scratch, float[] u, int to, int step) {
        int span = span();
        for (int j = 0; j < TAPS; j++) {
            kernel(g, at + j * LANES, TAPS * LANES, scratch, j * LANES, TAPS * LANES);
        }
        for (int i = 0; i < span; i++) {
            kernel(scratch, i * TAPS * LANES, LANES, u, to + i * span * step, step);
        }
    }

    @Override
    default void gradientTile(
            float[] y, int at, int rowStep, float[] scratch, float[] m, int to, int step) {
        int span = span();
        int tile = tile();
        for (int j = 0; j < tile; j++) {
            gradients(y, at + j * LANES, rowStep, scratch, j * LANES, tile * LANES);
        }
        for (int i = 0; i < span; i++) {
            gradients(scratch, i * tile * LANES, LANES, m, to + i * span * step, step);
        }
    }

    @Override
    default void tapTile(float[] u, int at, int step, float[] scratch, float[] g, int to) {
        int span = span();
        for (int j = 0; j < span; j++) {
            taps(u, at + j * step, span * step, scratch, j * LANES, span * LANES);
        }
        for (int r = 0; r < TAPS; r++) {
            taps(scratch, r * span * LANES, LANES, g, to + r * TAPS * LANES, LANES);
        }
    }
}
