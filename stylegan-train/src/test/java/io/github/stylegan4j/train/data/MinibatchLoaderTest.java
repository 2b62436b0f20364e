package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinibatchLoaderTest {
    private static final int RESOLUTION = 16;

    private final RandomGenerator random = Seeds.random("MinibatchLoaderTest");
    private final NoiseSource source = new NoiseSource(11);

    /** Random images and labels in memory, which counts its calls and can be broken. */
    private final class NoiseSource implements ImageSource {
        private final byte[][] images;
        private final AtomicInteger calls = new AtomicInteger();
        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        private volatile int broken = -1;

        NoiseSource(int count) {
            images = new byte[count][3 * RESOLUTION * RESOLUTION];
            for (byte[] image : images) {
                random.nextBytes(image);
            }
        }

        @Override
        public int count() {
            return images.length;
        }

        @Override
        public int channels() {
            return 3;
        }

        @Override
        public int resolution() {
            return RESOLUTION;
        }

        @Override
        public byte[] image(int index) {
            calls.incrementAndGet();
            threads.add(Thread.currentThread());
            if (index == broken) {
                throw new IllegalStateException("the disk is gone");
            }
            return images[index];
        }

        @Override
        public String imageName(int index) {
            return "image" + index + ".png";
        }

        @Override
        public int labelSize() {
            return 2;
        }

        @Override
        public float[] label(int index) {
            return new float[] {index, -index};
        }

        @Override
        public String name() {
            return "noise";
        }

        @Override
        public String fingerprint() {
            return "none";
        }
    }

    @Test
    void minibatchesHoldTheImagesTheyName() {
        try (MinibatchLoader loader = loader(LoaderConfig.of(5))) {
            for (int i = 0; i < 10; i++) {
                int resolution = 4 << random.nextInt(3);
                int size = 1 + random.nextInt(30);
                long position = loader.position();
                Minibatch minibatch = loader.next(size, resolution);
                assertEquals(position, minibatch.position());
                assertEquals(position + size, loader.position());
                assertEquals(size, minibatch.size());
                assertEquals(3, minibatch.channels());
                assertEquals(resolution, minibatch.resolution());
                assertEquals(size * 3 * resolution * resolution, minibatch.images().length);
                for (int n = 0; n < size; n++) {
                    assertArrayEquals(
                            expected(minibatch.indices()[n], resolution, false),
                            image(minibatch, n));
                    assertEquals(minibatch.indices()[n], minibatch.labels()[2 * n]);
                }
            }
        }
    }

    @Test
    void mirroringTurnsAboutHalfOfTheImages() {
        int size = 400;
        try (MinibatchLoader loader = loader(LoaderConfig.of(5).withMirror(true))) {
            Minibatch minibatch = loader.next(size, 8);
            int mirrored = 0;
            for (int n = 0; n < size; n++) {
                float[] plain = expected(minibatch.indices()[n], 8, false);
                if (!Arrays.equals(plain, image(minibatch, n))) {
                    mirrored++;
                    assertArrayEquals(
                            expected(minibatch.indices()[n], 8, true), image(minibatch, n));
                }
            }
            assertEquals(size / 2.0, mirrored, 5 * Math.sqrt(size) / 2);
        }
    }

    /** Threads, prefetching, minibatch sizes and detours must not change what comes. */
    @Test
    void theStreamIsAFunctionOfSeedAndPosition() {
        LoaderConfig config = LoaderConfig.of(random.nextLong()).withMirror(true);
        float[] whole;
        try (MinibatchLoader loader = loader(config.withPrefetch(0))) {
            whole = loader.next(60, 8).images();
        }
        try (MinibatchLoader loader = loader(config.withThreads(4).withPrefetch(5))) {
            loader.next(7, 16);
            loader.next(7, 16);
            loader.seek(0);
            for (int position = 0; position < 60; position += 4) {
                assertArrayEquals(
                        Arrays.copyOfRange(whole, position * 192, (position + 4) * 192),
                        loader.next(4, 8).images());
            }
            loader.seek(31);
            assertEquals(31, loader.position());
            assertArrayEquals(
                    Arrays.copyOfRange(whole, 31 * 192, 36 * 192), loader.next(5, 8).images());
        }
    }

    @Test
    void epochsRepeatEveryImage() {
        try (MinibatchLoader loader = loader(LoaderConfig.of(1))) {
            int[] seen = new int[source.count()];
            for (int i = 0; i < 11; i++) {
                for (int index : loader.next(3, 4).indices()) {
                    seen[index]++;
                }
            }
            assertArrayEquals(new int[] {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, seen);
        }
    }

    @Test
    void prefetchIsBounded() throws InterruptedException {
        try (MinibatchLoader loader = loader(LoaderConfig.of(1).withPrefetch(3))) {
            loader.next(5, 8);
            while (source.calls.get() < 20) {
                Thread.sleep(1);
            }
            assertEquals(20, source.calls.get());
            loader.next(5, 8);
            loader.next(5, 8);
        }
        assertTrue(source.calls.get() <= 30, source.calls + " images were decoded");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void failuresInTheBackgroundReachTheConsumer(int prefetch) {
        try (MinibatchLoader loader = loader(LoaderConfig.of(3).withPrefetch(prefetch))) {
            source.broken = 6;
            DataException e =
                    assertThrows(
                            DataException.class,
                            () -> {
                                for (int i = 0; i < source.count(); i++) {
                                    loader.next(1, 8);
                                }
                            });
            assertEquals(
                    "Image image6.png of noise cannot be loaded: the disk is gone", e.getMessage());
            // The position is that of the bad image: the stream goes on once it is repaired.
            source.broken = -1;
            assertArrayEquals(new int[] {6}, loader.next(1, 8).indices());
        }
    }

    @Test
    void threadsAreNamedDaemonsAndEndWithTheLoader() {
        MinibatchLoader loader = loader(LoaderConfig.of(1).withThreads(3).withPrefetch(8));
        loader.next(32, 16);
        List<Thread> threads = new ArrayList<>(source.threads);
        assertFalse(threads.isEmpty());
        for (Thread thread : threads) {
            assertTrue(thread.isDaemon());
            assertTrue(thread.getName().matches("stylegan4j-data-\\d"), thread.getName());
        }
        loader.close();
        loader.close();
        threads.addAll(source.threads);
        for (Thread thread : threads) {
            joined(thread);
            assertFalse(thread.isAlive(), thread.getName() + " is alive after close");
        }
        assertThrows(IllegalStateException.class, () -> loader.next(1, 8));
        assertThrows(IllegalStateException.class, () -> loader.seek(0));
    }

    /** A pool has ended as soon as its last worker leaves it, a moment before the thread ends. */
    private static void joined(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptedConsumerGetsItsMinibatchAndIsStillInterrupted() {
        try (MinibatchLoader loader = loader(LoaderConfig.of(1))) {
            Thread.currentThread().interrupt();
            assertEquals(5, loader.next(5, 16).size());
            assertTrue(Thread.interrupted());
            assertEquals(5, loader.position());
        }
    }

    @Test
    void badArgumentsAreRefusedByName() {
        try (MinibatchLoader loader = loader(LoaderConfig.of(1))) {
            refused("minibatch size is 0", () -> loader.next(0, 8));
            refused(
                    "resolution is 32; allowed is a power of two up to 16",
                    () -> loader.next(1, 32));
            refused("resolution is 6", () -> loader.next(1, 6));
            refused("position is -1", () -> loader.seek(-1));
        }
        refused("threads is 0", () -> LoaderConfig.of(1).withThreads(0));
        refused("prefetch is 65", () -> LoaderConfig.of(1).withPrefetch(65));
    }

    private static void refused(String message, Runnable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    private MinibatchLoader loader(LoaderConfig config) {
        return new MinibatchLoader(source, config);
    }

    private float[] expected(int index, int resolution, boolean mirror) {
        float[] result = new float[3 * resolution * resolution];
        byte[] level = RealImageProcessing.level(source.images[index], 3, RESOLUTION, resolution);
        RealImageProcessing.toFloat(level, resolution, mirror, result, 0);
        return result;
    }

    private static float[] image(Minibatch minibatch, int n) {
        int size = minibatch.images().length / minibatch.size();
        return Arrays.copyOfRange(minibatch.images(), n * size, (n + 1) * size);
    }
}
