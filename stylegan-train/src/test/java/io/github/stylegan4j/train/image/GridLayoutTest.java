package io.github.stylegan4j.train.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridLayoutTest {
    private static String classes(GridLayout layout, GridSize size, int classes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size.count(); i++) {
            text.append(i > 0 && i % size.columns() == 0 ? "/" : "");
            text.append(layout.classAt(i, size, classes));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "ROW_PER_CLASS,3x4,3,000/111/222/000",
        "COL_PER_CLASS,5x2,3,01201/01201",
        "CLASS4X4,6x5,9,000011/000011/000011/000011/222233",
        "CLASS4X4,4x8,1,0000/0000/0000/0000/0000/0000/0000/0000",
        "ROW_PER_CLASS,1x1,7,0",
    })
    void classesFollowEachOther(GridLayout layout, String size, int classes, String expected) {
        assertEquals(expected, classes(layout, GridSize.of(size, 8, 8), classes));
    }

    @Test
    void aRandomGridHasNone() {
        assertThrows(
                IllegalStateException.class,
                () -> GridLayout.RANDOM.classAt(0, new GridSize(1, 1), 1));
    }
}
