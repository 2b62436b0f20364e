package io.github.stylegan4j.array;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.BufferPool;
import org.junit.jupiter.api.Test;

/** Which failures mean that something was too large. */
class MemoryShortageTest {
    @Test
    void whatIsTooLargeIsToldFromADefect() {
        assertTrue(MemoryShortage.in(new OutOfMemoryError()));
        assertTrue(MemoryShortage.in(new IllegalStateException(new OutOfMemoryError())));
        assertTrue(MemoryShortage.in(new ArrayTooLongException("long")));
        assertFalse(MemoryShortage.in(new IllegalArgumentException("a defect")));
        assertFalse(MemoryShortage.in(new ArithmeticException("integer overflow")));
    }

    @Test
    void aBufferLongerThanAnArrayIsTooLarge() {
        RuntimeException e =
                assertThrows(RuntimeException.class, () -> BufferPool.sizeClass(Integer.MAX_VALUE));
        assertTrue(MemoryShortage.in(e));
    }
}
