package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import java.util.Arrays;

/** The fluent methods of {@link Tensor}: each is an operation or a short composition. */
abstract sealed class TensorOps permits Tensor {
    abstract Tensor self();

    private Tensor unary(UnaryKind kind, double a, double b) {
        return Executor.apply(new Unary(kind, a, b), self());
    }

    private Tensor unary(UnaryKind kind) {
        return unary(kind, 0, 0);
    }

    private Tensor binary(BinaryKind kind, Tensor other) {
        Shape s = Shape.broadcast(self().shape(), other.shape());
        return Executor.apply(new Binary(kind), self().expand(s), other.expand(s));
    }

    // ---- elementwise -----------------------------------------------------------------------

    /** Elementwise sum; broadcasts. */
    public Tensor add(Tensor other) {
        return binary(BinaryKind.ADD, other);
    }

    /** Elementwise difference; broadcasts. */
    public Tensor sub(Tensor other) {
        return binary(BinaryKind.SUB, other);
    }

    /** Elementwise product; broadcasts. */
    public Tensor mul(Tensor other) {
        return binary(BinaryKind.MUL, other);
    }

    /** Elementwise quotient; broadcasts. */
    public Tensor div(Tensor other) {
        return binary(BinaryKind.DIV, other);
    }

    /** The larger of two elements; broadcasts. At a tie the gradient goes to this tensor. */
    public Tensor maximum(Tensor other) {
        return binary(BinaryKind.MAXIMUM, other);
    }

    /** The smaller of two elements; broadcasts. At a tie the gradient goes to this tensor. */
    public Tensor minimum(Tensor other) {
        return binary(BinaryKind.MINIMUM, other);
    }

    /** 1 where the elements are equal, else 0; broadcasts. */
    public Tensor eq(Tensor other) {
        return binary(BinaryKind.EQ, other);
    }

    /** 1 where the elements differ, else 0; broadcasts. */
    public Tensor ne(Tensor other) {
        return binary(BinaryKind.NE, other);
    }

    /** 1 where this element is less, else 0; broadcasts. */
    public Tensor lt(Tensor other) {
        return binary(BinaryKind.LT, other);
    }

    /** 1 where this element is less or equal, else 0; broadcasts. */
    public Tensor le(Tensor other) {
        return binary(BinaryKind.LE, other);
    }

    /** 1 where this element is greater, else 0; broadcasts. */
    public Tensor gt(Tensor other) {
        return other.lt(self());
    }

    /** 1 where this element is greater or equal, else 0; broadcasts. */
    public Tensor ge(Tensor other) {
        return other.le(self());
    }

    /** {@code x + b}. */
    public Tensor add(double b) {
        return unary(UnaryKind.AFFINE, 1, b);
    }

    /** {@code x - b}. */
    public Tensor sub(double b) {
        return unary(UnaryKind.AFFINE, 1, -b);
    }

    /** {@code x * a}. */
    public Tensor mul(double a) {
        return unary(UnaryKind.AFFINE, a, 0);
    }

    /** {@code x / a}. */
    public Tensor div(double a) {
        return unary(UnaryKind.AFFINE, 1 / a, 0);
    }

    /** {@code a * x + b} in one pass. */
    public Tensor affine(double a, double b) {
        return unary(UnaryKind.AFFINE, a, b);
    }

    /** {@code -x}. */
    public Tensor neg() {
        return mul(-1);
    }

    /** {@code e^x}. */
    public Tensor exp() {
        return unary(UnaryKind.EXP);
    }

    /** Natural logarithm. */
    public Tensor log() {
        return unary(UnaryKind.LOG);
    }

    /** Square root. */
    public Tensor sqrt() {
        return unary(UnaryKind.SQRT);
    }

    /** {@code 1 / sqrt(x)}. */
    public Tensor rsqrt() {
        return unary(UnaryKind.RSQRT);
    }

