package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import java.util.Arrays;

/**
 * Matrix product [..., m, k] x [..., k, n] = [..., m, n], times a constant factor; leading extents
 * agree.
 *
 * @param factor what every result is multiplied by: the scale of an equalized learning rate
 */
public record MatMul(double factor) implements PrimitiveOp {
    /** Checks the factor. */
    public MatMul {
        Conv2d.finite("matmul", factor);
    }

    /** A product with factor 1. */
    public MatMul() {
        this(1);
    }

    /** The product with leading axes broadcast. */
    static Tensor broadcasting(Tensor a, Tensor b) {
        int ra = a.shape().rank();
        int rb = b.shape().rank();
        if (ra < 2 || rb < 2) {
            throw new IllegalArgumentException(
                    "matmul needs two matrices, got "
                            + a.shape()
                            + " and "
                            + b.shape()
                            + "; unsqueeze a vector first");
        }
        Shape lead = Shape.broadcast(leading(a.shape()), leading(b.shape()));
        return Tensors.apply(
                new MatMul(), a.expand(join(lead, a.shape())), b.expand(join(lead, b.shape())));
    }

    private static Shape leading(Shape s) {
        return Shape.of(Arrays.copyOf(s.dims(), s.rank() - 2));
    }

    private static Shape join(Shape lead, Shape matrix) {
        int[] d = Arrays.copyOf(lead.dims(), lead.rank() + 2);
        d[d.length - 2] = matrix.dim(-2);
        d[d.length - 1] = matrix.dim(-1);
        return Shape.of(d);
    }

    @Override
    public int inputCount() {
        return 2;
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Shape a = inputs[0];
        Shape b = inputs[1];
        if (a.rank() < 2
                || a.rank() != b.rank()
                || a.dim(-1) != b.dim(-2)
                || !leading(a).equals(leading(b))) {
            throw new IllegalArgumentException(
                    "matmul of "
                            + a
                            + " and "
                            + b
                            + ": the last extent of the first must equal the last but one of the"
                            + " second");
        }
        return a.with(-1, b.dim(-1));
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        return input == 0
                ? Tensors.apply(this, g, x[1].transpose(-1, -2))
                : Tensors.apply(this, x[0].transpose(-1, -2), g);
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return of != input;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
