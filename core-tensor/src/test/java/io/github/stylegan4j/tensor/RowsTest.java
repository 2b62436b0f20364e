package io.github.stylegan4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.reference.ReferenceBackend;
import io.github.stylegan4j.tensor.fused.Fused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Parts of minibatches: they cover the whole, keep groups together, and draw its random numbers.
 */
class RowsTest {
    private final ReferenceBackend backend = new ReferenceBackend();

    @ParameterizedTest
    @CsvSource({"12,4,4", "12,4,5", "12,4,8", "12,4,100", "8,1,3", "3,4,1", "7,1,7", "20,4,11"})
    void partsCoverEachSampleOnce(int total, int group, int largest) {
        List<Integer> seen = new ArrayList<>();
        for (Rows part : Rows.split(total, group, largest)) {
            assertTrue(part.size() <= Math.max(largest, Math.min(group, total)), part.toString());
            for (int i = 0; i < part.size(); i++) {
                seen.add(part.index(i));
            }
        }
        int[] sorted = seen.stream().sorted().mapToInt(i -> i).toArray();
        int[] each = new int[total];
        Arrays.setAll(each, i -> i);
        assertArrayEquals(each, sorted);
    }

    @Test
    void partsAreAsEqualAsCanBe() {
        assertEquals(
                List.of(8, 8, 4),
                Rows.split(20, 4, 11).stream().map(Rows::size).sorted((a, b) -> b - a).toList());
        assertEquals(List.of(6, 6), Rows.split(12, 2, 9).stream().map(Rows::size).toList());
        assertTrue(Rows.split(12, 4, 12).get(0).isAll());
    }

    @Test
    void aPartHoldsTheSamplesThatItNames() {
        try (Scope scope = Scope.open("test")) {
            Tensor whole = Tensors.range(backend, 0, 1, 24).reshape(12, 2);
            for (Rows part : Rows.split(12, 4, 8)) {
                double[] found = part.of(whole).toDoubles();
                for (int i = 0; i < part.size(); i++) {
                    assertEquals(2.0 * part.index(i), found[2 * i]);
                    assertEquals(2.0 * part.index(i) + 1, found[2 * i + 1]);
                }
            }
            assertSame(whole, Rows.all(12).of(whole));
        }
    }

    /** The reason for the order of samples: a part's groups are groups of the whole. */
    @Test
    void groupsOfTheMinibatchDeviationStayTogether() {
        try (Scope scope = Scope.open("test")) {
            Tensor x = new Rng(5, 0).normal(backend, Shape.of(12, 2, 3, 3));
            Tensor whole = Fused.minibatchStd(x, 4);
            for (Rows part : Rows.split(12, 4, 8)) {
                assertArrayEquals(
                        part.of(whole).toDoubles(),
                        Fused.minibatchStd(part.of(x), 4).toDoubles(),
                        1e-12);
            }
        }
    }

    /** Rows of 3 begin between blocks of random numbers, rows of 8 at one. */
    @ParameterizedTest
    @CsvSource({"3", "8", "1"})
    void aPartDrawsTheNumbersOfItsSamples(int row) {
        try (Scope scope = Scope.open("test")) {
            Rng rng = new Rng(1, 2, 16);
            Rng whole = rng.copy();
            double chance = whole.nextDouble();
            Tensor normal = whole.normal(backend, Shape.of(12, row));
            Tensor uniform = whole.uniform(backend, Shape.of(12, row));
            for (Rows part : Rows.split(12, 4, 8)) {
                Rng own = rng.rows(part);
                Shape shape = Shape.of(part.size(), row);
                assertEquals(chance, own.nextDouble());
                assertArrayEquals(
                        part.of(normal).toDoubles(), own.normal(backend, shape).toDoubles());
                assertArrayEquals(
                        part.of(uniform).toDoubles(),
                        own.copy().uniform(backend, shape).toDoubles());
                own.uniform(backend, shape);
                assertEquals(whole.position(), own.position());
            }
            Rng part = rng.rows(Rows.split(12, 4, 4).get(1));
            part.nextDouble();
            rng.follow(part);
            assertEquals(20, rng.position());
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Rows(12, 5, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Rows(12, 4, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> Rows.split(12, 4, 0));
        Rng part = new Rng(1, 2).rows(Rows.split(12, 4, 4).get(0));
        assertThrows(IllegalArgumentException.class, () -> part.normal(backend, Shape.of(12, 2)));
        assertThrows(IllegalArgumentException.class, () -> new Rng(1, 3).follow(part));
    }
}
