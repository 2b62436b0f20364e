package io.github.stylegan4j.train.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Square images that a function gives, without labels.
 *
 * @param name what to call them
 * @param images unsigned bytes, [C, H, W], by number
 */
record FunctionImageSource(
        String name, int channels, int resolution, int count, IntFunction<byte[]> images)
        implements ImageSource {
    /** Most images that a fingerprint looks at; to ask for all of them could take hours. */
    private static final int LOOKED_AT = 256;

    FunctionImageSource {
        Objects.requireNonNull(images, "images");
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "name is '" + name + "'; allowed is a text, not empty");
        }
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new IllegalArgumentException(
                    "channels is " + channels + "; allowed is 1, 3 or 4");
        }
        if (resolution < 4 || resolution > 4096 || Integer.bitCount(resolution) != 1) {
            throw new IllegalArgumentException(
                    "resolution is " + resolution + "; allowed is a power of two from 4 to 4096");
        }
        if (count < 1) {
            throw new IllegalArgumentException("count is " + count + "; allowed is 1 or more");
        }
    }

    @Override
    public byte[] image(int index) {
        byte[] image = images.apply(Objects.checkIndex(index, count));
        int expected = channels * resolution * resolution;
        if (image == null || image.length != expected) {
            throw new DataException(
                    imageName(index)
                            + " has "
                            + (image == null ? "no" : image.length)
                            + " bytes; needed are "
                            + expected
                            + ": "
                            + channels
                            + " channels of "
                            + resolution
                            + "x"
                            + resolution);
        }
        return image;
    }

    @Override
    public String imageName(int index) {
        return name + " " + index;
    }

    @Override
    public String fingerprint() {
        MessageDigest digest = Fingerprint.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        ByteBuffer sizes = ByteBuffer.allocate(3 * Integer.BYTES);
        digest.update(sizes.putInt(channels).putInt(resolution).putInt(count).array());
        int looks = Math.min(count, LOOKED_AT);
        for (int i = 0; i < looks; i++) {
            // From the first to the last.
            digest.update(image((int) (i * (count - 1L) / Math.max(1, looks - 1))));
        }
        return Fingerprint.hex(digest);
    }
}
