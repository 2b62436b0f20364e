package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.Shape;

/** One input of a case: its extents and where its values lie. */
record Operand(Shape shape, Domain domain) {
    static Operand of(Domain domain, int... dims) {
        return new Operand(Shape.of(dims), domain);
    }

    static Operand normal(int... dims) {
        return of(Domain.NORMAL, dims);
    }

    @Override
    public String toString() {
        return shape.toString();
    }
}
