package io.github.stylegan4j.conformance;

import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.tensor.fused.AdamStep;
import io.github.stylegan4j.tensor.fused.AddInto;
import io.github.stylegan4j.tensor.fused.LerpInto;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of the catalogue of updates.
 *
 * @param op the update
 * @param targets what it changes, row-major
 * @param inputs what it reads, in any memory layout
 * @param precision how near the new values must come
 */
record UpdateCase(UpdateOp op, List<Operand> targets, List<Operand> inputs, Precision precision) {

    static List<UpdateCase> all() {
        List<UpdateCase> cases = new ArrayList<>();
        List<Operand> many =
                List.of(
                        Operand.normal(3, 5),
                        Operand.normal(),
                        Operand.normal(0),
                        Operand.normal(129),
                        Operand.normal(4, 3, 3, 3));
        List<Operand> large = List.of(Operand.normal(257, 129), Operand.normal(100_003));
        for (List<Operand> set : List.of(many, large)) {
            for (Operand one : set) {
                cases.add(
                        new UpdateCase(
                                new UpdateOp.CopyInto(),
                                List.of(one),
                                List.of(one),
                                Precision.EXACT));
            }
            cases.add(new UpdateCase(new AddInto(), set, set, Precision.ELEMENT));
            cases.add(new UpdateCase(new LerpInto(0.001), set, set, Precision.ELEMENT));
            cases.add(new UpdateCase(new LerpInto(1), set, set, Precision.ELEMENT));
            adam(set, true, cases);
            adam(set, false, cases);
        }
        return cases;
    }

    /** With good gradients and a flag that says so, or with bad ones and one that forbids them. */
    private static void adam(List<Operand> parameters, boolean good, List<UpdateCase> cases) {
        List<Operand> targets = new ArrayList<>(parameters);
        targets.addAll(parameters);
        parameters.forEach(p -> targets.add(new Operand(p.shape(), Domain.POSITIVE)));
        targets.add(Operand.of(Domain.BITS, 2));
        List<Operand> inputs = new ArrayList<>();
        Domain gradients = good ? Domain.NORMAL : Domain.LAST_NAN;
        parameters.forEach(p -> inputs.add(new Operand(p.shape(), gradients)));
        inputs.add(Operand.of(good ? Domain.SIGNS : Domain.ZERO));
        for (double beta1 : new double[] {0, 0.9}) {
            AdamStep op = new AdamStep(1e-3, beta1, 0.99, 1e-8);
            Precision precision = good ? Precision.ELEMENT : Precision.EXACT;
            cases.add(new UpdateCase(op, targets, inputs, precision));
        }
    }

    @Override
    public String toString() {
        return op + " of " + targets;
    }
}
