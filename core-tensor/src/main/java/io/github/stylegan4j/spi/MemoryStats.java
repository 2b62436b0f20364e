package io.github.stylegan4j.spi;

/**
 * Memory figures of a backend.
 *
 * @param liveBuffers buffers handed out and not given back
 * @param liveBytes bytes of those buffers (their capacity)
 * @param peakLiveBytes largest {@code liveBytes} seen so far
 * @param pooledBytes bytes waiting in the pool for reuse
 * @param allocations buffers newly created so far, not taken from the pool; constant in a steady
 *     state
 */
public record MemoryStats(
        long liveBuffers, long liveBytes, long peakLiveBytes, long pooledBytes, long allocations) {}
