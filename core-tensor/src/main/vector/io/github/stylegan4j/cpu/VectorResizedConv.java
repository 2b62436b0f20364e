package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tuning.ConvAlgorithm;

/**
 * Minimal filtering of convolutions that resize, on vectors. Tiles of four by four small pixels
 * take fewer multiplications than those of two by two, but are not as exact.
 */
final class VectorResizedConv implements ResizedConv {
    /** Small pixels of a large tile along each edge. */
    private static final int LARGE_TILE = 4;

    /** Smallest edge of the small images for large tiles. */
    private static final int LARGE_FROM = 16;

    /** Most transformed taps for large tiles: they are read again for each chunk. */
    private static final int MOST_TAPS = 3 << 18;

    private final VectorGradientFilter down = new VectorFilterDown();
    private final VectorFilter largeDown = new VectorFilterDownLarge();
    private final VectorFilter up = new VectorFilterUp();
    private final VectorFilter largeUp = new VectorFilterUpLarge();
    private final VectorWinograd conv;
    private final VectorWinogradWeightGrad weightGrad;

    VectorResizedConv(BlockedProduct engine) {
        conv = new VectorWinograd(engine);
        weightGrad = new VectorWinogradWeightGrad(engine);
    }

    /** The larger tiles where they are admitted, fit the images and are faster. */
    private static VectorFilter filter(
            ConvAlgorithm algorithm, ConvShape s, VectorFilter large, VectorFilter small) {
        int h = s.h() / 2;
        int w = s.w() / 2;
        boolean fits =
                Math.min(h, w) >= LARGE_FROM
                        && h % LARGE_TILE == 0
                        && w % LARGE_TILE == 0
                        && (long) s.ci() * s.co() * large.tapVectors() <= MOST_TAPS;
        return fits && algorithm == ConvAlgorithm.WINOGRAD_4 ? large : small;
    }

    @Override
    public void down(
            ConvAlgorithm algorithm, ConvShape s, float[] x, int xAt, Taps w, float[] y, int yAt) {
        VectorFilter filter = filter(algorithm, s, largeDown, down);
        int oh = s.h() / 2;
        int ow = s.w() / 2;
        conv.run(
                new WinogradTiles(s.n(), oh, ow, 1, filter.tile()),
                taps(filter, s, w),
                new VectorPixels.Planes(x, xAt, s.ci(), s.h(), s.w()),
                new VectorPixels.Planes(y, yAt, s.co(), oh, ow));
    }

    @Override
    public void up(
            ConvAlgorithm algorithm, ConvShape s, float[] x, int xAt, Taps w, float[] y, int yAt) {
        VectorFilter filter = filter(algorithm, s, largeUp, up);
        conv.run(
                new WinogradTiles(s.n(), s.h(), s.w(), 1, filter.tile()),
                taps(filter, s, w),
                new VectorPixels.Planes(x, xAt, s.ci(), s.h() / 2, s.w() / 2),
                new VectorPixels.Planes(y, yAt, s.co(), s.h(), s.w()));
    }

    private static VectorKernelTaps taps(VectorFilter filter, ConvShape s, Taps w) {
        return new VectorKernelTaps(
                filter, w.data(), w.at(), s.co(), s.ci(), w.turned(), w.scale());
    }

    @Override
    public void weightGrad(
            ConvShape s,
            float scale,
            float[] large,
            int largeAt,
            float[] small,
            int smallAt,
            float[] dw,
            int dwAt) {
        int oh = s.h() / 2;
        int ow = s.w() / 2;
        weightGrad.run(
                down,
                new WinogradTiles(s.n(), oh, ow, 1, down.tile()),
                new VectorPixels.Planes(large, largeAt, s.ci(), s.h(), s.w()),
                new VectorPixels.Planes(small, smallAt, s.co(), oh, ow),
                dw,
                dwAt,
                scale);
    }
}
