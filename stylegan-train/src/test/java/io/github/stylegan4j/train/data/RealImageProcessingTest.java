package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealImageProcessingTest {
    private final RandomGenerator random = Seeds.random("RealImageProcessingTest");

    /** Repeated 2x2 means without rounding in between, in double, rounded once at the end. */
    @ParameterizedTest
    @CsvSource({"1,1,1", "3,8,4", "3,32,4", "1,64,1", "3,16,16", "2,128,2"})
    void levelsAreMeansRoundedOnce(int channels, int from, int to) {
        byte[] image = new byte[channels * from * from];
        random.nextBytes(image);
        double[] values = new double[image.length];
        for (int i = 0; i < image.length; i++) {
            values[i] = image[i] & 0xFF;
        }
        for (int r = from; r > to; r /= 2) {
            double[] half = new double[values.length / 4];
            for (int i = 0; i < half.length; i++) {
                int at = i / (r / 2) * 2 * r + i % (r / 2) * 2;
                half[i] = (values[at] + values[at + 1] + values[at + r] + values[at + r + 1]) / 4;
            }
            values = half;
        }
        byte[] level = RealImageProcessing.level(image, channels, from, to);
        assertEquals(values.length, level.length);
        for (int i = 0; i < level.length; i++) {
            assertEquals((byte) Math.rint(values[i]), level[i]);
        }
    }

    @Test
    void halvesAreRoundedToEven() {
        assertArrayEquals(
                new byte[] {0, 2},
                new byte[] {
                    RealImageProcessing.level(new byte[] {0, 1, 0, 1}, 1, 2, 1)[0],
                    RealImageProcessing.level(new byte[] {1, 2, 1, 2}, 1, 2, 1)[0]
                });
        byte[] white = {-1, -1, -1, -1};
        assertEquals((byte) 255, RealImageProcessing.level(white, 1, 2, 1)[0]);
        assertSame(white, RealImageProcessing.level(white, 1, 2, 2));
    }

    @Test
    void bytesMapToTheWholeRange() {
        byte[] image = {0, -1, 51, -52};
        float[] target = {9, 9, 9, 9, 9};
        RealImageProcessing.toFloat(image, 2, false, target, 1);
        assertArrayEquals(new float[] {9, -1, 1, -0.6f, 0.6f}, target);
        RealImageProcessing.toFloat(image, 2, true, target, 0);
        assertArrayEquals(new float[] {1, -1, 0.6f, -0.6f, 0.6f}, target);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.5, 0.9, 1})
    void fadingBlendsWithTheHalvedImage(double fraction) {
        int r = 4;
        float[] images = noise(5 * r * r);
        float[] faded = RealImageProcessing.fade(images, r, fraction);
        assertNotSame(images, faded);
        for (int i = 0; i < images.length; i++) {
            int at = i / (2 * r) * 2 * r + i % r / 2 * 2;
            double mean =
                    (images[at] + (double) images[at + 1] + images[at + r] + images[at + r + 1])
                            / 4;
            assertEquals(images[i] + (mean - images[i]) * fraction, faded[i], 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void upscalingRepeatsPixels(int factor) {
        int r = 3;
        float[] images = noise(2 * r * r);
        float[] large = RealImageProcessing.upscale(images, r, factor);
        assertEquals(images.length * factor * factor, large.length);
        int width = r * factor;
        for (int i = 0; i < large.length; i++) {
            assertEquals(images[i / width / factor * r + i % width / factor], large[i]);
        }
    }

    /** Reals must lack the detail that fakes lack: half-way through a fade they are not sharp. */
    @Test
    void realsFadeLikeFakes() {
        float[] checker = new float[16];
        for (int i = 0; i < 16; i++) {
            checker[i] = (i + i / 4) % 2 == 0 ? 1 : -1;
        }
        assertEquals(1, RealImageProcessing.process(checker, 4, 0)[0]);
        assertEquals(0.5f, RealImageProcessing.process(checker, 4, 0.5)[0]);
        assertEquals(0.25f, RealImageProcessing.process(checker, 4, 1.75)[0]);
    }

    /** Gradient penalties are taken at the processed reals: faded and of the networks' size. */
    @Test
    void processedRealsAreFadedAndOfFullSize() {
        int r = 8;
        float[] images = noise(6 * r * r);
        float[] processed = RealImageProcessing.process(images, r, 2.375);
        float[] expected =
                RealImageProcessing.upscale(RealImageProcessing.fade(images, r, 0.375), r, 4);
        assertArrayEquals(expected, processed);
        assertEquals(6 * 32 * 32, processed.length);
        // A whole level of detail fades nothing: images survive to the bit.
        assertArrayEquals(
                RealImageProcessing.upscale(images, r, 4),
                RealImageProcessing.process(images, r, 2));
    }

    @Test
    void badArgumentsAreRefused() {
        refused("image has 5 bytes", () -> RealImageProcessing.level(new byte[5], 1, 2, 1));
        refused("resolution is 3;", () -> RealImageProcessing.level(new byte[16], 1, 4, 3));
        refused("resolution is 8;", () -> RealImageProcessing.level(new byte[16], 1, 4, 8));
        refused("fraction is 1.5", () -> RealImageProcessing.fade(new float[4], 2, 1.5));
        refused("images has 5 numbers", () -> RealImageProcessing.fade(new float[5], 2, 0.5));
        refused("need an even one", () -> RealImageProcessing.fade(new float[9], 3, 0.5));
        refused("factor is 0", () -> RealImageProcessing.upscale(new float[4], 2, 0));
        refused("lod is -0.5", () -> RealImageProcessing.process(new float[4], 2, -0.5));
    }

    private static void refused(String message, Runnable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    private float[] noise(int length) {
        float[] result = new float[length];
        for (int i = 0; i < length; i++) {
            result[i] = random.nextFloat() * 2 - 1;
        }
        return result;
    }
}
