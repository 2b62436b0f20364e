package example;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.api.Test;

class TrainFacesTest {
    @Test
    void runs() {
        assertDoesNotThrow(() -> TrainFaces.main(new String[0]));
    }
}
