package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.JointOp;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.fused.StyledActGrad;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of the catalogue of operations with several results.
 *
 * @param op what is computed
 * @param operands its inputs
 * @param precision how near the results must come
 */
record JointCase(JointOp op, List<Operand> operands, Precision precision) {
    private static final double EPSILON = 1e-8;

    /** Layouts that leave a plane more than one value; any values fit into them. */
    static final List<Layout> LAYOUTS =
            List.of(Layout.PLAIN, Layout.OFFSET, Layout.PERMUTED, Layout.FLIPPED, Layout.STEPPED);

    static List<JointCase> all() {
        List<JointCase> cases = new ArrayList<>();
        int[][] images = {
            {2, 3, 4, 4},
            {1, 1, 2, 2},
            {3, 2, 1, 5},
            {2, 5, 7, 3},
            {3, 2, 8, 8},
            {4, 65, 16, 17},
            {2, 3, 64, 33},
            {1, 2, 67, 61},
            {2, 16, 96, 128},
        };
        for (int[] dims : images) {
            for (StyledInputs inputs : StyledInputs.of(dims)) {
                List<Operand> operands = new ArrayList<>();
                operands.add(Operand.normal(dims));
                operands.addAll(List.of(inputs.operands()));
                StyledActGrad op = new StyledActGrad(inputs.slope(), EPSILON);
                cases.add(new JointCase(op, operands, Precision.SUM));
            }
        }
        return cases;
    }

    /** Values of all operands. */
    List<double[]> draw() {
        List<double[]> values = new ArrayList<>();
        for (Operand o : operands) {
            String name = this + " input " + values.size();
            values.add(o.domain().draw(Seeds.random(name), o.shape().size()));
        }
        return values;
    }

    /** All results on a device. */
    List<double[]> run(Backend backend, DType dtype, Layout layout, List<double[]> values) {
        try (Scope scope = Scope.open(toString())) {
            Tensor[] x = new Tensor[operands.size()];
            for (int i = 0; i < x.length; i++) {
                x[i] = layout.present(backend, dtype, operands.get(i).shape(), values.get(i));
            }
            List<double[]> results = new ArrayList<>();
            for (Tensor t : op.compute(x)) {
                results.add(t.toDoubles());
            }
            return results;
        }
    }

    @Override
    public String toString() {
        return op + " of " + operands;
    }
}
