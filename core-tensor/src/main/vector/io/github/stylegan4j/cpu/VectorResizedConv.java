package io.github.stylegan4j.cpu;

/** Minimal filtering of convolutions that resize, on vectors. */
final class VectorResizedConv implements ResizedConv {
    private final VectorGradientFilter down = new VectorFilterDown();
    private final VectorFilter up = new VectorFilterUp();
    private final VectorWinograd conv;
    private final VectorWinogradWeightGrad weightGrad;

    VectorResizedConv(BlockedProduct engine) {
        conv = new VectorWinograd(engine);
        weightGrad = new VectorWinogradWeightGrad(engine);
    }

    @Override
    public void down(ConvShape s, float[] x, int xAt, Taps w, float[] y, int yAt) {
        int oh = s.h() / 2;
        int ow = s.w() / 2;
        conv.run(
                new WinogradTiles(s.n(), oh, ow, 1, down.tile()),
                taps(down, s, w),
                new VectorPixels.Planes(x, xAt, s.ci(), s.h(), s.w()),
                new VectorPixels.Planes(y, yAt, s.co(), oh, ow));
    }

    @Override
    public void up(ConvShape s, float[] x, int xAt, Taps w, float[] y, int yAt) {
        conv.run(
                new WinogradTiles(s.n(), s.h(), s.w(), 1, up.tile()),
                taps(up, s, w),
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
