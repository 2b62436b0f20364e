package io.github.stylegan4j.train.data;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The way a camera was held, as a JPEG file's Exif data records it: a number from 1 (upright) to 8.
 *
 * <p>Source: Exif 2.3 (JEITA CP-3451C), tag 0x0112.
 */
final class ExifOrientation {
    /** Nothing to be done. */
    static final int UPRIGHT = 1;

    private static final int APP1 = 0xE1;
    private static final int START_OF_SCAN = 0xDA;
    private static final int EXIF = 0x45786966;
    private static final int TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;

    private ExifOrientation() {}

    /** Orientation of a JPEG file; upright where the file records none. */
    static int of(byte[] jpeg) {
        ByteBuffer in = ByteBuffer.wrap(jpeg).position(2);
        try {
            while ((in.get() & 0xFF) == 0xFF) {
                int marker = in.get() & 0xFF;
                if (marker == START_OF_SCAN) {
                    return UPRIGHT;
                }
                int length = (in.getShort() & 0xFFFF) - 2;
                int next = in.position() + length;
                if (length < 0 || next > in.limit()) {
                    return UPRIGHT;
                }
                if (marker == APP1 && length > 6 && in.getInt() == EXIF) {
                    in.getShort();
                    return ofTiff(in.slice(in.position(), next - in.position()));
                }
                in.position(next);
            }
            return UPRIGHT;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            // Exif data that ends early is common and no reason to refuse the picture.
            return UPRIGHT;
        }
    }

    private static int ofTiff(ByteBuffer tiff) {
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if ((tiff.getShort(entry) & 0xFFFF) == TAG) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Whether height and width change places when a picture is turned upright. */
    static boolean liesOnItsSide(int orientation) {
        return orientation >= 5;
    }

    /**
     * Turns one plane upright.
     *
     * @param plane the pixels as stored
     * @param height lines of the result
     * @param width columns of the result
     * @param orientation 1 to 8
     */
    static byte[] upright(byte[] plane, int height, int width, int orientation) {
        if (orientation == UPRIGHT) {
            return plane;
        }
        byte[] result = new byte[plane.length];
        int n = liesOnItsSide(orientation) ? height : width;
        int right = n - 1;
        int bottom = plane.length / n - 1;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from =
                        switch (orientation) {
                            case 2 -> y * n + right - x;
                            case 3 -> (bottom - y) * n + right - x;
                            case 4 -> (bottom - y) * n + x;
                            case 5 -> x * n + y;
                            case 6 -> (bottom - x) * n + y;
                            case 7 -> (bottom - x) * n + right - y;
                            case 8 -> x * n + right - y;
                            default ->
                                    throw new IllegalArgumentException(
                                            "orientation is "
                                                    + orientation
                                                    + "; allowed is 1 to 8");
                        };
                result[y * width + x] = plane[from];
            }
        }
        return result;
    }
}
