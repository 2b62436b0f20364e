package io.github.stylegan4j.train.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ImageGridTest {
    /** x = (k - 127) / 127.5 puts 127.5 x + 127.5 exactly between two whole numbers. */
    @Test
    void quantizationsDifferOnHalvesAlone() {
        assertEquals(128, Quantization.GRID.quantize(0));
        assertEquals(128, Quantization.INFERENCE.quantize(0));
        // 127.5 x = -1 and -127: 126.5 and 0.5 go to even in grids, up in single images.
        float minusOne = -1 / 127.5f;
        assertEquals(126.5f, 127.5f * minusOne + 127.5f);
        assertEquals(126, Quantization.GRID.quantize(minusOne));
        assertEquals(127, Quantization.INFERENCE.quantize(minusOne));
        float lowest = -127 / 127.5f;
        assertEquals(0.5f, 127.5f * lowest + 127.5f);
        assertEquals(0, Quantization.GRID.quantize(lowest));
        assertEquals(1, Quantization.INFERENCE.quantize(lowest));
        for (int k = 0; k < 256; k++) {
            float x = (float) (k / 127.5 - 1);
            assertEquals(k, Quantization.GRID.quantize(x));
            assertEquals(k, Quantization.INFERENCE.quantize(x));
        }
    }

    @Test
    void quantizationsSaturate() {
        for (Quantization q : Quantization.values()) {
            assertEquals(0, q.quantize(-1.5f));
            assertEquals(255, q.quantize(1.5f));
            assertEquals(0, q.quantize(Float.NEGATIVE_INFINITY));
            assertEquals(255, q.quantize(Float.POSITIVE_INFINITY));
            assertEquals(0, q.quantize(-1e30f));
            assertEquals(255, q.quantize(1e30f));
            assertEquals(0, q.quantize(Float.NaN));
        }
    }

    @Test
    void screensAreFilledWithinLimits() {
        assertEquals(new GridSize(3, 2), GridSize.of("1080p", 1024, 1024));
        assertEquals(new GridSize(7, 4), GridSize.of("1080p", 256, 256));
        assertEquals(new GridSize(32, 32), GridSize.of("1080p", 32, 32));
        assertEquals(new GridSize(30, 16), GridSize.of("1080P", 64, 64));
        assertEquals(new GridSize(7, 4), GridSize.of("4k", 1024, 1024));
        assertEquals(new GridSize(15, 8), GridSize.of("4k", 256, 256));
        assertEquals(new GridSize(32, 32), GridSize.of("4k", 4, 4));
        assertEquals(new GridSize(8, 4), GridSize.of("8x4", 256, 256));
        assertEquals("8x4", new GridSize(8, 4).toString());
        assertEquals(32, new GridSize(8, 4).count());
    }

    @Test
    void badGridsAreRefused() {
        for (String bad : new String[] {"8", "0x4", "8x", "axb", "2k", "8x4x2", "1001x1", "-1x1"}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> GridSize.of(bad, 8, 8), bad);
            assertTrue(e.getMessage().startsWith("grid is "), e.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> GridSize.of("4k", 0, 1));
    }

    @Test
    void imagesStandRowByRow() {
        int count = 5;
        float[] images = new float[count * 3 * 2 * 4];
        for (int n = 0; n < count; n++) {
            for (int i = 0; i < 24; i++) {
                images[n * 24 + i] = (float) ((n * 24 + i) / 127.5 - 1);
            }
        }
        BufferedImage picture =
                ImageGrid.draw(images, 3, 2, 4, new GridSize(3, 2), Quantization.GRID);
        assertEquals(12, picture.getWidth());
        assertEquals(4, picture.getHeight());
        for (int n = 0; n < count; n++) {
            for (int p = 0; p < 8; p++) {
                int at = n * 24 + p;
                assertEquals(
                        0xFF000000 | at << 16 | (at + 8) << 8 | at + 16,
                        picture.getRGB(n % 3 * 4 + p % 4, n / 3 * 2 + p / 4));
            }
        }
        assertEquals(0xFF000000, picture.getRGB(11, 3));
    }

    @Test
    void grayImagesGiveGrayPictures() {
        float[] image = {-1, 0, 1, 0.5f};
        BufferedImage picture = ImageGrid.drawOne(image, 1, 2, 2, Quantization.INFERENCE);
        assertEquals(BufferedImage.TYPE_BYTE_GRAY, picture.getType());
        assertEquals(0, picture.getRaster().getSample(0, 0, 0));
        assertEquals(128, picture.getRaster().getSample(1, 0, 0));
        assertEquals(255, picture.getRaster().getSample(0, 1, 0));
        assertEquals(191, picture.getRaster().getSample(1, 1, 0));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        GridSize two = new GridSize(2, 1);
        refused(
                "channels is 2",
                () -> ImageGrid.draw(new float[8], 2, 2, 2, two, Quantization.GRID));
        refused(
                "36 numbers are not 1 to 2 images of shape [3, 2, 2]",
                () -> draw(new float[36], two));
        refused("0 numbers", () -> draw(new float[0], two));
        refused("13 numbers", () -> draw(new float[13], two));
    }

    private static void draw(float[] images, GridSize size) {
        ImageGrid.draw(images, 3, 2, 2, size, Quantization.GRID);
    }

    private static void refused(String message, Runnable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
