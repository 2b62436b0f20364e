package io.github.stylegan4j.train.data;

/** The lines of a picture in the channels that are wanted, laid on the background colour. */
abstract class PictureLines {
    /** The number of channels with which opacity is kept. */
    static final int WITH_OPACITY = 4;

    private final int channels;
    private final int background;
    private final float backgroundGray;

    PictureLines(ImageOptions options) {
        this.channels = options.channels();
        this.background = options.background();
        this.backgroundGray = luma(background);
    }

    /** Height of the picture. */
    abstract int height();

    /** Width of the picture. */
    abstract int width();

    /**
     * Part of one line, 0 to 255.
     *
     * @param samples receives it, [C, count]
     */
    abstract void read(int x, int y, int count, float[] samples);

    /**
     * Puts a gray pixel.
     *
     * @param opacity 0 to 1
     */
    final void putGray(float[] samples, int at, int count, float value, float opacity) {
        for (int c = 0; c < Math.min(channels, 3); c++) {
            float behind = channels == 1 ? backgroundGray : channel(background, c);
            samples[c * count + at] = laid(value, behind, opacity);
        }
        putOpacity(samples, at, count, opacity);
    }

    /**
     * Puts a pixel in colour.
     *
     * @param rgb 0xRRGGBB; what is above does not matter
     * @param opacity 0 to 1
     */
    final void putColour(float[] samples, int at, int count, int rgb, float opacity) {
        if (channels == 1) {
            samples[at] = laid(luma(rgb), backgroundGray, opacity);
            return;
        }
        for (int c = 0; c < 3; c++) {
            samples[c * count + at] = laid(channel(rgb, c), channel(background, c), opacity);
        }
        putOpacity(samples, at, count, opacity);
    }

    private void putOpacity(float[] samples, int at, int count, float opacity) {
        if (channels == WITH_OPACITY) {
            samples[3 * count + at] = 255 * opacity;
        }
    }

    private static float laid(float value, float behind, float opacity) {
        return opacity == 1 ? value : behind + (value - behind) * opacity;
    }

    static int channel(int rgb, int channel) {
        return rgb >> (16 - 8 * channel) & 0xFF;
    }

    /** Brightness of a colour, ITU-R BT.601. */
    private static float luma(int rgb) {
        return 0.299f * channel(rgb, 0) + 0.587f * channel(rgb, 1) + 0.114f * channel(rgb, 2);
    }
}
