package io.github.stylegan4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;

class RngTest {
    private final ReferenceBackend backend = new ReferenceBackend();

    private double[] normal(Rng rng, int... dims) {
        try (Tensor t = rng.normal(backend, Shape.of(dims))) {
            return t.toDoubles();
        }
    }

    @Test
    void everyDrawMovesToTheNextMultipleOfFour() {
        Rng rng = new Rng(1, 2);
        normal(rng, 5);
        assertEquals(8, rng.position());
        normal(rng, 4, 2);
        assertEquals(16, rng.position());
        normal(rng, 0);
        assertEquals(16, rng.position());
        rng.nextDouble();
        assertEquals(20, rng.position());
    }

    @Test
    void aSavedPositionContinuesTheStream() {
        Rng rng = new Rng(1, 2);
        normal(rng, 3);
        Rng resumed = new Rng(1, 2, rng.position());
        assertArrayEquals(normal(rng, 6), normal(resumed, 6));
        assertEquals(rng.nextDouble(), resumed.nextDouble());
        assertEquals(rng.nextInt(1000), resumed.nextInt(1000));
    }

    @Test
    void seedsAndStreamsDiffer() {
        double first = normal(new Rng(1, 0), 1)[0];
        assertNotEquals(first, normal(new Rng(2, 0), 1)[0]);
        assertNotEquals(first, normal(new Rng(1, 1), 1)[0]);
    }

    @Test
    void aPositionBetweenBlocksIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Rng(1, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> new Rng(1, 0, -4));
    }

    @Test
    void integersAreEvenlySpreadBelowTheBound() {
        Rng rng = new Rng(3, 0);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[rng.nextInt(7)]++;
        }
        for (int c : counts) {
            assertEquals(10_000, c, 500);
        }
        assertEquals(0, rng.nextInt(1));
        assertTrue(rng.nextInt(Integer.MAX_VALUE) >= 0);
        assertThrows(IllegalArgumentException.class, () -> rng.nextInt(0));
    }

    @Test
    void doublesLieInTheUnitInterval() {
        Rng rng = new Rng(3, 1);
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            double d = rng.nextDouble();
            assertTrue(d >= 0 && d < 1);
            sum += d;
        }
        assertEquals(0.5, sum / 10_000, 0.02);
    }
}
