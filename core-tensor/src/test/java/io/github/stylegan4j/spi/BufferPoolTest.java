package io.github.stylegan4j.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.host.HostBuffer;
import io.github.stylegan4j.io.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private final List<HostBuffer> destroyed = new ArrayList<>();
    private final BufferPool<HostBuffer> pool = new BufferPool<>(HostBuffer::new, destroyed::add);

    @Test
    void aSizeClassHoldsTheRequestAndWastesAtMostAQuarter() {
        RandomGenerator random = Seeds.random("BufferPoolTest");
        for (int i = 0; i < 10_000; i++) {
            int length = random.nextInt(65, 1 << random.nextInt(7, 31));
            int capacity = BufferPool.sizeClass(length);
            assertTrue(capacity >= length, () -> "too small for " + length);
            assertTrue(capacity <= 1.25 * length, () -> capacity + " wastes on " + length);
            assertEquals(capacity, BufferPool.sizeClass(capacity), "a class holds itself exactly");
        }
        assertEquals(64, BufferPool.sizeClass(0));
        assertEquals(1 << 20, BufferPool.sizeClass(1 << 20));
    }

    @Test
    void whatNoJavaArrayHoldsIsRefused() {
        assertEquals(Integer.MAX_VALUE - 8, BufferPool.sizeClass(Integer.MAX_VALUE - 8));
        assertThrows(
                IllegalArgumentException.class, () -> BufferPool.sizeClass(Integer.MAX_VALUE - 7));
    }

    @Test
    void aReleasedBufferServesTheNextRequestOfItsClass() {
        HostBuffer first = pool.acquire(DType.FLOAT32, 1000);
        pool.release(first);
        assertNotSame(first, pool.acquire(DType.FLOAT64, 1000), "another element type");
        assertNotSame(first, pool.acquire(DType.FLOAT32, 3000), "another size class");
        assertSame(first, pool.acquire(DType.FLOAT32, 1001));
        assertEquals(3, pool.stats().allocations());
    }

    @Test
    void aForgottenPeakIsWhatIsLive() {
        HostBuffer a = pool.acquire(DType.FLOAT32, 64);
        pool.release(pool.acquire(DType.FLOAT32, 128));
        assertEquals(768, pool.stats().peakLiveBytes());
        pool.forgetPeak();
        assertEquals(256, pool.stats().peakLiveBytes());
        pool.release(a);
    }

    @Test
    void figuresFollowEveryStep() {
        HostBuffer a = pool.acquire(DType.FLOAT32, 64);
        HostBuffer b = pool.acquire(DType.FLOAT64, 64);
        assertEquals(new MemoryStats(2, 768, 768, 0, 2), pool.stats());
        pool.release(b);
        assertEquals(new MemoryStats(1, 256, 768, 512, 2), pool.stats());
        pool.release(a);
        assertEquals(new MemoryStats(0, 0, 768, 768, 2), pool.stats());
        pool.trim();
        assertEquals(new MemoryStats(0, 0, 768, 0, 2), pool.stats());
        assertEquals(List.of(a, b), destroyed.stream().sorted(this::singleFirst).toList());
    }

    private int singleFirst(HostBuffer a, HostBuffer b) {
        return a.dtype().compareTo(b.dtype());
    }
}
