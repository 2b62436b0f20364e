package io.github.stylegan4j.train.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DiversityTest {
    @Test
    void spreadIsTheRootMeanSquaredDistanceOfAllPairs() {
        int count = 7;
        int size = 13;
        float[] images = new float[count * size];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) Math.sin(i * i);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                for (int d = 0; d < size; d++) {
                    sum += Math.pow(images[i * size + d] - images[j * size + d], 2);
                }
            }
        }
        double expected = Math.sqrt(sum / size / (count * (count - 1) / 2.0));
        assertEquals(expected, Diversity.spread(images, count), 1e-6 * expected);
    }

    @Test
    void equalImagesHaveNone() {
        assertEquals(0, Diversity.spread(new float[] {0.3f, 1, 0.3f, 1, 0.3f, 1}, 3));
        assertTrue(Double.isNaN(Diversity.spread(new float[] {1, 2}, 1)));
        assertEquals(0.5, Diversity.relative(1, 2));
        assertTrue(Double.isNaN(Diversity.relative(1, 0)));
    }
}