    /** {@code x * x}. */
    public Tensor square() {
        return unary(UnaryKind.SQUARE);
    }

    /** {@code 1 / x}. */
    public Tensor reciprocal() {
        return unary(UnaryKind.RECIPROCAL);
    }

    /** {@code x^p} for a constant exponent. */
    public Tensor pow(double p) {
        return unary(UnaryKind.POW, p, 0);
    }

    /** Absolute value; its derivative at 0 is 0. */
    public Tensor abs() {
        return unary(UnaryKind.ABS);
    }

    /** -1, 0 or 1; its derivative is 0. */
    public Tensor sign() {
        return unary(UnaryKind.SIGN);
    }

    /** Largest integer not above; its derivative is 0. */
    public Tensor floor() {
        return unary(UnaryKind.FLOOR);
    }

    /** Sine of an angle in radians. */
    public Tensor sin() {
        return unary(UnaryKind.SIN);
    }

    /** Cosine of an angle in radians. */
    public Tensor cos() {
        return unary(UnaryKind.COS);
    }

    /** Hyperbolic tangent. */
    public Tensor tanh() {
        return unary(UnaryKind.TANH);
    }

    /** {@code 1 / (1 + e^-x)}. */
    public Tensor sigmoid() {
        return unary(UnaryKind.SIGMOID);
    }

    /** {@code log(1 + e^x)}, without overflow. */
    public Tensor softplus() {
        return unary(UnaryKind.SOFTPLUS);
    }

    /** {@code x >= 0 ? x : slope * x}; the derivative at 0 is 1 (NVlabs/stylegan). */
    public Tensor leakyRelu(double slope) {
        return unary(UnaryKind.LEAKY_RELU, slope, 0);
    }

    /** {@code max(x, 0)}, 0 at minus infinity too; the derivative at 0 is 1. */
    public Tensor relu() {
        return clamp(0, Double.POSITIVE_INFINITY);
    }

