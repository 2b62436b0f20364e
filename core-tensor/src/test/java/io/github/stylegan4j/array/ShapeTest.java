package io.github.stylegan4j.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void aScalarHasOneElement() {
        assertEquals(0, Shape.scalar().rank());
        assertEquals(1, Shape.scalar().size());
        assertEquals(Shape.scalar(), Shape.of());
        assertEquals("[]", Shape.scalar().toString());
    }

    @Test
    void stridesAreRowMajor() {
        assertArrayEquals(new int[] {12, 4, 1}, Shape.of(2, 3, 4).strides());
        assertArrayEquals(new int[] {4, 4, 1}, Shape.of(2, 0, 4).strides());
        assertArrayEquals(new int[0], Shape.scalar().strides());
    }

    @Test
    void negativeAxesCountFromTheLast() {
        Shape s = Shape.of(2, 3, 5);
        assertEquals(5, s.dim(-1));
        assertEquals(0, s.axis(-3));
        String message = assertThrows(IllegalArgumentException.class, () -> s.dim(3)).getMessage();
        assertTrue(message.contains("[2, 3, 5]") && message.contains("3"), message);
        assertThrows(IllegalArgumentException.class, () -> s.axis(-4));
    }

    @Test
    void extentsCannotBeChangedFromOutside() {
        int[] dims = {2, 3};
        Shape s = Shape.of(dims);
        dims[0] = 9;
        s.dims()[1] = 9;
        assertEquals(Shape.of(2, 3), s);
        assertEquals(Shape.of(2, 7), s.with(-1, 7));
        assertEquals(Shape.of(2, 3).hashCode(), s.hashCode());
    }

    @Test
    void impossibleExtentsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Shape.of(2, -1));
        ArrayTooLongException e =
                assertThrows(ArrayTooLongException.class, () -> Shape.of(1 << 16, 1 << 15));
        assertTrue(e.getMessage().contains("2^31 - 1"), e.getMessage());
        assertEquals(Integer.MAX_VALUE, Shape.of(Integer.MAX_VALUE).size());
    }

    @Test
    void broadcastingAlignsAtTheLastAxis() {
        assertEquals(Shape.of(4, 2, 3), Shape.broadcast(Shape.of(2, 3), Shape.of(4, 1, 3)));
        assertEquals(Shape.of(4, 3), Shape.broadcast(Shape.of(4, 1), Shape.of(3)));
        assertEquals(Shape.of(2, 0), Shape.broadcast(Shape.of(2, 1), Shape.of(0)));
        assertEquals(Shape.of(5), Shape.broadcast(Shape.scalar(), Shape.of(5)));
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Shape.broadcast(Shape.of(2, 3), Shape.of(2)))
                        .getMessage();
        assertTrue(message.contains("[2, 3]") && message.contains("[2]"), message);
    }
}
