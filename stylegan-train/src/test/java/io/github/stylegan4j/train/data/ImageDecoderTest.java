package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final int SIZE = 16;

    private final RandomGenerator random = Seeds.random("ImageDecoderTest");
    private final ImageDecoder decoder = new ImageDecoder(ImageOptions.of(SIZE));

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "webp"})
    void losslessFormatsKeepEveryPixelOfTheRightSize(String format) throws Exception {
        BufferedImage image =
                TestImages.opaque(TestImages.noise(SIZE, SIZE, BufferedImage.TYPE_INT_RGB, random));
        byte[] file =
                format.equals("webp") ? WebpWriter.write(image) : TestImages.encode(image, format);
        assertArrayEquals(TestImages.planes(image), decoder.decode(file));
    }

    @Test
    void gifKeepsItsPalette() throws Exception {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_INDEXED);
        for (int i = 0; i < SIZE * SIZE; i++) {
            image.setRGB(i % SIZE, i / SIZE, random.nextBoolean() ? 0xFFFF0000 : 0xFF0000FF);
        }
        assertArrayEquals(
                TestImages.planes(image), decoder.decode(TestImages.encode(image, "gif")));
    }

    @Test
    void jpegIsClose() throws Exception {
        BufferedImage image = TestImages.opaque(TestImages.plain(40, 24, 0xFFC08040));
        byte[] pixels = decoder.decode(TestImages.encode(image, "jpg"));
        assertEquals(0xC0, pixels[5] & 0xFF, 3);
        assertEquals(0x80, pixels[SIZE * SIZE + 5] & 0xFF, 3);
        assertEquals(0x40, pixels[2 * SIZE * SIZE + 5] & 0xFF, 3);
    }

    @Test
    void theCentreSquareIsKept() throws Exception {
        BufferedImage square =
                TestImages.opaque(TestImages.noise(SIZE, SIZE, BufferedImage.TYPE_INT_RGB, random));
        for (boolean wide : new boolean[] {true, false}) {
            BufferedImage image =
                    TestImages.opaque(
                            TestImages.plain(wide ? SIZE + 10 : SIZE, wide ? SIZE : SIZE + 10, -1));
            image.getGraphics().drawImage(square, wide ? 5 : 0, wide ? 0 : 5, null);
            assertArrayEquals(TestImages.planes(square), decoder.decode(TestImages.png(image)));
        }
    }

    @Test
    void boxFilterHalvesToMeans() throws Exception {
        BufferedImage image =
                TestImages.opaque(
                        TestImages.noise(2 * SIZE, 2 * SIZE, BufferedImage.TYPE_INT_RGB, random));
        byte[] halved =
                new ImageDecoder(ImageOptions.of(SIZE).withFilter(ResizeFilter.BOX))
                        .decode(TestImages.png(image));
        byte[] means = RealImageProcessing.level(TestImages.planes(image), 3, 2 * SIZE, SIZE);
        assertArrayEquals(means, halved);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 15, 17, 31, 33, 97})
    void plainPicturesOfAnySizeStayPlain(int side) throws Exception {
        byte[] file = TestImages.png(TestImages.plain(side, side + 3, 0xFF0A64C8));
        for (ResizeFilter filter : ResizeFilter.values()) {
            byte[] pixels = new ImageDecoder(ImageOptions.of(SIZE).withFilter(filter)).decode(file);
            assertEquals(3 * SIZE * SIZE, pixels.length);
            for (int i = 0; i < SIZE * SIZE; i++) {
                assertEquals(0x0A, pixels[i]);
                assertEquals(0x64, pixels[SIZE * SIZE + i]);
                assertEquals((byte) 0xC8, pixels[2 * SIZE * SIZE + i]);
            }
        }
    }

    @Test
    void transparencyIsLaidOnTheBackground() throws Exception {
        byte[] clear = TestImages.png(TestImages.plain(SIZE, SIZE, 0x00FF0000));
        byte[] half = TestImages.png(TestImages.plain(SIZE, SIZE, 0x80FF0000));
        assertEquals((byte) 255, decoder.decode(clear)[0]);
        assertEquals((byte) 255, decoder.decode(clear)[2 * SIZE * SIZE]);
        ImageDecoder onBlue = new ImageDecoder(ImageOptions.of(SIZE).withBackground(0x0000FF));
        byte[] mixed = onBlue.decode(half);
        assertEquals((byte) 128, mixed[0]);
        assertEquals(0, mixed[SIZE * SIZE]);
        assertEquals(127, mixed[2 * SIZE * SIZE]);
    }

    @Test
    void grayValuesAreKeptAsStored() throws Exception {
        BufferedImage gray = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage deep = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_USHORT_GRAY);
        byte[] expected = new byte[SIZE * SIZE];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) i;
            gray.getRaster().setSample(i % SIZE, i / SIZE, 0, i);
            deep.getRaster().setSample(i % SIZE, i / SIZE, 0, i * 257);
        }
        ImageDecoder toGray = new ImageDecoder(ImageOptions.of(SIZE).withChannels(1));
        assertArrayEquals(expected, toGray.decode(TestImages.png(gray)));
        assertArrayEquals(expected, toGray.decode(TestImages.png(deep)));
        byte[] colour = decoder.decode(TestImages.png(gray));
        for (int c = 0; c < 3; c++) {
            int at = c * expected.length;
            assertArrayEquals(expected, Arrays.copyOfRange(colour, at, at + expected.length));
        }
    }

    @Test
    void colourBecomesGrayByBrightness() throws Exception {
        ImageDecoder toGray = new ImageDecoder(ImageOptions.of(SIZE).withChannels(1));
        assertEquals(76, toGray.decode(TestImages.png(TestImages.plain(9, 9, 0xFFFF0000)))[0]);
        assertEquals(29, toGray.decode(TestImages.png(TestImages.plain(9, 9, 0xFF0000FF)))[0]);
        assertEquals(
                (byte) 200, toGray.decode(TestImages.png(TestImages.plain(9, 9, 0xFFC8C8C8)))[0]);
    }

    /** A quarter of the picture is dark: where it ends up tells how the picture was turned. */
    @Test
    void exifOrientationIsApplied() throws Exception {
        BufferedImage image = TestImages.opaque(TestImages.plain(SIZE, SIZE, 0xFFFFFFFF));
        for (int i = 0; i < SIZE * SIZE / 4; i++) {
            image.setRGB(i % (SIZE / 2), i / (SIZE / 2), 0);
        }
        // The top left corner of the stored picture stands there when it is upright.
        String[] corners = {"TL", "TR", "BR", "BL", "TL", "TR", "BR", "BL"};
        byte[] jpeg = TestImages.encode(image, "jpg");
        for (int orientation = 1; orientation <= 8; orientation++) {
            byte[] pixels = decoder.decode(withExif(jpeg, orientation));
            String darkest = "";
            int lowest = 256;
            for (String corner : new String[] {"TL", "TR", "BR", "BL"}) {
                int x = corner.charAt(1) == 'L' ? 2 : SIZE - 3;
                int y = corner.charAt(0) == 'T' ? 2 : SIZE - 3;
                int value = pixels[y * SIZE + x] & 0xFF;
                if (value < lowest) {
                    lowest = value;
                    darkest = corner;
                }
            }
            assertEquals(corners[orientation - 1], darkest, "orientation " + orientation);
        }
    }

    /** Turning and mirroring of a plane with all values distinct, against the Exif table. */
    @Test
    void orientationsMoveRowsAndColumns() {
        int n = 3;
        byte[] plane = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        byte[][] expected = {
            {1, 2, 3, 4, 5, 6, 7, 8, 9},
            {3, 2, 1, 6, 5, 4, 9, 8, 7},
            {9, 8, 7, 6, 5, 4, 3, 2, 1},
            {7, 8, 9, 4, 5, 6, 1, 2, 3},
            {1, 4, 7, 2, 5, 8, 3, 6, 9},
            {7, 4, 1, 8, 5, 2, 9, 6, 3},
            {9, 6, 3, 8, 5, 2, 7, 4, 1},
            {3, 6, 9, 2, 5, 8, 1, 4, 7},
        };
        for (int i = 0; i < 8; i++) {
            assertArrayEquals(expected[i], ExifOrientation.upright(plane, n, n, i + 1));
        }
    }

    @Test
    void picturesWithinABitmapAreRefused() {
        byte[] bmp =
                TestImages.encode(
                        TestImages.noise(8, 8, BufferedImage.TYPE_3BYTE_BGR, random), "bmp");
        bmp[30] = 4;
        ImageDecoder decoder = new ImageDecoder(ImageOptions.of(8));
        BadImageException e = assertThrows(BadImageException.class, () -> decoder.decode(bmp));
        assertTrue(e.getMessage().startsWith("its compression is 4; allowed is 0 to 3"));
    }

    @Test
    void picturesThatAreNotSquareChangeSidesWhenTurned() {
        byte[] plane = {1, 2, 3, 4, 5, 6};
        byte[][] expected = {
            {1, 4, 2, 5, 3, 6}, {4, 1, 5, 2, 6, 3}, {6, 3, 5, 2, 4, 1}, {3, 6, 2, 5, 1, 4},
        };
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(expected[i], ExifOrientation.upright(plane, 3, 2, i + 5));
        }
        assertArrayEquals(new byte[] {6, 5, 4, 3, 2, 1}, ExifOrientation.upright(plane, 2, 3, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif", "webp"})
    void truncatedFilesAreBad(String format) {
        BufferedImage image =
                TestImages.opaque(TestImages.noise(64, 64, BufferedImage.TYPE_INT_RGB, random));
        byte[] file =
                format.equals("webp") ? WebpWriter.write(image) : TestImages.encode(image, format);
        for (int length :
                IntStream.of(1, 4, 12, 20, 30, 60, file.length / 2, file.length * 9 / 10)
                        .toArray()) {
            BadImageException e =
                    assertThrows(
                            BadImageException.class,
                            () -> decoder.decode(Arrays.copyOf(file, length)),
                            format + " cut to " + length + " of " + file.length);
            assertTrue(e.getMessage().length() > 10, e.getMessage());
        }
    }

    @Test
    void aDamagedByteOfAPngIsFound() {
        byte[] file = TestImages.png(TestImages.noise(40, 40, BufferedImage.TYPE_INT_RGB, random));
        for (int i = 0; i < 50; i++) {
            byte[] damaged = file.clone();
            damaged[8 + random.nextInt(file.length - 8)] ^= (byte) (1 + random.nextInt(255));
            BadImageException e =
                    assertThrows(BadImageException.class, () -> decoder.decode(damaged));
            assertTrue(e.getMessage().matches("(damaged|truncated).*"), e.getMessage());
        }
    }

    @Test
    void emptyAndForeignFilesAreBad() {
        assertReason("the file is empty (0 bytes)", new byte[0]);
        assertReason("no PNG, JPEG, BMP, GIF or WebP", new byte[1000]);
        assertReason("no PNG, JPEG", "<html></html>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void hugeHeadersAreBadWithoutDecoding() {
        byte[] file = TestImages.png(TestImages.plain(20, 10, -1));
        BadImageException e =
                assertThrows(
                        BadImageException.class,
                        () ->
                                new ImageDecoder(ImageOptions.of(SIZE).withMaxPixels(199))
                                        .decode(file));
        assertEquals(
                "its header claims 20x10 pixels; allowed are at most 199 in all", e.getMessage());
        ByteBuffer header = ByteBuffer.wrap(file).putInt(16, 60_000).putInt(20, 70_000);
        CRC32 crc = new CRC32();
        crc.update(file, 12, 17);
        header.putInt(29, (int) crc.getValue());
        assertReason("its header claims 60000x70000 pixels", file);
    }

    private void assertReason(String part, byte[] file) {
        BadImageException e = assertThrows(BadImageException.class, () -> decoder.decode(file));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    /** Inserts an Exif segment with nothing but the orientation behind the start marker. */
    private static byte[] withExif(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xFFE1).putShort((short) 34);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(exif.array());
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}