    /** {@code min(max(x, low), high)}; the derivative is 1 from low to high, both included. */
    public Tensor clamp(double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "clamp needs low <= high, got low " + low + " and high " + high);
        }
        return unary(UnaryKind.CLAMP, low, high);
    }

    /** 1 where the element is neither infinite nor NaN, else 0. */
    public Tensor isFinite() {
        return unary(UnaryKind.IS_FINITE);
    }

    /** {@code this + (other - this) * t}. */
    public Tensor lerp(Tensor other, double t) {
        return self().add(other.sub(self()).mul(t));
    }

    /** The same values in another element type. */
    public Tensor cast(DType dtype) {
        return self().dtype() == dtype ? self() : Executor.apply(new Cast(dtype), self());
    }

    // ---- reductions ------------------------------------------------------------------------

    /** Sum of all elements, rank 0. */
    public Tensor sum() {
        return reduce(ReduceKind.SUM, false, allAxes());
    }

    /** Sum over some axes, which disappear; negative axes count from the last. */
    public Tensor sum(int... axes) {
        return reduce(ReduceKind.SUM, false, axes);
    }

    /** Sum over some axes, which stay with extent 1. */
    public Tensor sumKeepDims(int... axes) {
        return reduce(ReduceKind.SUM, true, axes);
    }

    /** Mean of all elements, rank 0. */
    public Tensor mean() {
        return mean(allAxes());
    }

    /** Mean over some axes, which disappear. */
    public Tensor mean(int... axes) {
        return sum(axes).mul(1.0 / count(axes));
    }

    /** Mean over some axes, which stay with extent 1. */
    public Tensor meanKeepDims(int... axes) {
        return sumKeepDims(axes).mul(1.0 / count(axes));
    }

    /** Largest element along some axes, which disappear; ties share the gradient. */
    public Tensor max(int... axes) {
        return reduce(ReduceKind.MAX, false, axes);
    }

    /** Largest of all elements, rank 0. */
    public Tensor max() {
        return max(allAxes());
    }

    /** Smallest element along some axes, which disappear; ties share the gradient. */
    public Tensor min(int... axes) {
        return reduce(ReduceKind.MIN, false, axes);
    }

    /** Smallest of all elements, rank 0. */
    public Tensor min() {
        return min(allAxes());
    }

    private Tensor reduce(ReduceKind kind, boolean keepDims, int... axes) {
        Shape s = self().shape();
        int[] sorted = Arrays.stream(axes).map(s::axis).sorted().distinct().toArray();
        if (sorted.length != axes.length) {
            throw new IllegalArgumentException(
                    "Axes " + Arrays.toString(axes) + " name an axis of " + s + " twice");
        }
        Tensor kept =
                sorted.length == 0 ? self() : Executor.apply(new Reduce(kind, sorted), self());
        return keepDims ? kept : kept.reshape(without(kept.shape(), sorted));
    }

    private static Shape without(Shape s, int[] axes) {
        int[] dims = new int[s.rank() - axes.length];
        int j = 0;
        for (int i = 0; i < s.rank(); i++) {
            if (Arrays.binarySearch(axes, i) < 0) {
                dims[j++] = s.dim(i);
            }
        }
        return Shape.of(dims);
    }

    private int[] allAxes() {
        int[] axes = new int[self().shape().rank()];
        Arrays.setAll(axes, i -> i);
        return axes;
    }

    private double count(int... axes) {
        double n = 1;
        for (int a : axes) {
            n *= self().dim(a);
        }
        return n;
    }

    /** Sums over broadcast axes until the given shape is left: the adjoint of broadcasting. */
    public Tensor sumTo(Shape target) {
        Shape s = self().shape();
        if (s.equals(target)) {
            return self();
        }
        int lead = s.rank() - target.rank();
        int[] axes = new int[s.rank()];
        int n = 0;
        for (int i = 0; i < s.rank(); i++) {
            if (i < lead || (target.dim(i - lead) == 1 && s.dim(i) != 1)) {
                axes[n++] = i;
            }
        }
        return sumKeepDims(Arrays.copyOf(axes, n)).reshape(target);
    }

    // ---- movement --------------------------------------------------------------------------

    /**
     * The same elements in row-major order under other extents.
     *
     * @param dims extents; at most one may be -1 and is worked out from the rest
     */
    public Tensor reshape(int... dims) {
        return reshape(Reshape.resolve(self().shape(), dims));
    }

    /** The same elements in row-major order under another shape of equal size. */
    public Tensor reshape(Shape shape) {
        return shape.equals(self().shape())
                ? self()
                : Executor.apply(new Reshape(shape), contiguous());
    }

    /** Drops an axis of extent 1. */
    public Tensor squeeze(int axis) {
        Shape s = self().shape();
        if (s.dim(axis) != 1) {
            throw new IllegalArgumentException(
                    "Axis " + axis + " of " + s + " has extent " + s.dim(axis) + ", not 1");
        }
        return reshape(without(s, new int[] {s.axis(axis)}));
    }

    /** Inserts an axis of extent 1 before {@code axis}; negative counts from the new last. */
    public Tensor unsqueeze(int axis) {
        int rank = self().shape().rank();
        int at = axis < 0 ? axis + rank + 1 : axis;
        if (at < 0 || at > rank) {
            throw new IllegalArgumentException(
                    "Axis " + axis + " cannot be inserted into " + self().shape());
        }
        int[] dims = new int[rank + 1];
        for (int i = 0; i <= rank; i++) {
            dims[i] = i == at ? 1 : self().dim(i < at ? i : i - 1);
        }
        return reshape(Shape.of(dims));
    }

    /** Reorders the axes: axis {@code i} of the result is axis {@code axes[i]} of this. */
    public Tensor permute(int... axes) {
        return Executor.apply(new Permute(axes.clone()), self());
    }

    /** Exchanges two axes. */
    public Tensor transpose(int a, int b) {
        int[] axes = allAxes();
        int i = self().shape().axis(a);
        int j = self().shape().axis(b);
        axes[i] = j;
        axes[j] = i;
        return permute(axes);
    }

    /** Repeats along axes of extent 1, and new leading axes, without copying. */
    public Tensor expand(Shape shape) {
        return shape.equals(self().shape()) ? self() : Executor.apply(new Expand(shape), self());
    }

    /** Repeats along axes of extent 1, and new leading axes, without copying. */
    public Tensor expand(int... dims) {
        return expand(Shape.of(dims));
    }

    /** Elements {@code from} (included) to {@code to} (excluded) along one axis. */
    public Tensor slice(int axis, int from, int to) {
        return slice(axis, from, to, 1);
    }

    /** Every {@code step}-th element from {@code from} (included) to {@code to} (excluded). */
    public Tensor slice(int axis, int from, int to, int step) {
        Shape s = self().shape();
        int a = s.axis(axis);
        int[] start = new int[s.rank()];
        int[] stop = s.dims();
        int[] steps = new int[s.rank()];
        Arrays.fill(steps, 1);
        start[a] = from;
        stop[a] = to;
        steps[a] = step;
        return Executor.apply(new Slice(start, stop, steps), self());
    }

    /** One position along an axis, which disappears. */
    public Tensor select(int axis, int index) {
        return slice(axis, index, index + 1).squeeze(axis);
    }

    /** Reverses the order along some axes. */
    public Tensor flip(int... axes) {
        Shape s = self().shape();
        return Executor.apply(new Flip(Arrays.stream(axes).map(s::axis).toArray()), self());
    }

    /** Adds zeros before and after along one axis. */
    public Tensor pad(int axis, int before, int after) {
        int rank = self().shape().rank();
        int a = self().shape().axis(axis);
        int[] low = new int[rank];
        int[] high = new int[rank];
        low[a] = before;
        high[a] = after;
        return Executor.apply(new Pad(low, high, new int[rank]), self());
    }

    /**
     * Repeats the whole tensor along one axis, by copying.
     *
     * @param times how often, 1 or more
     */
    public Tensor tile(int axis, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("tile needs at least 1 time, got " + times);
        }
        Tensor[] copies = new Tensor[times];
        Arrays.fill(copies, self());
        return Tensors.concat(axis, copies);
    }

    /** This tensor if its elements stand row-major in memory, else a copy that does. */
    public Tensor contiguous() {
        return self().view().isContiguous() ? self() : copy();
    }

    /** A copy with memory of its own. */
    public Tensor copy() {
        return Executor.apply(new Copy(), self());
    }

    // ---- contraction -----------------------------------------------------------------------

    /**
     * Matrix product over the last two axes: [..., m, k] times [..., k, n]; leading axes broadcast.
     */
    public Tensor matmul(Tensor other) {
        return MatMul.broadcasting(self(), other);
    }

    /**
     * Two-dimensional cross-correlation of images [N, C, H, W] with weights [out, C / groups, kh,
     * kw].
     *
     * @param stride step in both directions
     * @param pad zeros added on all four sides
     * @param groups independent groups of channels
     */
    public Tensor conv2d(Tensor weight, int stride, int pad, int groups) {
        return Executor.apply(new Conv2d(stride, pad, groups), self(), weight);
    }

    /** Cross-correlation at stride 1, zero padded so that an odd square kernel keeps the size. */
    public Tensor conv2d(Tensor weight) {
        return conv2d(weight, 1, weight.dim(-1) / 2, 1);
    }

    /**
     * The adjoint of {@link #conv2d}: this tensor [N, out, h, w] becomes images [N, C, height,
     * width].
     */
    public Tensor convTranspose2d(
            Tensor weight, int stride, int pad, int groups, int height, int width) {
        return Executor.apply(
                new Conv2dInputGrad(stride, pad, groups, height, width), self(), weight);
    }
}
