package io.github.stylegan4j.opencl;

/**
 * What a filtered convolution does to the size, and with it the edges of what a tile becomes: those
 * of {@code winograd_tiles.cl} and {@code winograd_resize.cl}.
 */
enum Resizing {
    /** Results are as large as the images. */
    NONE,

    /** Every 2 x 2 results are summed; tiles of 4 x 4 pixels. */
    HALVING,

    /** Every pixel is repeated 2 x 2 times; tiles of 2 x 2 pixels. */
    DOUBLING;

    /** Edge of the tiles, in pixels of the images, that size is changed in. */
    int tile() {
        return switch (this) {
            case NONE -> throw new IllegalStateException("tiles of any edge");
            case HALVING -> 4;
            case DOUBLING -> 2;
        };
    }

    /** Transformed pixels of a tile. */
    int pixels(int tile) {
        return square(
                switch (this) {
                    case NONE -> tile + 2;
                    case HALVING -> 5;
                    case DOUBLING -> 4;
                });
    }

    /** Transformed weights of a kernel, and sums that become its gradient. */
    int weights(int tile) {
        return square(
                switch (this) {
                    case NONE -> tile + 2;
                    case HALVING -> 4;
                    case DOUBLING -> 5;
                });
    }

    /** Products of a tile. */
    int products(int tile) {
        return square(this == NONE ? tile + 2 : 5);
    }

    /** Transformed gradients of a tile; there are none of doubling. */
    int gradients(int tile) {
        return square(
                switch (this) {
                    case NONE -> tile + 2;
                    case HALVING -> 3;
                    case DOUBLING -> throw new IllegalStateException("a gradient of " + this);
                });
    }

    /** The line that tells kernels of it. */
    String define() {
        return this == NONE ? "" : "#define RESIZE " + this + "\n";
    }

    private static int square(int edge) {
        return edge * edge;
    }
}
