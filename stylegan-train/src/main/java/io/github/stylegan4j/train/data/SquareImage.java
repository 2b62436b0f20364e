package io.github.stylegan4j.train.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Cuts the centre square out of a picture, lays it on the background colour and resizes it.
 *
 * <p>Sample values are used as stored (for colour pictures: as sRGB); light is not linearised, as
 * in other preparations of such data.
 */
final class SquareImage {
    private final BufferedImage image;
    private final ImageOptions options;
    private final int side;
    private final int left;
    private final int top;
    private final int[] line;

    private SquareImage(BufferedImage image, ImageOptions options) {
        this.image = image;
        this.options = options;
        this.side = Math.min(image.getWidth(), image.getHeight());
        this.left = (image.getWidth() - side) / 2;
        this.top = (image.getHeight() - side) / 2;
        this.line = new int[side * (isGray(image) ? image.getRaster().getNumBands() : 1)];
    }

    /** The picture as unsigned bytes, [C, H, W]. */
    static byte[] of(BufferedImage image, ImageOptions options) {
        return new SquareImage(image, options).resized();
    }

    private byte[] resized() {
        int channels = options.channels();
        int out = options.resolution();
        Resampler resampler = side == out ? null : new Resampler(side, out, options.filter());
        float[] samples = new float[channels * side];
        float[] narrow = new float[channels * side * out];
        for (int y = 0; y < side; y++) {
            readLine(y, samples);
            for (int c = 0; c < channels; c++) {
                int target = (c * side + y) * out;
                if (resampler == null) {
                    System.arraycopy(samples, c * side, narrow, target, side);
                } else {
                    resampler.apply(samples, c * side, 1, narrow, target, 1);
                }
            }
        }
        if (resampler == null) {
            return quantised(narrow);
        }
        float[] result = new float[channels * out * out];
        for (int c = 0; c < channels; c++) {
            for (int x = 0; x < out; x++) {
                resampler.apply(narrow, c * side * out + x, out, result, c * out * out + x, out);
            }
        }
        return quantised(result);
    }

    private static byte[] quantised(float[] samples) {
        byte[] result = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            result[i] = (byte) Math.max(0, Math.min(255, (int) Math.rint(samples[i])));
        }
        return result;
    }

    /** One line of the square, 0 to 255, the channels one after the other. */
    private void readLine(int y, float[] samples) {
        if (isGray(image)) {
            readGrayLine(y, samples);
        } else {
            readColourLine(y, samples);
        }
    }

    private static boolean isGray(BufferedImage image) {
        ColorModel model = image.getColorModel();
        return !(model instanceof IndexColorModel)
                && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    /**
     * Reads the stored gray values: {@link BufferedImage#getRGB} takes them for linear light and
     * would brighten them.
     */
    private void readGrayLine(int y, float[] samples) {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int[] bits = image.getColorModel().getComponentSize();
        raster.getPixels(left, top + y, side, 1, line);
        float grayScale = 255f / ((1 << bits[0]) - 1);
        float behind = luma(options.background());
        for (int x = 0; x < side; x++) {
            float value = line[x * bands] * grayScale;
            if (bands > 1) {
                float alpha = (float) line[x * bands + 1] / ((1 << bits[1]) - 1);
                for (int c = 0; c < options.channels(); c++) {
                    float b = options.channels() == 1 ? behind : channel(options.background(), c);
                    samples[c * side + x] = b + (value - b) * alpha;
                }
            } else {
                for (int c = 0; c < options.channels(); c++) {
                    samples[c * side + x] = value;
                }
            }
        }
    }

    private void readColourLine(int y, float[] samples) {
        image.getRGB(left, top + y, side, 1, line, 0, side);
        float behindGray = luma(options.background());
        for (int x = 0; x < side; x++) {
            int argb = line[x];
            float alpha = (argb >>> 24) / 255f;
            if (options.channels() == 1) {
                samples[x] = behindGray + (luma(argb) - behindGray) * alpha;
            } else {
                for (int c = 0; c < 3; c++) {
                    int behind = channel(options.background(), c);
                    samples[c * side + x] = behind + (channel(argb, c) - behind) * alpha;
                }
            }
        }
    }

    private static int channel(int rgb, int channel) {
        return rgb >> (16 - 8 * channel) & 0xFF;
    }

    /** Brightness of a colour, ITU-R BT.601. */
    private static float luma(int rgb) {
        return 0.299f * channel(rgb, 0) + 0.587f * channel(rgb, 1) + 0.114f * channel(rgb, 2);
    }
}
