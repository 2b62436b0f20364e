package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffledOrderTest {
    private final RandomGenerator random = Seeds.random("ShuffledOrderTest");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 31, 32, 33, 127, 1009})
    void everyEpochHoldsEveryImageOnce(int count) {
        ShuffledOrder order = new ShuffledOrder(random.nextLong(), count);
        int[] all = IntStream.range(0, count).toArray();
        for (int epoch = 0; epoch < 5; epoch++) {
            int[] images = epoch(order, epoch, count);
            Arrays.sort(images);
            assertTrue(Arrays.equals(all, images), "epoch " + epoch);
        }
    }

    @Test
    void anyPositionCanBeAskedForInAnyOrder() {
        long seed = random.nextLong();
        int count = 1 + random.nextInt(50);
        ShuffledOrder forward = new ShuffledOrder(seed, count);
        int[] indices = IntStream.range(0, 500).map(forward::index).toArray();
        ShuffledOrder jumping = new ShuffledOrder(seed, count);
        for (int i = 0; i < 1000; i++) {
            int position = random.nextInt(500);
            assertEquals(indices[position], jumping.index(position));
            assertEquals(forward.mirrored(position), jumping.mirrored(position));
        }
    }

    @Test
    void epochsAndSeedsDiffer() {
        ShuffledOrder order = new ShuffledOrder(1, 100);
        ShuffledOrder other = new ShuffledOrder(2, 100);
        assertFalse(Arrays.equals(epoch(order, 0, 100), epoch(order, 1, 100)));
        assertFalse(Arrays.equals(epoch(order, 0, 100), epoch(other, 0, 100)));
    }

    /** Each of 4 images stands at each of 4 places a quarter of the time: chi-square, 9 degrees. */
    @Test
    void shufflesAreUniform() {
        int epochs = 40_000;
        ShuffledOrder order = new ShuffledOrder(7, 4);
        int[][] seen = new int[4][4];
        int mirrored = 0;
        for (long position = 0; position < 4L * epochs; position++) {
            seen[(int) (position % 4)][order.index(position)]++;
            mirrored += order.mirrored(position) ? 1 : 0;
        }
        double expected = epochs / 4.0;
        double chi = 0;
        for (int[] place : seen) {
            for (int n : place) {
                chi += (n - expected) * (n - expected) / expected;
            }
        }
        assertTrue(chi < 33.7, "chi-square is " + chi + ", beyond its 0.9999 quantile");
        assertEquals(0.5, mirrored / (4.0 * epochs), 5 * 0.5 / Math.sqrt(4.0 * epochs));
    }

    @Test
    void boundedNumbersReachBothEnds() {
        long key = CounterRandom.key(3, 4);
        int[] seen = new int[5];
        for (int i = 0; i < 1000; i++) {
            seen[CounterRandom.below(5, key, i)]++;
        }
        assertTrue(Arrays.stream(seen).allMatch(n -> n > 130), Arrays.toString(seen));
        assertEquals(0, CounterRandom.below(1, key, 9));
        for (int i = 0; i < 1000; i++) {
            assertTrue(CounterRandom.below(Integer.MAX_VALUE, key, i) >= 0);
        }
    }

    private static int[] epoch(ShuffledOrder order, int epoch, int count) {
        return IntStream.range(epoch * count, (epoch + 1) * count).map(order::index).toArray();
    }
}
