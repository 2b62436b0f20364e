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

    private final int resolution;
    private final int shown;
    private final int columns;
    private final BufferedImage picture;
    private int next;

    /** A picture, black until images are added. */
    GridPicture(int images, int channels, int resolution) {
        this.resolution = resolution;
        shown = Math.min(images, MOST);
        columns = (int) Math.ceil(Math.sqrt(shown));
        int rows = (shown + columns - 1) / columns;
        picture =
                new BufferedImage(
                        columns * resolution, rows * resolution, ImageGrid.pictureType(channels));
    }

    /** Puts an image, drawn with the same channels and resolution, in the next place. */
    void add(BufferedImage image) {
        if (next < shown) {
            int x = next % columns * resolution;
            int y = next / columns * resolution;
            picture.getRaster().setRect(x, y, image.getRaster());
            next++;
        }
    }

    BufferedImage picture() {
        return picture;
    }
}
