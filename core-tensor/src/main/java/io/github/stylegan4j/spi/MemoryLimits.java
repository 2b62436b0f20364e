package io.github.stylegan4j.spi;

/**
 * How much memory a backend can have.
 *
 * @param totalBytes bytes of all buffers together; {@link Long#MAX_VALUE} if nobody knows
 * @param largestBufferBytes bytes of the largest single buffer
 */
public record MemoryLimits(long totalBytes, long largestBufferBytes) {
    /** Nothing is known. */
    public static MemoryLimits unknown() {
        return new MemoryLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    }
}
