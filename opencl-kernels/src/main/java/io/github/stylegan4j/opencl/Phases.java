package io.github.stylegan4j.opencl;

/**
 * One axis of a convolution's input gradient, taken apart into phases: pixels a stride apart from
 * each other. Only taps that are a stride apart reach those of one phase, so that each phase is a
 * convolution of the gradients with stride 1, with its taps turned around.
 *
 * <p>Pixel {@code p + i * stride} is reached by tap {@code first(p) + t * stride} from row {@code i
 * + (p + pad) / stride - t} of the gradients. Rows that do not exist are zeros: the gradients stand
 * in a frame, {@link #before} rows behind its beginning.
 *
 * @param kernel taps along the axis
 * @param pad zeros around the images
 * @param stride step of the convolution
 * @param extent pixels along the axis
 */
record Phases(int kernel, int pad, int stride, int extent) {
    /** How many phases have pixels. */
    int count() {
        return Math.min(stride, extent);
    }

    /** Pixels of a phase. */
    int pixels(int phase) {
        return ceil(extent - phase);
    }

    /** The first tap of a phase. */
    int first(int phase) {
        return (phase + pad) % stride;
    }

    /** Taps of a phase, which may be none. */
    int taps(int phase) {
        return Math.max(0, ceil(kernel - first(phase)));
    }

    /** Zeros before the gradients. */
    int before() {
        int most = 0;
        for (int p = 0; p < count(); p++) {
            most = Math.max(most, taps(p) - 1 - shift(p));
        }
        return most;
    }

    /** Extent of the frame. */
    int frame() {
        int most = 1;
        for (int p = 0; p < count(); p++) {
            most = Math.max(most, before() + shift(p) + pixels(p));
        }
        return most;
    }

    /** Where in the frame a phase's first pixel finds what its last tap multiplies. */
    int start(int phase) {
        return before() + shift(phase) - (taps(phase) - 1);
    }

    private int shift(int phase) {
        return (phase + pad) / stride;
    }

    private int ceil(int n) {
        return Math.floorDiv(n + stride - 1, stride);
    }
}
