package io.github.stylegan4j.cpu;

/**
 * A minimal filtering of tiles for kernels of three taps, on vectors: a lane is a channel.
 *
 * <p>Pixels of a tile and taps of a kernel are transformed to some vectors each. At every {@link
 * #positions position} one of the pixels' is multiplied by one of the taps' and summed over the
 * channels, in one of several sums, which are transformed to the tile's results. Where several
 * positions share pixels, taps or sums, these exist once.
 *
 * <p>No vector ever leaves a method, so that it makes no difference what the JIT compiler inlines.
 */
interface VectorFilter {
    /** Taps of a kernel. */
    int TAPS = 3;

    /** Pixels that neighbouring tiles both read. */
    int OVERLAP = TAPS - 1;

    /** Result pixels per tile and dimension. */
    int tile();

    /** Pixels per dimension from what one tile reads to what the next one does. */
    default int stride() {
        return tile();
    }

    /** Multiplications per tile and pair of channels. */
    int positions();

    /** Which of the transformed pixels is multiplied at a position. */
    default int pixelAt(int position) {
        return position;
    }

    /** Which of the transformed taps is multiplied at a position. */
    default int tapAt(int position) {
        return position;
    }

    /** Which of the sums a position belongs to. */
    default int sumAt(int position) {
        return position;
    }

    /** How many transformed pixels there are. */
    default int pixelVectors() {
        return positions();
    }

    /** How many transformed taps there are. */
    default int tapVectors() {
        return positions();
    }

    /** How many sums there are. */
    default int sumVectors() {
        return positions();
    }

    /** Elements of scratch memory that the transforms of tiles need. */
    int scratch();

    /** Transforms the pixels of a tile, rows {@code rowStep} apart, to vectors a step apart. */
    void pixelTile(float[] d, int at, int rowStep, float[] scratch, float[] v, int to, int step);

    /** Transforms the sums of a tile, a step apart, to pixels in rows {@code rowStep} apart. */
    void productTile(float[] m, int at, int step, float[] scratch, float[] y, int to, int rowStep);

    /** Transforms the nine taps of kernels, one after the other, to vectors a step apart. */
    void kernelTile(float[] g, int at, float[] scratch, float[] u, int to, int step);
}
