package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * The two products that minimal filtering consists of. Either keeps {@link #ROWS} by two vectors of
 * sums in registers, and every address has a constant step along the common index, which is what
 * lets the JIT compiler check bounds once per call.
 */
final class VectorTiles {
    /** Rows of a tile of sums. */
    static final int ROWS = 4;

    /** Columns of a tile of sums. */
    static final int COLUMNS = 2 * LANES;

    /** Elements between the rows of a left operand of {@link #addProduct}. */
    static final int ROW = 64;

    private VectorTiles() {}

    /**
     * Adds four rows of {@code a b} to {@code c}.
     *
     * <p>The rows of {@code a} lie a constant number of elements apart, so that one register holds
     * the address of all: with a register for each, the JIT compiler runs out of them and a step
     * takes half as long again.
     *
     * @param a rows of the left operand, {@link #ROW} apart
     * @param b the right operand, rows of {@link #COLUMNS}
     * @param depth common extent, at most {@link #ROW}
     * @param c the sums, rows of {@link #COLUMNS}
     */
    static void addProduct(float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt) {
        FloatVector s00 = FloatVector.fromArray(FLOATS, c, cAt);
        FloatVector s01 = FloatVector.fromArray(FLOATS, c, cAt + LANES);
        FloatVector s10 = FloatVector.fromArray(FLOATS, c, cAt + COLUMNS);
        FloatVector s11 = FloatVector.fromArray(FLOATS, c, cAt + COLUMNS + LANES);
        FloatVector s20 = FloatVector.fromArray(FLOATS, c, cAt + 2 * COLUMNS);
        FloatVector s21 = FloatVector.fromArray(FLOATS, c, cAt + 2 * COLUMNS + LANES);
        FloatVector s30 = FloatVector.fromArray(FLOATS, c, cAt + 3 * COLUMNS);
        FloatVector s31 = FloatVector.fromArray(FLOATS, c, cAt + 3 * COLUMNS + LANES);
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bAt + k * COLUMNS);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bAt + k * COLUMNS + LANES);
            FloatVector v = FloatVector.broadcast(FLOATS, a[aAt + k]);
            s00 = v.fma(b0, s00);
            s01 = v.fma(b1, s01);
            v = FloatVector.broadcast(FLOATS, a[aAt + ROW + k]);
            s10 = v.fma(b0, s10);
            s11 = v.fma(b1, s11);
            v = FloatVector.broadcast(FLOATS, a[aAt + 2 * ROW + k]);
            s20 = v.fma(b0, s20);
            s21 = v.fma(b1, s21);
            v = FloatVector.broadcast(FLOATS, a[aAt + 3 * ROW + k]);
            s30 = v.fma(b0, s30);
            s31 = v.fma(b1, s31);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, cAt + COLUMNS);
        s11.intoArray(c, cAt + COLUMNS + LANES);
        s20.intoArray(c, cAt + 2 * COLUMNS);
        s21.intoArray(c, cAt + 2 * COLUMNS + LANES);
        s30.intoArray(c, cAt + 3 * COLUMNS);
        s31.intoArray(c, cAt + 3 * COLUMNS + LANES);
    }

    /**
     * Adds the products of four rows with two vectors of columns, summed over {@code count} tiles,
     * to a block of {@code c}.
     *
     * @param a the rows' operand: four neighbouring elements, {@link VectorKernels#LANES} per tile
     * @param b the columns' operand: one vector per tile at {@code b0At}, one at {@code b1At}
     * @param ldc elements between rows of {@code c}
     */
    static void addOuter(
            float[] a,
            int aAt,
            float[] b,
            int b0At,
            int b1At,
            int count,
            float[] c,
            int cAt,
            int ldc) {
        int c1 = cAt + ldc;
        int c2 = c1 + ldc;
        int c3 = c2 + ldc;
        FloatVector s00 = FloatVector.fromArray(FLOATS, c, cAt);
        FloatVector s01 = FloatVector.fromArray(FLOATS, c, cAt + LANES);
        FloatVector s10 = FloatVector.fromArray(FLOATS, c, c1);
        FloatVector s11 = FloatVector.fromArray(FLOATS, c, c1 + LANES);
        FloatVector s20 = FloatVector.fromArray(FLOATS, c, c2);
        FloatVector s21 = FloatVector.fromArray(FLOATS, c, c2 + LANES);
        FloatVector s30 = FloatVector.fromArray(FLOATS, c, c3);
        FloatVector s31 = FloatVector.fromArray(FLOATS, c, c3 + LANES);
        for (int t = 0; t < count; t++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, b0At + t * LANES);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, b1At + t * LANES);
            FloatVector v = FloatVector.broadcast(FLOATS, a[aAt + t * LANES]);
            s00 = v.fma(b0, s00);
            s01 = v.fma(b1, s01);
            v = FloatVector.broadcast(FLOATS, a[aAt + t * LANES + 1]);
            s10 = v.fma(b0, s10);
            s11 = v.fma(b1, s11);
            v = FloatVector.broadcast(FLOATS, a[aAt + t * LANES + 2]);
            s20 = v.fma(b0, s20);
            s21 = v.fma(b1, s21);
            v = FloatVector.broadcast(FLOATS, a[aAt + t * LANES + 3]);
            s30 = v.fma(b0, s30);
            s31 = v.fma(b1, s31);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
    }
}
