package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Tensor;
import java.util.Arrays;

/** Shape rules and small compositions that several fused operations share. */
final class Checks {
    private Checks() {}

    /** Checks that an operation got as many inputs as it has. */
    static void count(String op, int expected, Object... inputs) {
        if (inputs.length != expected) {
            throw new IllegalArgumentException(
                    op + " has " + expected + " inputs, got " + inputs.length);
        }
    }

    /** Checks that images are [N, C, H, W]. */
    static void images(String op, Shape x) {
        if (x.rank() != 4) {
            throw new IllegalArgumentException(op + " needs images [N, C, H, W], got " + x);
        }
    }

    /** Checks one extent list against what it must be. */
    static void shape(String op, String what, Shape expected, Shape found) {
        if (!found.equals(expected)) {
            throw new IllegalArgumentException(
                    op + " needs " + what + " of shape " + expected + ", got " + found);
        }
    }

    /** Checks that a small constant under a root is positive. */
    static void epsilon(String op, double epsilon) {
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException(
                    op + " needs a finite epsilon above 0, got " + epsilon);
        }
    }

    /**
     * Checks a leaky ReLU slope. Zero is refused because the sign of a result that is 0 everywhere
     * below 0 does not tell on which side its argument was.
     */
    static void slope(String op, double slope) {
        if (!(slope > 0) || Double.isInfinite(slope)) {
            throw new IllegalArgumentException(
                    op
                            + " needs a finite slope above 0 (1 is linear), got "
                            + slope
                            + "; for a slope of 0 compose add and relu");
        }
    }

    /** Checks that all tensors have the element type of the first. */
    static void sameType(String op, Tensor... tensors) {
        for (Tensor t : tensors) {
            if (t.dtype() != tensors[0].dtype()) {
                throw new IllegalArgumentException(
                        op
                                + " got element types "
                                + tensors[0].dtype()
                                + " and "
                                + t.dtype()
                                + "; cast one of them");
            }
        }
    }

    /** One number per channel, [C], as [1, C, 1, ...] of the given rank. */
    static Tensor perChannel(Tensor values, int rank) {
        int[] dims = new int[rank];
        Arrays.fill(dims, 1);
        dims[1] = values.size();
        return values.reshape(dims);
    }

    /** One number per sample and channel, [N, C], as [N, C, 1, 1]. */
    static Tensor perPlane(Tensor values) {
        return values.reshape(values.dim(0), values.dim(1), 1, 1);
    }

    /** Sum over all axes but the channels': [N, C, ...] to [C]. */
    static Tensor sumToChannels(Tensor x) {
        int[] axes = new int[x.shape().rank() - 1];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = i == 0 ? 0 : i + 1;
        }
        return x.sum(axes);
    }
}
