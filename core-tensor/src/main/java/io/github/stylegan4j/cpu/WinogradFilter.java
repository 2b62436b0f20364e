package io.github.stylegan4j.cpu;

/**
 * One size of Winograd's minimal filtering for kernels of three taps: its three transforms in one
 * dimension, applied to many tiles at once. Applied along columns and then along rows they are the
 * transforms in two dimensions.
 */
interface WinogradFilter {
    /** Taps of a kernel. */
    int TAPS = 3;

    /** Result pixels per tile. */
    int tile();

    /** Pixels a tile reads, and positions of a transformed tile. */
    default int span() {
        return tile() + TAPS - 1;
    }

    /** Positions of a tile in two dimensions. */
    default int positions() {
        return span() * span();
    }

    /** Transforms kernels: {@code u = G g}, {@link #TAPS} arrays to {@link #span} arrays. */
    void kernel(float[][] g, float[][] u, int n);

    /** Transforms pixels: {@code v = B^T d}, {@link #span} arrays to as many. */
    void pixels(float[][] d, float[][] v, int n);

    /** Transforms products back: {@code y = A^T m}, {@link #span} arrays to {@link #tile}. */
    void products(float[][] m, float[][] y, int n);

    /**
     * Takes a row of pixels apart into what each tile reads: pixel {@code tile() * t + c} goes to
     * {@code to[first + c][at + t]}.
     */
    void apart(float[] row, int tiles, float[][] to, int first, int at);

    /**
     * Puts result pixels together: {@code from[first + c][at + t]} goes to {@code to[toAt + tile()
     * * t + c]}.
     */
    void together(float[][] from, int first, int at, int tiles, float[] to, int toAt);
}
