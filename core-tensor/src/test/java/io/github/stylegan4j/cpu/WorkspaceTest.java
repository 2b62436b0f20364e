package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    @Test
    void rowsGrowByThemselves() {
        try (Workspace w = new Workspace.Pool().take()) {
            w.sums(1000, 16);
            float[][] rows = w.sums(2, 5000);
            long elements = Arrays.stream(rows).mapToLong(r -> r.length).sum();
            assertEquals(2 * 5000 + 998 * 16, elements, "few long rows leave the others short");
            float[][] again = w.sums(1000, 16);
            assertSame(rows[0], again[0], "a longer row serves for a shorter one");
            assertTrue(w.sums(1000, 17)[999].length >= 17);
        }
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        Workspace.Pool pool = new Workspace.Pool();
        float[] large = pool.bulk(100);
        pool.give(large);
        assertSame(large, pool.bulk(60));
        assertEquals(60, pool.bulk(60).length);
    }
}
