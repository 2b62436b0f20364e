package io.github.stylegan4j.conformance;

import io.github.stylegan4j.tensor.Reduce;
import io.github.stylegan4j.tensor.ReduceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Rows of the reductions: every set of axes of random tensors, and the sizes that are split. */
final class ReductionCases {
    private ReductionCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        for (ReduceKind kind : ReduceKind.values()) {
            RandomGenerator random = Seeds.random("reduce " + kind);
            for (int rank = 1; rank <= 4; rank++) {
                int[] dims = Shapes.random(random, rank);
                for (int subset = 1; subset < 1 << rank; subset++) {
                    int bits = subset;
                    int[] axes =
                            IntStream.range(0, rank).filter(a -> (bits >> a & 1) == 1).toArray();
                    cases.add(of(kind, axes, dims));
                }
            }
            cases.add(of(kind, new int[] {1}, 3, 0, 2).valuesOnly());
            cases.add(of(kind, new int[] {0, 1}, 3, 0, 2).valuesOnly());
            cases.add(of(kind, new int[] {0}, 3, 0, 2).valuesOnly());
            cases.add(of(kind, new int[] {0}, 100_003).large());
            cases.add(of(kind, new int[] {1}, 2, 70_001).large());
            cases.add(of(kind, new int[] {0}, 70_001, 2).large());
            cases.add(of(kind, new int[] {0, 2, 3}, 5, 33, 31, 17).large());
            cases.add(of(kind, new int[] {2, 3}, 4, 65, 16, 17).large());
            cases.add(of(kind, new int[] {1}, 4, 512, 5, 7).large());
        }
        return cases;
    }

    private static OpCase of(ReduceKind kind, int[] axes, int... dims) {
        return kind == ReduceKind.SUM
                ? OpCase.of(new Reduce(kind, axes), Precision.SUM, Operand.normal(dims))
                : OpCase.of(
                        new Reduce(kind, axes), Precision.EXACT, Operand.of(Domain.DISTINCT, dims));
    }
}
