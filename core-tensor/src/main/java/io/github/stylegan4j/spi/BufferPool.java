package io.github.stylegan4j.spi;

import io.github.stylegan4j.array.ArrayTooLongException;
import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Free lists of buffers by size class, so that a steady state allocates nothing.
 *
 * <p>A size class is a power of two divided in four steps, hence at most a quarter is wasted.
 * Thread-safe: a leaked buffer may come back from another thread.
 *
 * @param <B> the backend's buffer type
 */
public final class BufferPool<B extends Buffer> {
    /** Creates a buffer of exactly {@code length} elements. */
    @FunctionalInterface
    public interface Allocator<B> {
        /** The new buffer. */
        B allocate(DType dtype, int length);
    }

    private static final int SMALLEST = 64;

    /** Elements of the longest buffer: what every JVM can make an array of. */
    public static final int LARGEST = Integer.MAX_VALUE - 8;

    private final Allocator<B> allocator;
    private final Consumer<B> destroyer;
    private final Map<DType, Map<Integer, ArrayDeque<B>>> free = new EnumMap<>(DType.class);
    private long liveBuffers;
    private long liveBytes;
    private long peakLiveBytes;
    private long pooledBytes;
    private long allocations;

    /** A pool over the functions that create and destroy a buffer. */
    public BufferPool(Allocator<B> allocator, Consumer<B> destroyer) {
        this.allocator = allocator;
        this.destroyer = destroyer;
        for (DType t : DType.values()) {
            free.put(t, new HashMap<>());
        }
    }

    /**
     * Capacity of the size class that holds {@code length} elements.
     *
     * @throws ArrayTooLongException when no Java array is that long
     */
    public static int sizeClass(int length) {
        if (length > LARGEST) {
            throw new ArrayTooLongException(
                    "A buffer of "
                            + length
                            + " elements is longer than a Java array can be, "
                            + LARGEST);
        }
        if (length <= SMALLEST) {
            return SMALLEST;
        }
        long step = Math.max(16, Integer.highestOneBit(length - 1) / 4);
        return (int) Math.min(LARGEST, (length + step - 1) / step * step);
    }

    /** A buffer of at least {@code length} elements, contents undefined. */
    public synchronized B acquire(DType dtype, int length) {
        int capacity = sizeClass(length);
        ArrayDeque<B> list = lists(dtype).get(capacity);
        B buffer = list == null ? null : list.pollLast();
        if (buffer == null) {
            buffer = allocator.allocate(dtype, capacity);
            allocations++;
        } else {
            pooledBytes -= bytes(buffer);
        }
        liveBuffers++;
        liveBytes += bytes(buffer);
        peakLiveBytes = Math.max(peakLiveBytes, liveBytes);
        return buffer;
    }

    /** Takes a buffer back for reuse. */
    public synchronized void release(B buffer) {
        liveBuffers--;
        liveBytes -= bytes(buffer);
        pooledBytes += bytes(buffer);
        lists(buffer.dtype())
                .computeIfAbsent(buffer.length(), k -> new ArrayDeque<>())
                .addLast(buffer);
    }

    /** Lets the peak be what is live now. */
    public synchronized void forgetPeak() {
        peakLiveBytes = liveBytes;
    }

    /** Destroys every buffer that waits for reuse. */
    public synchronized void trim() {
        for (Map<Integer, ArrayDeque<B>> lists : free.values()) {
            for (ArrayDeque<B> list : lists.values()) {
                list.forEach(destroyer);
            }
            lists.clear();
        }
        pooledBytes = 0;
    }

    /** Figures at this moment. */
    public synchronized MemoryStats stats() {
        return new MemoryStats(liveBuffers, liveBytes, peakLiveBytes, pooledBytes, allocations);
    }

    private Map<Integer, ArrayDeque<B>> lists(DType dtype) {
        return Objects.requireNonNull(free.get(dtype));
    }

    private static long bytes(Buffer b) {
        return (long) b.length() * b.dtype().bytes();
    }
}
