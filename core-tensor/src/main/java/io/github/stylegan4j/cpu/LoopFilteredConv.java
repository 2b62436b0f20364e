package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tuning.ConvAlgorithm;

/** Minimal filtering in plain loops; weight gradients only in tiles of 4 x 4. */
final class LoopFilteredConv implements FilteredConv {
    private final WinogradConv conv;
    private final WinogradWeightGrad weightGrad;

    LoopFilteredConv(BlockedProduct engine) {
        conv = new WinogradConv(engine);
        weightGrad = new WinogradWeightGrad(engine);
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
        conv.forward(algorithm, s, x, xAt, w, wAt, y, yAt);
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
        conv.inputGrad(algorithm, s, dy, dyAt, w, wAt, dx, dxAt);
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
        weightGrad.run(s, x, xAt, dy, dyAt, dw, dwAt);
    }
}
