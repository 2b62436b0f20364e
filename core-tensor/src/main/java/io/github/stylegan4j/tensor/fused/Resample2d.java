package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Pad;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * Blurs, enlarges and shrinks images: zeros are inserted, the border is padded, every channel is
 * correlated with one filter, and every {@code down}-th row and column is kept.
 *
 * <p>Input {@code x} [N, C, H, W], result [N, C, H', W']. Along each axis, with the filter's {@code
 * k} taps {@code f} (zero outside 0 to k - 1) and {@code p = padLow}:
 *
 * <pre>{@code y[o] = sum over i of x[i] * f[i * up - o * down + p],   0 <= o < H'
 * H' = floor((H * up + padLow + padHigh - k) / down) + 1}</pre>
 *
 * <p><b>Derivative.</b> The adjoint maps {@code g[o]} to {@code sum over o of g[o] * f[i * up - o *
 * down + p]}. With the flipped filter {@code f'[t] = f[k - 1 - t]} the factor is {@code f'[o * down
 * - i * up + (k - 1 - p)]}: the same form with {@code up} and {@code down} exchanged, the filter
 * flipped and {@code padLow' = k - 1 - p}. The high padding follows from the wanted extent {@code
 * H}: {@code padHigh' = (H - 1) * up + k - H' * down - padLow'}. So the derivative is a resampling
 * again and every order holds. Since {@code 0 <= p <= k - 1} is kept by this step, only the high
 * side ever needs a negative padding, which crops.
 *
 * <p>The idea of one such operation for all filtering is that of StyleGAN2's upfirdn2d (arXiv
 * 1912.04958, appendix B).
 *
 * @param up enlargement: {@code up - 1} zeros follow each element, 1 or more
 * @param down distance of the rows and columns kept, 1 or more
 * @param padLow zeros above and to the left, after the insertion; 0 to filter size - 1
 * @param padBottom zeros below; negative crops
 * @param padRight zeros to the right; negative crops
 * @param filter the taps, correlated (not mirrored)
 */
public record Resample2d(int up, int down, int padLow, int padBottom, int padRight, Filter filter)
        implements FusedOp {
    private static final Resample2d BLUR =
            new Resample2d(1, 1, 1, 1, Filter.outer(0.25, 0.5, 0.25));
    private static final Resample2d UP_NEAREST = new Resample2d(2, 1, 1, 0, Filter.outer(1, 1));
    private static final Resample2d DOWN_BOX = new Resample2d(1, 2, 0, 0, Filter.outer(0.5, 0.5));

    /** Checks the attributes. */
    public Resample2d {
        if (up < 1 || down < 1 || padLow < 0 || padLow >= filter.size()) {
            throw new IllegalArgumentException(
                    "resample2d needs up >= 1, down >= 1 and 0 <= padLow < "
                            + filter.size()
                            + ", got "
                            + up
                            + ", "
                            + down
                            + " and "
                            + padLow);
        }
    }

    /** The same padding below and to the right. */
    public Resample2d(int up, int down, int padLow, int padHigh, Filter filter) {
        this(up, down, padLow, padHigh, padHigh, filter);
    }

    /** The binomial blur [1, 2, 1] x [1, 2, 1] / 16 with zero padding that keeps the size. */
    public static Resample2d blur() {
        return BLUR;
    }

    /** Enlargement by two: every pixel becomes a block of 2 x 2 of its value. */
    public static Resample2d upNearest() {
        return UP_NEAREST;
    }

    /** Shrinking by two: every block of 2 x 2 becomes its mean; an odd last row is dropped. */
    public static Resample2d downBox() {
        return DOWN_BOX;
    }

    @Override
    public String name() {
        return "resample2d";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Checks.count(name(), 1, (Object[]) inputs);
        Shape x = inputs[0];
        Checks.images(name(), x);
        return x.with(2, extent(x, 2, padBottom)).with(3, extent(x, 3, padRight));
    }

    private int extent(Shape x, int axis, int padHigh) {
        int padded = x.dim(axis) * up + padLow + padHigh;
        if (x.dim(axis) < 1 || padded < filter.size()) {
            throw new IllegalArgumentException(
                    name()
                            + ": a filter of size "
                            + filter.size()
                            + " does not fit axis "
                            + axis
                            + " of "
                            + x
                            + ", which has extent "
                            + padded
                            + " after enlargement and padding");
        }
        return (padded - filter.size()) / down + 1;
    }

    @Override
    public Tensor reference(Tensor... x) {
        Shape s = x[0].shape();
        Shape out = outputShape(s);
        int k = filter.size();
        int bottom = padBottom + up - 1;
        int right = padRight + up - 1;
        int[] low = {0, 0, padLow, padLow};
        int[] high = {0, 0, Math.max(0, bottom), Math.max(0, right)};
        Tensor planes = x[0].reshape(s.dim(0) * s.dim(1), 1, s.dim(2), s.dim(3));
        Tensor padded = Tensors.apply(new Pad(low, high, new int[] {0, 0, up - 1, up - 1}), planes);
        Tensor cropped =
                padded.slice(2, 0, padded.dim(2) + Math.min(0, bottom))
                        .slice(3, 0, padded.dim(3) + Math.min(0, right));
        Shape weightShape = Shape.of(1, 1, k, k);
        Tensor weight = Tensors.of(x[0].backend(), x[0].dtype(), weightShape, filter.toDoubles());
        return cropped.conv2d(weight, down, 0, 1).reshape(out);
    }

    /** The resampling that is the transpose of this one on images of the given shape. */
    public Resample2d adjoint(Shape images) {
        Shape out = outputShape(images);
        int low = filter.size() - 1 - padLow;
        return new Resample2d(
                down,
                up,
                low,
                adjointHigh(images.dim(2), out.dim(2), low),
                adjointHigh(images.dim(3), out.dim(3), low),
                filter.flipped());
    }

    private int adjointHigh(int in, int out, int low) {
        return (in - 1) * up + filter.size() - out * down - low;
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return Tensors.apply(adjoint(x[0].shape()), g);
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return false;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
