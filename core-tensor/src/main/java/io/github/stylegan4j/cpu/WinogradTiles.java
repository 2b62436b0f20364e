package io.github.stylegan4j.cpu;

/**
 * Square tiles of result pixels of a convolution with a 3 x 3 kernel and stride 1, numbered row by
 * row, image by image.
 *
 * @param n images
 * @param h height of the images read
 * @param w width of the images read
 * @param pad zeros around them
 * @param size result pixels along each edge of a tile
 */
record WinogradTiles(int n, int h, int w, int pad, int size) {
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
        return BlockedProduct.ceil(oh(), size);
    }

    /** Tiles per row. */
    int columns() {
        return BlockedProduct.ceil(ow(), size);
    }

    /** Rows of tiles of all images. */
    int allRows() {
        return n * rows();
    }
}
