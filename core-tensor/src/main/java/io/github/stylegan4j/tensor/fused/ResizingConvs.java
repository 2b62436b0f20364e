package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Tensor;

/** What convolutions that double or halve the size share. */
final class ResizingConvs {
    /** Large pixels of a small one. */
    static final int BLOCK = 4;

    private ResizingConvs() {}

    /** The convolution at the larger size, of weights [out, in, k, k], times a factor. */
    static Conv2d convolution(String op, Shape w, double factor) {
        if (w.rank() != 4 || w.dim(2) != w.dim(3) || w.dim(2) % 2 == 0) {
            throw new IllegalArgumentException(
                    op + ": weights must be [out, in, k, k] with k odd, got " + w);
        }
        return new Conv2d(1, w.dim(2) / 2, 1, factor);
    }

    /** The shape of half the size. */
    static Shape half(String op, Shape large) {
        if (large.dim(2) % 2 != 0 || large.dim(3) % 2 != 0) {
            throw new IllegalArgumentException(
                    op + ": height and width must be even to be halved, got " + large);
        }
        return large.with(2, large.dim(2) / 2).with(3, large.dim(3) / 2);
    }

    /** Weights of the transposed convolution: channels exchanged, taps turned around. */
    static Tensor turned(Tensor w) {
        return w.flip(2, 3).transpose(0, 1);
    }
}
