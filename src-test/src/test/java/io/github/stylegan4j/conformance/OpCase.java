package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A row of the catalogue: an operation with its attributes on operands of given extents.
 *
 * @param op what is computed
 * @param operands its inputs
 * @param precision how near the values must come
 * @param checks what applies to it besides its values
 * @param layouts memory layouts its inputs may have
 */
record OpCase(
        Op op,
        List<Operand> operands,
        Precision precision,
        Set<Check> checks,
        Set<Layout> layouts) {

    /** What is checked of a case besides its values. */
    enum Check {
        /** First and second derivatives on every device equal those of the reference. */
        DERIVATIVES,
        /** Derivatives agree with central differences in double precision. */
        DIFFERENCES
    }

    static OpCase of(Op op, Precision precision, Operand... operands) {
        return new OpCase(
                op, List.of(operands), precision, Set.of(Check.values()), Set.of(Layout.values()));
    }

    /** Derivatives are not looked at. */
    OpCase valuesOnly() {
        return new OpCase(op, operands, precision, Set.of(), layouts);
    }

    /** Large enough that devices split the work: values only, in fewer memory layouts. */
    OpCase large() {
        return valuesOnly()
                .in(Layout.PLAIN, Layout.PERMUTED, Layout.STEPPED, Layout.EXPANDED_FIRST);
    }

    /** Not in a memory layout that makes its elements equal along an axis. */
    OpCase varied() {
        return in(Layout.PLAIN, Layout.OFFSET, Layout.PERMUTED, Layout.FLIPPED, Layout.STEPPED);
    }

    /** Central differences cannot resolve it. */
    OpCase withoutDifferences() {
        return new OpCase(op, operands, precision, Set.of(Check.DERIVATIVES), layouts);
    }

    /** With these memory layouts only. */
    OpCase in(Layout... only) {
        return new OpCase(op, operands, precision, checks, Set.of(only));
    }

    /** Values of all operands under one layout. */
    List<double[]> draw(Layout layout) {
        RandomGenerator random = Seeds.random(toString());
        List<double[]> values = new ArrayList<>();
        for (Operand o : operands) {
            double[] drawn = o.domain().draw(random, o.shape().size());
            values.add(layout.constrain(o.shape(), drawn));
        }
        return values;
    }

    /** The operands on a device. */
    List<Tensor> present(Backend backend, DType dtype, Layout layout, List<double[]> values) {
        List<Tensor> x = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            x.add(layout.present(backend, dtype, operands.get(i).shape(), values.get(i)));
        }
        return x;
    }

    Tensor apply(List<Tensor> x) {
        return Tensors.apply(op, x.toArray(Tensor[]::new));
    }

    @Override
    public String toString() {
        return op + " of " + operands;
    }
}
