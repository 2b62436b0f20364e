package io.github.stylegan4j.train.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Finds damage that image readers pass over, giving wrong pixels: checksums of PNG chunks, and
 * files that end early.
 *
 * <p>Sources: PNG specification, third edition, section 5 (chunk layout); RFC 9649, section 2.4
 * (WebP file header).
 */
final class FileIntegrity {
    private static final int SIGNATURE_BYTES = 8;
    private static final int END = 0x49454E44;
    private static final int FRAME_BYTES = 12;
    private static final int RIFF_FRAME_BYTES = 8;
    private static final int BMP_HEADER_SIZE_AT = 14;
    private static final int BMP_COMPRESSION_AT = 30;
    private static final int BMP_INFO_BYTES = 40;
    private static final int BMP_BIT_FIELDS = 3;

    private FileIntegrity() {}

    /**
     * Checks a file as far as its format allows without decoding.
     *
     * @param format what the file's first bytes say it is
     * @param file its whole content
     * @throws BadImageException if it is damaged or ends early
     */
    static void check(ImageFormat format, byte[] file) throws BadImageException {
        switch (format) {
            case PNG -> checkPng(file);
            case WEBP -> checkWebp(file);
            case BMP -> checkBmp(file);
            default -> {
                // The readers of the other formats report early ends themselves.
            }
        }
    }

    private static void checkWebp(byte[] webp) throws BadImageException {
        ByteBuffer in = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
        long claimed = RIFF_FRAME_BYTES + (in.getInt(4) & 0xFFFFFFFFL);
        if (webp.length < claimed) {
            throw new BadImageException(
                    "truncated: the file has "
                            + webp.length
                            + " bytes, its header says "
                            + claimed);
        }
    }

    /** The reader of the Java runtime takes as much memory as a picture within the file claims. */
    private static void checkBmp(byte[] bmp) throws BadImageException {
        ByteBuffer in = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
        if (bmp.length < BMP_COMPRESSION_AT + Integer.BYTES) {
            return;
        }
        int compression = in.getInt(BMP_COMPRESSION_AT);
        if (in.getInt(BMP_HEADER_SIZE_AT) >= BMP_INFO_BYTES && compression > BMP_BIT_FIELDS) {
            throw new BadImageException(
                    "its compression is "
                            + compression
                            + "; allowed is 0 to 3, no pictures of another format within");
        }
    }

    private static void checkPng(byte[] png) throws BadImageException {
        ByteBuffer in = ByteBuffer.wrap(png).position(SIGNATURE_BYTES);
        int type = 0;
        while (type != END) {
            if (in.remaining() < FRAME_BYTES) {
                throw truncated(png);
            }
            int length = in.getInt();
            int start = in.position();
            type = in.getInt();
            if (length < 0 || length > in.remaining() - Integer.BYTES) {
                throw truncated(png);
            }
            CRC32 crc = new CRC32();
            crc.update(png, start, Integer.BYTES + length);
            in.position(in.position() + length);
            if ((int) crc.getValue() != in.getInt()) {
                throw new BadImageException(
                        "damaged: the checksum of its "
                                + new String(png, start, Integer.BYTES, StandardCharsets.ISO_8859_1)
                                + " chunk at byte "
                                + start
                                + " is wrong");
            }
        }
    }

    private static BadImageException truncated(byte[] png) {
        return new BadImageException(
                "truncated: the file ends after " + png.length + " bytes, before its IEND chunk");
    }
}
