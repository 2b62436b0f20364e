package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * Appends one channel that tells how much the samples of a group differ.
 *
 * <p>Input {@code x} [N, C, H, W], result [N, C + 1, H, W]. The group size is {@code G =
 * min(groupSize, N)}, there are {@code M = N / G} groups, and sample {@code n} is in group {@code n
 * mod M}. The appended value is the same at every position of every sample of a group: {@code
 * sqrt(variance + 1e-8)}, the biased variance over the group's samples, averaged over C, H and W.
 * Source: arXiv 1710.10196, section 3, with the grouping of NVlabs/stylegan. It is differentiated
 * through its reference, so any order holds; where all samples of a group agree the root is kept
 * smooth by the 1e-8.
 *
 * @param groupSize largest number of samples in a group, 1 or more; N must be a multiple of it or
 *     not above it
 */
public record MinibatchStd(int groupSize) implements FusedOp {
    /** What is added to the variance under the root. */
    public static final double EPSILON = 1e-8;

    /** Checks the group size. */
    public MinibatchStd {
        if (groupSize < 1) {
            throw new IllegalArgumentException(
                    "minibatch_std needs a group size of at least 1, got " + groupSize);
        }
    }

    @Override
    public String name() {
        return "minibatch_std";
    }

    /** How many samples form a group in a minibatch of {@code n} samples. */
    public int samplesPerGroup(int n) {
        return Math.min(groupSize, n);
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Checks.count(name(), 1, (Object[]) inputs);
        Shape x = inputs[0];
        Checks.images(name(), x);
        int n = x.dim(0);
        if (n == 0 || n % samplesPerGroup(n) != 0) {
            throw new IllegalArgumentException(
                    name()
                            + " cannot split a minibatch of "
                            + n
                            + " into groups of "
                            + groupSize
                            + "; choose a minibatch below the group size or a multiple of it");
        }
        return x.with(1, x.dim(1) + 1);
    }

    @Override
    public Tensor reference(Tensor... x) {
        Shape s = x[0].shape();
        int n = s.dim(0);
        int height = s.dim(2);
        int width = s.dim(3);
        int samples = samplesPerGroup(n);
        int groups = n / samples;
        Tensor grouped = x[0].reshape(samples, groups, s.dim(1), height, width);
        Tensor centred = grouped.sub(grouped.meanKeepDims(0));
        Tensor deviation = centred.square().meanKeepDims(0).add(EPSILON).sqrt();
        Tensor channel =
                deviation
                        .meanKeepDims(2, 3, 4)
                        .expand(samples, groups, 1, height, width)
                        .reshape(n, 1, height, width);
        return Tensors.concat(1, x[0], channel);
    }
}
