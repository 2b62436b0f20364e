package io.github.stylegan4j.train.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;

/** Pictures and image files made by the tests themselves. */
final class TestImages {
    private TestImages() {}

    static BufferedImage noise(int width, int height, int type, RandomGenerator random) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        return image;
    }

    static BufferedImage plain(int width, int height, int argb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, argb);
            }
        }
        return image;
    }

    static BufferedImage opaque(BufferedImage image) {
        BufferedImage result =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        result.getGraphics().drawImage(image, 0, 0, null);
        return result;
    }

    static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new AssertionError("no writer for " + format + " and " + image);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] png(BufferedImage image) {
        return encode(image, "png");
    }

    /** The pixels of an opaque colour picture, [3, H, W]. */
    static byte[] planes(BufferedImage image) {
        int n = image.getWidth() * image.getHeight();
        byte[] result = new byte[3 * n];
        for (int i = 0; i < n; i++) {
            int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
            result[i] = (byte) (rgb >> 16);
            result[n + i] = (byte) (rgb >> 8);
            result[2 * n + i] = (byte) rgb;
        }
        return result;
    }
}
