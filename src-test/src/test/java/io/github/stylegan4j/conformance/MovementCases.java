package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Concat;
import io.github.stylegan4j.tensor.Copy;
import io.github.stylegan4j.tensor.Expand;
import io.github.stylegan4j.tensor.Flip;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.Pad;
import io.github.stylegan4j.tensor.Permute;
import io.github.stylegan4j.tensor.Reshape;
import io.github.stylegan4j.tensor.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Rows of the operations that move elements. */
final class MovementCases {
    private MovementCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        RandomGenerator random = Seeds.random("movement");
        for (int[] dims : Shapes.assorted(random)) {
            Operand x = Operand.normal(dims);
            cases.add(exact(new Copy(), x));
            cases.add(exact(pad(random, dims.length), x));
            cases.add(exact(new Flip(IntStream.range(0, dims.length).toArray()), x));
            cases.add(exact(new Permute(rotation(dims.length)), x));
            cases.add(exact(slice(random, dims), x));
            cases.add(
                    exact(new Reshape(Shape.of(x.shape().size(), 1)), x)
                            .in(Layout.PLAIN, Layout.OFFSET));
            for (int axis = 0; axis < dims.length; axis++) {
                concat(random, dims, axis, cases);
            }
        }
        cases.add(exact(new Expand(Shape.of(2, 4, 3, 5)), Operand.normal(4, 1, 5)));
        cases.add(exact(new Expand(Shape.of(0, 7)), Operand.normal(1, 7)));
        cases.add(exact(new Expand(Shape.of(3)), Operand.normal()));
        cases.add(exact(new Copy(), Operand.normal(5, 33, 257)).large());
        cases.add(
                exact(
                                new Pad(
                                        new int[] {0, 0, 1, 2},
                                        new int[] {0, 0, 2, 1},
                                        new int[] {0, 0, 1, 1}),
                                Operand.normal(2, 17, 31, 33))
                        .large());
        cases.add(
                exact(new Concat(1), Operand.normal(3, 64, 17, 15), Operand.normal(3, 1, 17, 15))
                        .large());
        return cases;
    }

    private static OpCase exact(Op op, Operand... operands) {
        return OpCase.of(op, Precision.EXACT, operands);
    }

    private static int[] rotation(int rank) {
        return IntStream.range(0, rank).map(i -> (i + 1) % rank).toArray();
    }

    private static Pad pad(RandomGenerator random, int rank) {
        return new Pad(
                random.ints(rank, 0, 3).toArray(),
                random.ints(rank, 0, 3).toArray(),
                random.ints(rank, 0, 3).toArray());
    }

    private static Slice slice(RandomGenerator random, int[] dims) {
        int[] start = new int[dims.length];
        int[] stop = new int[dims.length];
        int[] step = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
            start[i] = random.nextInt(dims[i] + 1);
            stop[i] = random.nextInt(start[i], dims[i] + 1);
            step[i] = random.nextInt(1, 4);
        }
        return new Slice(start, stop, step);
    }

    private static void concat(RandomGenerator random, int[] dims, int axis, List<OpCase> cases) {
        Operand x = Operand.normal(dims);
        Operand other = new Operand(x.shape().with(axis, Shapes.extent(random)), Domain.NORMAL);
        Operand none = new Operand(x.shape().with(axis, 0), Domain.NORMAL);
        cases.add(exact(new Concat(axis), x, other));
        cases.add(exact(new Concat(axis), other, none, x, x));
    }
}
