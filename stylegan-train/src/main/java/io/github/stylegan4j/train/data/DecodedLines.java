package io.github.stylegan4j.train.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** The lines of a picture that was decoded from a file. */
final class DecodedLines extends PictureLines {
    private final BufferedImage image;
    private final boolean gray;
    private int[] line = new int[0];

    DecodedLines(BufferedImage image, ImageOptions options) {
        super(options);
        this.image = image;
        this.gray = isGray(image.getColorModel());
    }

    static boolean isGray(ColorModel model) {
        return !(model instanceof IndexColorModel)
                && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    /** 1 for gray, 3 for colour, and one more with opacity. */
    static int channels(ColorModel model) {
        return (isGray(model) ? 1 : 3) + (model.hasAlpha() ? 1 : 0);
    }

    @Override
    int height() {
        return image.getHeight();
    }

    @Override
    int width() {
        return image.getWidth();
    }

    @Override
    void read(int x, int y, int count, float[] samples) {
        if (gray) {
            readGray(x, y, count, samples);
        } else {
            line = image.getRGB(x, y, count, 1, sized(count), 0, count);
            for (int i = 0; i < count; i++) {
                putColour(samples, i, count, line[i], (line[i] >>> 24) / 255f);
            }
        }
    }

    private int[] sized(int length) {
        return line.length < length ? new int[length] : line;
    }

    /**
     * Reads the stored gray values: {@link BufferedImage#getRGB} takes them for linear light and
     * would brighten them.
     */
    private void readGray(int x, int y, int count, float[] samples) {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int[] bits = image.getColorModel().getComponentSize();
        line = raster.getPixels(x, y, count, 1, sized(count * bands));
        float scale = 255f / ((1 << bits[0]) - 1);
        for (int i = 0; i < count; i++) {
            float opacity = bands > 1 ? (float) line[i * bands + 1] / ((1 << bits[1]) - 1) : 1;
            putGray(samples, i, count, line[i * bands] * scale, opacity);
        }
    }
}
