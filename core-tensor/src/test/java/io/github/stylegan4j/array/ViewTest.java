package io.github.stylegan4j.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.host.HostBuffer;
import org.junit.jupiter.api.Test;

class ViewTest {
    private final Buffer buffer = new HostBuffer(DType.FLOAT32, 64);

    private View view(Shape shape, int... strides) {
        return new View(buffer, shape, strides, 3);
    }

    @Test
    void rowMajorWithoutGapsIsContiguousWhateverTheOffset() {
        assertTrue(view(Shape.of(2, 3), 3, 1).isContiguous());
        assertTrue(View.contiguous(buffer, Shape.of(4, 4)).isContiguous());
        assertTrue(view(Shape.scalar()).isContiguous());
        assertEquals(3, view(Shape.scalar()).offset());
    }

    @Test
    void strideOfAnAxisOfExtentOneDoesNotMatter() {
        assertTrue(view(Shape.of(2, 1, 3), 3, 99, 1).isContiguous());
        assertTrue(view(Shape.of(1), 0).isContiguous());
    }

    @Test
    void everythingElseIsStrided() {
        assertFalse(view(Shape.of(2, 3), 1, 2).isContiguous(), "permuted");
        assertFalse(view(Shape.of(2, 3), 4, 1).isContiguous(), "gaps");
        assertFalse(view(Shape.of(3), -1).isContiguous(), "flipped");
        assertFalse(view(Shape.of(3), 0).isContiguous(), "expanded");
    }

    @Test
    void anEmptyViewIsContiguous() {
        assertTrue(view(Shape.of(2, 0), 5, 1).isContiguous());
    }

    @Test
    void strideCountMustFitTheShape() {
        assertThrows(IllegalArgumentException.class, () -> view(Shape.of(2, 3), 1));
    }

    @Test
    void stridesCannotBeChangedFromOutside() {
        int[] strides = {3, 1};
        View v = new View(buffer, Shape.of(2, 3), strides, 0);
        strides[0] = 9;
        v.strides()[1] = 9;
        assertEquals(3, v.stride(0));
        assertEquals(1, v.stride(1));
    }
}
