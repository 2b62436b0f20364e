package io.github.stylegan4j.train.data;

/**
 * Cuts the centre of a picture out, as much of it as has the wanted proportions, lays it on the
 * background colour and resizes it.
 *
 * <p>Sample values are used as stored (for colour pictures: as sRGB); light is not linearised, as
 * in other preparations of such data. Where opacity is kept as a fourth channel, colours are
 * resized as laid on the background and taken off it again, so that the colour of what cannot be
 * seen leaves no trace.
 */
final class ImageFit {
    private final PictureLines picture;
    private final ImageOptions options;
    private final int height;
    private final int width;
    private final int cutHeight;
    private final int cutWidth;

    private ImageFit(PictureLines picture, ImageOptions options, int height, int width) {
        this.picture = picture;
        this.options = options;
        this.height = height;
        this.width = width;
        long wide = (long) picture.width() * height;
        long high = (long) picture.height() * width;
        cutWidth = wide <= high ? picture.width() : atLeastOne(high / height);
        cutHeight = high <= wide ? picture.height() : atLeastOne(wide / width);
    }

    private static int atLeastOne(long size) {
        return (int) Math.max(1, size);
    }

    /** The picture as unsigned bytes, [C, height, width]. */
    static byte[] of(PictureLines picture, ImageOptions options, int height, int width) {
        return new ImageFit(picture, options, height, width).bytes();
    }

    private byte[] bytes() {
        float[] samples = resized();
        if (options.channels() == PictureLines.WITH_OPACITY) {
            takeOffBackground(samples);
        }
        byte[] result = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            result[i] = (byte) Math.max(0, Math.min(255, (int) Math.rint(samples[i])));
        }
        return result;
    }

    private float[] resized() {
        int channels = options.channels();
        int left = (picture.width() - cutWidth) / 2;
        int top = (picture.height() - cutHeight) / 2;
        Resampler across = resampler(cutWidth, width);
        float[] line = new float[channels * cutWidth];
        float[] narrow = new float[channels * cutHeight * width];
        for (int y = 0; y < cutHeight; y++) {
            picture.read(left, top + y, cutWidth, line);
            for (int c = 0; c < channels; c++) {
                int target = (c * cutHeight + y) * width;
                if (across == null) {
                    System.arraycopy(line, c * cutWidth, narrow, target, width);
                } else {
                    across.apply(line, c * cutWidth, 1, narrow, target, 1);
                }
            }
        }
        Resampler down = resampler(cutHeight, height);
        if (down == null) {
            return narrow;
        }
        float[] result = new float[channels * height * width];
        for (int c = 0; c < channels; c++) {
            for (int x = 0; x < width; x++) {
                int from = c * cutHeight * width + x;
                down.apply(narrow, from, width, result, c * height * width + x, width);
            }
        }
        return result;
    }

    private Resampler resampler(int in, int out) {
        return in == out ? null : new Resampler(in, out, options.filter());
    }

    private void takeOffBackground(float[] samples) {
        int plane = height * width;
        for (int i = 0; i < plane; i++) {
            float opacity = samples[3 * plane + i] / 255;
            for (int c = 0; c < 3; c++) {
                float behind = PictureLines.channel(options.background(), c);
                float seen = samples[c * plane + i] - behind;
                samples[c * plane + i] = opacity > 0 ? behind + seen / opacity : behind;
            }
        }
    }
}
