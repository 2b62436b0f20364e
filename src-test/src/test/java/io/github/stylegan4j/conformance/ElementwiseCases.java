package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.tensor.Binary;
import io.github.stylegan4j.tensor.BinaryKind;
import io.github.stylegan4j.tensor.Cast;
import io.github.stylegan4j.tensor.Unary;
import io.github.stylegan4j.tensor.UnaryKind;
import io.github.stylegan4j.tensor.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Rows of the elementwise operations. */
final class ElementwiseCases {
    /** Enough elements that a device splits the work. */
    private static final int[] LARGE = {3, 129, 257};

    private ElementwiseCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        for (UnaryKind kind : UnaryKind.values()) {
            unary(kind, cases);
        }
        for (BinaryKind kind : BinaryKind.values()) {
            binary(kind, cases);
        }
        RandomGenerator random = Seeds.random("elementwise");
        for (int[] dims : Shapes.assorted(random)) {
            Operand condition = Operand.of(Domain.BITS, dims);
            Operand a = Operand.normal(dims);
            cases.add(OpCase.of(new Where(), Precision.EXACT, condition, a, a));
            cases.add(OpCase.of(new Cast(DType.FLOAT64), Precision.EXACT, a));
            cases.add(OpCase.of(new Cast(DType.FLOAT32), Precision.EXACT, a).withoutDifferences());
        }
        return cases;
    }

    private static void unary(UnaryKind kind, List<OpCase> cases) {
        double[][] constants =
                switch (kind) {
                    case AFFINE -> new double[][] {{1.75, -2.5}, {-1, 0}, {0, 3}};
                    case POW ->
                            new double[][] {{3, 0}, {2, 0}, {1, 0}, {0, 0}, {0.5, 0}, {-1.5, 0}};
                    case LEAKY_RELU, LEAKY_RELU_MASK -> new double[][] {{0.2, 0}, {0, 0}};
                    case CLAMP, IN_RANGE -> new double[][] {{-1, 0.5}};
                    default -> new double[][] {{0, 0}};
                };
        Domain domain =
                switch (kind) {
                    case LOG, SQRT, RSQRT, RECIPROCAL, POW -> Domain.POSITIVE;
                    case ABS, SIGN, FLOOR, LEAKY_RELU, LEAKY_RELU_MASK, CLAMP, IN_RANGE ->
                            Domain.OFF_GRID;
                    default -> Domain.NORMAL;
                };
        RandomGenerator random = Seeds.random("unary " + kind);
        for (double[] c : constants) {
            Unary op = new Unary(kind, c[0], c[1]);
            for (int[] dims : Shapes.assorted(random)) {
                cases.add(OpCase.of(op, Precision.ELEMENT, Operand.of(domain, dims)));
            }
            cases.add(OpCase.of(op, Precision.ELEMENT, Operand.of(domain, LARGE)).large());
        }
    }

    private static void binary(BinaryKind kind, List<OpCase> cases) {
        boolean kinked =
                switch (kind) {
                    case ADD, SUB, MUL, DIV -> false;
                    case MAXIMUM, MINIMUM, EQ, NE, LT, LE -> true;
                };
        RandomGenerator random = Seeds.random("binary " + kind);
        Binary op = new Binary(kind);
        for (int[] dims : Shapes.assorted(random)) {
            Operand a = Operand.of(kinked ? Domain.OFF_GRID : Domain.NORMAL, dims);
            Operand b =
                    Operand.of(
                            kinked
                                    ? Domain.ON_GRID
                                    : kind == BinaryKind.DIV ? Domain.POSITIVE : Domain.NORMAL,
                            dims);
            cases.add(OpCase.of(op, Precision.ELEMENT, a, b));
            if (kinked) {
                Operand equal = Operand.of(Domain.ON_GRID, dims);
                cases.add(OpCase.of(op, Precision.EXACT, equal, equal).withoutDifferences());
            }
        }
        Operand large = Operand.of(Domain.POSITIVE, LARGE);
        cases.add(OpCase.of(op, Precision.ELEMENT, large, large).large());
    }
}
