package io.github.stylegan4j.cpu;

import static io.github.stylegan4j.cpu.VectorKernels.FLOATS;
import static io.github.stylegan4j.cpu.VectorKernels.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Turns squares of {@link #EDGE} by {@link #EDGE} elements in registers: rows whose numbers differ
 * in one bit exchange the half of their elements in whose numbers it differs from theirs, for each
 * of the four bits. Two bits at a time, so that what lies between stays in registers.
 */
final class VectorTurn {
    /** Rows and columns of a square: elements of the vectors it is written for. */
    static final int EDGE = 16;

    /**
     * Whether squares can be turned here, faster than element by element: on Java 17 either takes
     * as long once compiled, and this takes longer until then. Of newer ones 25 was measured.
     */
    static final boolean SUITS = LANES == EDGE && Runtime.version().feature() > 17;

    private static final VectorShuffle<Float> SWAP_1 = swap(1);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_4 = swap(4);
    private static final VectorShuffle<Float> SWAP_8 = swap(8);
    private static final VectorMask<Float> ODD_1 = odd(1);
    private static final VectorMask<Float> ODD_2 = odd(2);
    private static final VectorMask<Float> ODD_4 = odd(4);
    private static final VectorMask<Float> ODD_8 = odd(8);

    private VectorTurn() {}

    private static VectorShuffle<Float> swap(int bit) {
        return VectorShuffle.fromOp(FLOATS, i -> (i ^ bit) % LANES);
    }

    private static VectorMask<Float> odd(int bit) {
        boolean[] lanes = new boolean[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (i & bit) != 0;
        }
        return VectorMask.fromArray(FLOATS, lanes, 0);
    }

    /**
     * Makes {@code n} vectors of rows that lie {@code step} apart, element j of all of them vector
     * j.
     *
     * @param n a multiple of {@link #EDGE}
     */
    static void gather(float[] x, int at, int step, float[] vectors, int to, int n) {
        for (int j = 0; j < n; j += EDGE) {
            int square = to + j * EDGE;
            upper(x, at + j, step, vectors, square);
            lower(vectors, square, vectors, square, EDGE);
        }
    }

    /**
     * The other way round; the vectors are not the same afterwards.
     *
     * @param n a multiple of {@link #EDGE}
     */
    static void scatter(float[] vectors, int from, float[] y, int at, int step, int n) {
        for (int j = 0; j < n; j += EDGE) {
            int square = from + j * EDGE;
            upper(vectors, square, EDGE, vectors, square);
            lower(vectors, square, y, at + j, step);
        }
    }

    /** Exchanges by the two upper bits. */
    private static void upper(float[] x, int at, int step, float[] y, int to) {
        for (int k = 0; k < 4; k++) {
            int from = at + k * step;
            FloatVector a = FloatVector.fromArray(FLOATS, x, from);
            FloatVector b = FloatVector.fromArray(FLOATS, x, from + 4 * step);
            FloatVector c = FloatVector.fromArray(FLOATS, x, from + 8 * step);
            FloatVector d = FloatVector.fromArray(FLOATS, x, from + 12 * step);
            FloatVector ac = a.blend(c.rearrange(SWAP_8), ODD_8);
            FloatVector ca = a.rearrange(SWAP_8).blend(c, ODD_8);
            FloatVector bd = b.blend(d.rearrange(SWAP_8), ODD_8);
            FloatVector db = b.rearrange(SWAP_8).blend(d, ODD_8);
            int row = to + k * EDGE;
            ac.blend(bd.rearrange(SWAP_4), ODD_4).intoArray(y, row);
            ac.rearrange(SWAP_4).blend(bd, ODD_4).intoArray(y, row + 4 * EDGE);
            ca.blend(db.rearrange(SWAP_4), ODD_4).intoArray(y, row + 8 * EDGE);
            ca.rearrange(SWAP_4).blend(db, ODD_4).intoArray(y, row + 12 * EDGE);
        }
    }

    /** Exchanges by the two lower bits. */
    private static void lower(float[] x, int at, float[] y, int to, int step) {
        for (int k = 0; k < EDGE; k += 4) {
            int from = at + k * EDGE;
            FloatVector a = FloatVector.fromArray(FLOATS, x, from);
            FloatVector b = FloatVector.fromArray(FLOATS, x, from + EDGE);
            FloatVector c = FloatVector.fromArray(FLOATS, x, from + 2 * EDGE);
            FloatVector d = FloatVector.fromArray(FLOATS, x, from + 3 * EDGE);
            FloatVector ac = a.blend(c.rearrange(SWAP_2), ODD_2);
            FloatVector ca = a.rearrange(SWAP_2).blend(c, ODD_2);
            FloatVector bd = b.blend(d.rearrange(SWAP_2), ODD_2);
            FloatVector db = b.rearrange(SWAP_2).blend(d, ODD_2);
            int row = to + k * step;
            ac.blend(bd.rearrange(SWAP_1), ODD_1).intoArray(y, row);
            ac.rearrange(SWAP_1).blend(bd, ODD_1).intoArray(y, row + step);
            ca.blend(db.rearrange(SWAP_1), ODD_1).intoArray(y, row + 2 * step);
            ca.rearrange(SWAP_1).blend(db, ODD_1).intoArray(y, row + 3 * step);
        }
    }
}
