package io.github.stylegan4j.cpu;

/**
 * A two-dimensional convolution: input {@code [n, ci, h, w]}, weight {@code [co, ci / groups, kh,
 * kw]}, result {@code [n, co, oh(), ow()]}.
 *
 * @param n images
 * @param ci input channels
 * @param h input height
 * @param w input width
 * @param co output channels
 * @param kh kernel height
 * @param kw kernel width
 * @param stride step between windows, along both axes
 * @param pad zeros added on each side, along both axes
 * @param groups parts the channels are divided into, each convolved by itself
 * @param factor what every result is multiplied by, and every gradient
 */
record ConvShape(
        int n,
        int ci,
        int h,
        int w,
        int co,
        int kh,
        int kw,
        int stride,
        int pad,
        int groups,
        float factor) {
    /** Height of the result. */
    int oh() {
        return (h + 2 * pad - kh) / stride + 1;
    }

    /** Width of the result. */
    int ow() {
        return (w + 2 * pad - kw) / stride + 1;
    }

    /** Input channels of one group. */
    int ciPerGroup() {
        return ci / groups;
    }

    /** Output channels of one group. */
    int coPerGroup() {
        return co / groups;
    }

    /** Whether every channel is convolved by itself. */
    boolean isDepthwise() {
        return groups == ci && groups == co;
    }

    /** Positions of one kernel. */
    int taps() {
        return kh * kw;
    }

    /** The same on images of twice the extents. */
    ConvShape doubled() {
        return new ConvShape(n, ci, 2 * h, 2 * w, co, kh, kw, stride, pad, groups, factor);
    }

    /** The same with source and result channels exchanged. */
    ConvShape turned() {
        return new ConvShape(n, co, h, w, ci, kh, kw, stride, pad, groups, factor);
    }
}
