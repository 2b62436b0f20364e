package io.github.stylegan4j.cpu;

/**
 * Tiles of two by two result pixels of a convolution with a 3 x 3 kernel and stride 1, numbered row
 * by row, image by image.
 *
 * @param n images
 * @param h height of the images read
 * @param w width of the images read
 * @param pad zeros around them
 */
record WinogradTiles(int n, int h, int w, int pad) {
    /** Height of the result. */
    int oh() {
        return h + 2 * pad - 2;
    }

    /** Width of the result. */
    int ow() {
        return w + 2 * pad - 2;
    }

    /** Rows of tiles per image. */
    int rows() {
        return (oh() + 1) / 2;
    }

    /** Tiles per row. */
    int columns() {
        return (ow() + 1) / 2;
    }

    /** Rows of tiles of all images. */
    int allRows() {
        return n * rows();
    }
}
