package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.io.Seeds;
import io.github.stylegan4j.tensor.Philox;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random numbers are those of the definition, to the last bit. */
class NormalNumbersTest {
    private static float[] expected(long seed, long stream, long position, int count) {
        double[] z = new double[count];
        Philox.normal(seed, stream, position, z, 0, count);
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            y[i] = (float) z[i];
        }
        return y;
    }

    private static void check(long seed, long stream, long position, int count) {
        float[] expected = expected(seed, stream, position, count);
        float[] y = new float[count + 5];
        Arrays.fill(y, 7f);
        new NormalNumbers().fill(seed, stream, position, y, 2, count);
        String what = count + " from " + position;
        assertArrayEquals(expected, Arrays.copyOfRange(y, 2, count + 2), what);
        for (int i : new int[] {0, 1, count + 2, count + 3, count + 4}) {
            assertEquals(7f, y[i], what + " wrote beyond, at " + (i - 2));
        }
    }

    @Test
    void partsOfStreamsAreTheSame() {
        RandomGenerator random = Seeds.random("NormalNumbersTest");
        for (int count : new int[] {0, 1, 2, 3, 4, 5, 511, 512, 513, 1027}) {
            for (int shift = 0; shift < 4; shift++) {
                check(
                        random.nextLong(),
                        random.nextLong(),
                        4L * random.nextInt(1 << 30) + shift,
                        count);
            }
        }
        check(1, 2, (1L << 34) - 6, 40);
    }

    /** So many that some are too close to the middle between two for a first guess. */
    @Test
    void manyNumbersAreTheSame() {
        RandomGenerator random = Seeds.random("NormalNumbersTest.many");
        check(random.nextLong(), 0, 3, 5_000_000);
    }

    /** Radii of 0 and the largest one; angles on both sides of every axis and half-way between. */
    @Test
    void wordsAtTheEdgesAreTheSame() {
        int[] radii = {0, -1, 0xFFFFFE00, 0x100, 0x7FFFFF00, 0x80000000, 0xB504F300, 0xB504F400};
        NormalNumbers.Batch b = new NormalNumbers.Batch();
        for (int axis = 0; axis < 8; axis++) {
            for (int i = 0; i < b.angleWords.length; i++) {
                b.angleWords[i] = (axis << 29) + ((i / radii.length - 16) << 8);
                b.radiusWords[i] = radii[i % radii.length];
            }
            NormalNumbers.compute(b);
            for (int i = 0; i < b.numbers.length; i++) {
                int radius = b.radiusWords[i / 2];
                int angle = b.angleWords[i / 2];
                float expected = (float) Philox.normal(radius, angle, i % 2 == 1);
                assertEquals(expected, b.numbers[i], "words " + radius + " and " + angle);
            }
        }
    }
}
