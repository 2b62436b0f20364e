package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.image.ImageGrid;
import java.awt.image.BufferedImage;

/**
 * Images side by side, in as square a grid as it gets. Only the picture is kept, a byte per colour
 * of a pixel, not the images themselves.
 */
final class GridPicture {
    /** How many images are shown; those that follow are left out. */
    private static final int MOST = 256;

    private final int height;
    private final int width;
    private final int shown;
    private final int columns;
    private final BufferedImage picture;
    private int next;

    /** A picture, black until images are added. */
    GridPicture(int images, int channels, int height, int width) {
        this.height = height;
        this.width = width;
        shown = Math.min(images, MOST);
        columns = (int) Math.ceil(Math.sqrt(shown));
        int rows = (shown + columns - 1) / columns;
        picture =
                new BufferedImage(columns * width, rows * height, ImageGrid.pictureType(channels));
    }

    /** Puts an image, drawn with the same channels and size, in the next place. */
    void add(BufferedImage image) {
        if (next < shown) {
            int x = next % columns * width;
            int y = next / columns * height;
            picture.getRaster().setRect(x, y, image.getRaster());
            next++;
        }
    }

    BufferedImage picture() {
        return picture;
    }
}
