package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.SourceOp;
import java.util.ArrayList;
import java.util.List;

/** Every operation, on the operands it is tested with; a new operation gets its row here. */
final class Catalogue {
    private Catalogue() {}

    /** Operations with inputs. */
    static List<OpCase> operations() {
        List<OpCase> all = new ArrayList<>();
        all.addAll(ElementwiseCases.all());
        all.addAll(MovementCases.all());
        all.addAll(ReductionCases.all());
        all.addAll(ContractionCases.all());
        all.addAll(FusedCases.all());
        return all;
    }

    /** Operations without inputs. */
    static List<SourceOp> sources(DType dtype) {
        List<SourceOp> all = new ArrayList<>();
        for (int[] dims : new int[][] {{}, {1}, {2, 3}, {67}, {33, 1031}}) {
            Shape s = Shape.of(dims);
            all.add(new SourceOp.Fill(s, dtype, -1.25));
            all.add(new SourceOp.Fill(s, dtype, Double.NaN));
            all.add(new SourceOp.Range(Shape.of(s.size()), dtype, -3.5, 0.25));
            all.add(new SourceOp.Uniform(s, dtype, 7, 3, 0));
            all.add(new SourceOp.Uniform(s, dtype, -1, 1L << 40, 12));
            all.add(new SourceOp.Normal(s, dtype, 7, 3, 0));
            all.add(new SourceOp.Normal(s, dtype, 1L << 50, -5, (1L << 34) + 4));
        }
        return all;
    }

    /** Updates in place. */
    static List<UpdateCase> updates() {
        return UpdateCase.all();
    }

    /** Operations with several results. */
    static List<JointCase> joint() {
        return JointCase.all();
    }
}
