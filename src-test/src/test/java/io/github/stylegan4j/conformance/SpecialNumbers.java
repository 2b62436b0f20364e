package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Binary;
import io.github.stylegan4j.tensor.BinaryKind;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.Reduce;
import io.github.stylegan4j.tensor.ReduceKind;
import io.github.stylegan4j.tensor.Unary;
import io.github.stylegan4j.tensor.UnaryKind;
import io.github.stylegan4j.tensor.Where;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Operations on infinities, NaN, zeros of either sign and numbers at which a careless formula
 * overflows.
 *
 * @param op what is computed
 * @param shape shape of every operand
 * @param operands values
 */
record SpecialNumbers(Op op, Shape shape, List<double[]> operands) {
    private static final double[] NUMBERS = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0,
        -0.0,
        1,
        -1,
        20,
        -20,
        100,
        -100,
        (float) 1e30,
        (float) -1e30,
        (float) 1e-10
    };

    static List<SpecialNumbers> cases() {
        List<SpecialNumbers> cases = new ArrayList<>();
        int n = NUMBERS.length;
        for (UnaryKind kind : UnaryKind.values()) {
            // Sine and cosine of huge arguments are left to the device.
            double[] x =
                    kind == UnaryKind.SIN || kind == UnaryKind.COS
                            ? Arrays.stream(NUMBERS).filter(v -> !(Math.abs(v) > 1e3)).toArray()
                            : NUMBERS;
            double a = kind == UnaryKind.CLAMP || kind == UnaryKind.IN_RANGE ? -1 : 0.5;
            Unary op = new Unary(kind, a, kind == UnaryKind.AFFINE ? 0.25 : 1);
            cases.add(new SpecialNumbers(op, Shape.of(x.length), List.of(x)));
        }
        double[] left = new double[n * n];
        double[] right = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            left[i] = NUMBERS[i / n];
            right[i] = NUMBERS[i % n];
        }
        Shape pairs = Shape.of(n, n);
        for (BinaryKind kind : BinaryKind.values()) {
            cases.add(new SpecialNumbers(new Binary(kind), pairs, List.of(left, right)));
        }
        cases.add(new SpecialNumbers(new Where(), pairs, List.of(left, right, left)));
        for (ReduceKind kind : ReduceKind.values()) {
            for (int axis = 0; axis < 2; axis++) {
                Reduce op = new Reduce(kind, new int[] {axis});
                cases.add(new SpecialNumbers(op, pairs, List.of(left)));
            }
        }
        return cases;
    }

    /** What element {@code i} of the result is made of. */
    String describe(int i) {
        if (op instanceof Reduce) {
            return op + ", element " + i;
        }
        return op + " of " + operands.stream().map(v -> String.valueOf(v[i])).toList();
    }

    @Override
    public String toString() {
        return "special numbers: " + op;
    }
}
