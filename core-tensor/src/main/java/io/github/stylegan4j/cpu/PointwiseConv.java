package io.github.stylegan4j.cpu;

/** Convolutions with a kernel of 1 x 1 between many channels and few, as colours are. */
interface PointwiseConv {
    /** Channels on one side beyond which a matrix product is faster. */
    int FEW = 8;

    /** Whether a convolution is one of these. */
    static boolean suits(ConvShape s) {
        return s.taps() == 1
                && s.stride() == 1
                && s.pad() == 0
                && s.groups() == 1
                && Math.min(s.ci(), s.co()) <= FEW;
    }

    /**
     * The sums {@code y[n, o, p] = sum over c of x[n, c, p] * w[o * outStep + c * inStep]}.
     *
     * @param s images, source and result channels
     */
    void run(
            ConvShape s,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            int outStep,
            int inStep,
            float[] y,
            int yAt);
}
