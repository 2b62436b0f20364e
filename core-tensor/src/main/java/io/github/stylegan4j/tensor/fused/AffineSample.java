package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Moves, turns, mirrors and scales images, each by a matrix of its own, with bilinear
 * interpolation.
 *
 * <p>Inputs: {@code x} [N, C, H, W] and {@code matrices} [N, 6]; result [N, C, H, W]. The pixel in
 * column j and row i of the result is what {@code x} has at
 *
 * <pre>{@code column = m0 * j + m1 * i + m2
 * row    = m3 * j + m4 * i + m5}</pre>
 *
 * <p>where a pixel between others is weighted by its distances. Beyond the border there are zeros,
 * or, if it reflects, the image mirrored at its outermost pixels, again and again.
 *
 * <p>The operation is linear in the images; its transpose is the same record with {@code adjoint}
 * turned round, and so every order of derivative holds. With respect to the matrices it counts as
 * constant. Source: the geometric part of the augmentation pipeline of Karras et al., "Training
 * Generative Adversarial Networks with Limited Data" (arXiv 2006.06676), appendix B.
 *
 * @param reflect what is beyond the border: the mirrored image, or zeros
 * @param adjoint whether this is the transpose
 */
public record AffineSample(boolean reflect, boolean adjoint) implements FusedOp {
    /** Numbers of a matrix. */
    public static final int NUMBERS = 6;

    @Override
    public String name() {
        return adjoint ? "affine_sample_adjoint" : "affine_sample";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Checks.count(name(), 2, (Object[]) inputs);
        Shape x = inputs[0];
        Checks.images(name(), x);
        Checks.shape(name(), "matrices", Shape.of(x.dim(0), NUMBERS), inputs[1]);
        return x;
    }

    @Override
    public Tensor reference(Tensor... x) {
        Shape s = x[0].shape();
        int height = s.dim(2);
        int width = s.dim(3);
        Tensor columns = Recording.off(() -> weights(x[1], s, 0, width));
        Tensor rows = Recording.off(() -> weights(x[1], s, 3, height));
        int n = s.dim(0);
        int c = s.dim(1);
        int pixels = height * width;
        Tensor perRow = rows.transpose(1, 2).unsqueeze(1);
        if (adjoint) {
            Tensor spread = x[0].reshape(n, c, 1, pixels).mul(perRow);
            return spread.reshape(n, c * height, pixels).matmul(columns).reshape(s);
        }
        Tensor across = x[0].reshape(n, c * height, width).matmul(columns.transpose(1, 2));
        return across.reshape(n, c, height, pixels).mul(perRow).sum(2).reshape(s);
    }

    /** What each pixel of the result takes from each column (or row) of the image, [N, HW, W]. */
    private Tensor weights(Tensor matrices, Shape s, int first, int extent) {
        int height = s.dim(2);
        int width = s.dim(3);
        Tensor j = range(matrices, width).expand(height, width).contiguous();
        Tensor i = range(matrices, height).reshape(height, 1).expand(height, width).contiguous();
        Tensor at =
                j.reshape(1, height * width)
                        .mul(matrices.slice(1, first, first + 1))
                        .add(
                                i.reshape(1, height * width)
                                        .mul(matrices.slice(1, first + 1, first + 2)))
                        .add(matrices.slice(1, first + 2, first + 3));
        Tensor inside = reflect ? reflected(at, extent) : at;
        Tensor distance = inside.unsqueeze(2).sub(range(matrices, extent)).abs();
        return distance.affine(-1, 1).relu();
    }

    private static Tensor range(Tensor like, int count) {
        return Tensors.range(like.backend(), 0, 1, count).cast(like.dtype());
    }

    /** A coordinate folded back into 0 to extent - 1. */
    private static Tensor reflected(Tensor at, int extent) {
        if (extent == 1) {
            return at.mul(0);
        }
        double last = extent - 1;
        Tensor turns = at.mul(1 / (2 * last)).floor();
        return at.sub(turns.mul(2 * last)).sub(last).abs().affine(-1, last);
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public @Nullable Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return input == 1 ? null : Tensors.apply(new AffineSample(reflect, !adjoint), g, x[1]);
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return of == 0 && input == 1;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
