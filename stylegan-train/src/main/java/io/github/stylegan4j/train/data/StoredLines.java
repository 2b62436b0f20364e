package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.PixelArray;

/** The lines of a picture that a file holds as plain bytes. */
final class StoredLines extends PictureLines {
    private final PixelArray image;

    StoredLines(PixelArray image, ImageOptions options) {
        super(options);
        this.image = image;
    }

    /** The picture as unsigned bytes, [C, H, W]; as it is where nothing has to be done. */
    static byte[] fitted(PixelArray image, ImageOptions options) {
        if (image.channels() == options.channels()
                && image.height() == options.height()
                && image.width() == options.width()) {
            return image.bytes();
        }
        StoredLines lines = new StoredLines(image, options);
        return ImageFit.of(lines, options, options.height(), options.width());
    }

    @Override
    int height() {
        return image.height();
    }

    @Override
    int width() {
        return image.width();
    }

    @Override
    void read(int x, int y, int count, float[] samples) {
        boolean gray = image.channels() < 3;
        boolean opaque = image.channels() % 2 == 1;
        for (int i = 0; i < count; i++) {
            float opacity = opaque ? 1 : value(image.channels() - 1, y, x + i) / 255f;
            if (gray) {
                putGray(samples, i, count, value(0, y, x + i), opacity);
            } else {
                int rgb = value(0, y, x + i) << 16 | value(1, y, x + i) << 8 | value(2, y, x + i);
                putColour(samples, i, count, rgb, opacity);
            }
        }
    }

    private int value(int channel, int y, int x) {
        return image.bytes()[(channel * image.height() + y) * image.width() + x] & 0xFF;
    }
}
