package io.github.stylegan4j.train.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes lossless WebP files, uncompressed: every literal has an eight-bit code.
 *
 * <p>Source: RFC 9649, section 3 (VP8L bit stream).
 */
final class WebpWriter {
    private static final int LITERALS = 256;
    private static final int LENGTH_SYMBOLS = 24;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int held;
    private int heldBits;

    private WebpWriter() {}

    static byte[] write(BufferedImage image) {
        WebpWriter writer = new WebpWriter();
        writer.bits(0x2F, 8);
        writer.bits(image.getWidth() - 1, 14);
        writer.bits(image.getHeight() - 1, 14);
        writer.bits(1, 1);
        writer.bits(0, 3);
        // No transform, no colour cache, no meta codes.
        writer.bits(0, 3);
        writer.literalCode(LENGTH_SYMBOLS);
        writer.literalCode(0);
        writer.literalCode(0);
        writer.literalCode(0);
        // The distance code, of which no symbol is used: a simple code of the one symbol 0.
        writer.bits(0b0001, 4);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int argb = image.getRGB(x, y);
                writer.literal(argb >> 8);
                writer.literal(argb >> 16);
                writer.literal(argb);
                writer.literal(argb >> 24);
            }
        }
        writer.bits(0, 7);
        byte[] data = writer.out.toByteArray();
        int padded = data.length + (data.length & 1);
        return ByteBuffer.allocate(20 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(12 + padded)
                .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data)
                .array();
    }

    /** Code lengths: 8 for each of 256 literals, 0 for what follows. */
    private void literalCode(int further) {
        bits(0, 1);
        // The code length code: lengths of the symbols 17, 18, 0, 1, ..., 8; only 0 and 8 are used.
        bits(12 - 4, 4);
        for (int symbol : new int[] {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8}) {
            bits(symbol == 0 || symbol == 8 ? 1 : 0, 3);
        }
        bits(0, 1);
        for (int i = 0; i < LITERALS; i++) {
            bits(1, 1);
        }
        for (int i = 0; i < further; i++) {
            bits(0, 1);
        }
    }

    /** An eight-bit canonical code is the value itself, most significant bit first. */
    private void literal(int value) {
        bits(Integer.reverse(value & 0xFF) >>> 24, 8);
    }

    private void bits(int value, int count) {
        for (int i = 0; i < count; i++) {
            held |= (value >> i & 1) << heldBits++;
            if (heldBits == 8) {
                out.write(held);
                held = 0;
                heldBits = 0;
            }
        }
    }
}
