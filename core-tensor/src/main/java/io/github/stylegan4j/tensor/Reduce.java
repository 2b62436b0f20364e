package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import java.util.Arrays;

/**
 * Combines the elements along some axes, which stay with extent 1.
 *
 * @param kind how
 * @param axes which axes, ascending; not to be modified
 */
public record Reduce(ReduceKind kind, int[] axes) implements PrimitiveOp {
    @Override
    public String name() {
        return "reduce_" + kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Shape s = inputs[0];
        for (int a : axes) {
            s = s.with(a, 1);
        }
        return s;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        Shape full = x[0].shape();
        if (kind == ReduceKind.SUM) {
            return g.expand(full);
        }
        Tensor mask = x[0].eq(y);
        Tensor ties = Tensors.apply(new Reduce(ReduceKind.SUM, axes), mask);
        return mask.mul(g.div(ties));
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return kind != ReduceKind.SUM;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return kind != ReduceKind.SUM;
    }

    @Override
    public String toString() {
        return name() + Arrays.toString(axes);
    }
}
