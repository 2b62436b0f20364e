package io.github.stylegan4j.train.image;

import java.awt.image.BufferedImage;

/** Draws a network's images as pictures, one alone or many in a grid. */
public final class ImageGrid {
    private ImageGrid() {}

    /**
     * Draws images row by row, without gaps. Places for which there is no image stay black.
     *
     * @param images nominally from -1 to 1, [N, C, H, W], N up to the number of places
     * @param channels C: 1 for a gray picture, 3 for one in colour, 4 with opacity
     * @param height H
     * @param width W
     * @param size columns and rows
     * @param quantization how values become bytes
     */
    public static BufferedImage draw(
            float[] images,
            int channels,
            int height,
            int width,
            GridSize size,
            Quantization quantization) {
        int type = pictureType(channels);
        int imageSize = Math.multiplyExact(channels, Math.multiplyExact(height, width));
        int count = imageSize > 0 ? images.length / imageSize : 0;
        if (count == 0 || images.length != count * imageSize || count > size.count()) {
            throw new IllegalArgumentException(
                    images.length
                            + " numbers are not 1 to "
                            + size.count()
                            + " images of shape ["
                            + channels
                            + ", "
                            + height
                            + ", "
                            + width
                            + "], as a grid of "
                            + size
                            + " asks for");
        }
        BufferedImage picture =
                new BufferedImage(
                        Math.multiplyExact(size.columns(), width),
                        Math.multiplyExact(size.rows(), height),
                        type);
        int[] samples = new int[imageSize];
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < height * width; p++) {
                    samples[p * channels + c] =
                            quantization.quantize(images[i * imageSize + c * height * width + p]);
                }
            }
            // The raster, not setRGB: for gray pictures that would convert to linear light.
            picture.getRaster()
                    .setPixels(
                            i % size.columns() * width,
                            i / size.columns() * height,
                            width,
                            height,
                            samples);
        }
        return picture;
    }

    /**
     * Draws one image.
     *
     * @param image nominally from -1 to 1, [C, H, W]
     * @param channels C: 1 for a gray picture, 3 for one in colour, 4 with opacity
     * @param height H
     * @param width W
     * @param quantization how values become bytes
     */
    public static BufferedImage drawOne(
            float[] image, int channels, int height, int width, Quantization quantization) {
        return draw(image, channels, height, width, new GridSize(1, 1), quantization);
    }

    /**
     * The type of picture for a number of channels.
     *
     * @throws IllegalArgumentException if it is none of 1, 3 and 4
     */
    public static int pictureType(int channels) {
        return switch (channels) {
            case 1 -> BufferedImage.TYPE_BYTE_GRAY;
            case 3 -> BufferedImage.TYPE_3BYTE_BGR;
            case 4 -> BufferedImage.TYPE_4BYTE_ABGR;
            default ->
                    throw new IllegalArgumentException(
                            "channels is "
                                    + channels
                                    + "; allowed is 1 (gray), 3 (red, green, blue) or 4 (and"
                                    + " opacity)");
        };
    }
}
