package io.github.stylegan4j.train.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The image formats training data may have, told apart by content: a name's ending only says which
 * files are looked at.
 */
enum ImageFormat {
    /** Portable Network Graphics. */
    PNG(List.of("png"), 0, "\u0089PNG\r\n\u001a\n"),
    /** JPEG in any wrapping. */
    JPEG(List.of("jpg", "jpeg"), 0, "\u00ff\u00d8\u00ff"),
    /** Windows bitmap. */
    BMP(List.of("bmp"), 0, "BM"),
    /** GIF, of which the first frame counts. */
    GIF(List.of("gif"), 0, "GIF8"),
    /** WebP, lossy or lossless. */
    WEBP(List.of("webp"), 8, "WEBP");

    private final List<String> endings;
    private final int magicAt;
    private final byte[] magic;

    ImageFormat(List<String> endings, int magicAt, String magic) {
        this.endings = endings;
        this.magicAt = magicAt;
        this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether a file is looked at as an image, by the ending of its name. */
    static boolean isImageName(String fileName) {
        String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        for (ImageFormat format : values()) {
            if (format.endings.contains(ending)) {
                return true;
            }
        }
        return false;
    }

    /** The format of a file by its first bytes, if it is one of these. */
    static Optional<ImageFormat> of(byte[] file) {
        for (ImageFormat format : values()) {
            if (format.matches(file)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private boolean matches(byte[] file) {
        if (file.length < magicAt + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (file[magicAt + i] != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
