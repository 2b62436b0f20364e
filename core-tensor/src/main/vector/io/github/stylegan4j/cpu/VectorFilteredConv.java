package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tuning.ConvAlgorithm;

/** Minimal filtering on vectors. */
final class VectorFilteredConv implements FilteredConv {
    private static final VectorPlainFilter TWO = new VectorFilterTwo();
    private static final VectorPlainFilter FOUR = new VectorFilterFour();

    private final VectorWinograd conv;
    private final VectorWinogradWeightGrad weightGrad;

    VectorFilteredConv(BlockedProduct engine) {
        conv = new VectorWinograd(engine);
        weightGrad = new VectorWinogradWeightGrad(engine);
    }

    static VectorPlainFilter filter(ConvAlgorithm algorithm) {
        return algorithm == ConvAlgorithm.WINOGRAD_4 ? FOUR : TWO;
    }

    @Override
    public void forward(
            ConvAlgorithm algorithm,
            ConvShape s,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt) {
        conv.forward(filter(algorithm), s, x, xAt, w, wAt, y, yAt);
    }

    @Override
    public void inputGrad(
            ConvAlgorithm algorithm,
            ConvShape s,
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            float[] dx,
            int dxAt) {
        conv.inputGrad(filter(algorithm), s, dy, dyAt, w, wAt, dx, dxAt);
    }

    @Override
    public void weightGrad(
            ConvAlgorithm algorithm,
            ConvShape s,
            float[] x,
            int xAt,
            float[] dy,
            int dyAt,
            float[] dw,
            int dwAt) {
        VectorPlainFilter f = filter(algorithm);
        weightGrad.run(
                f,
                new WinogradTiles(s.n(), s.h(), s.w(), s.pad(), f.tile()),
                new VectorPixels.Planes(x, xAt, s.ci(), s.h(), s.w()),
                new VectorPixels.Planes(dy, dyAt, s.co(), s.oh(), s.ow()),
                dw,
                dwAt,
                s.factor());
    }
}
