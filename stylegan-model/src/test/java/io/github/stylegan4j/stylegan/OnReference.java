package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.reference.ReferenceBackend;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/**
 * Tests in double precision within one scope; {@code -Dtests.seed=N} chooses other random numbers.
 */
public abstract class OnReference {
    private static final long DEFAULT_SEED = 20260101;

    protected Backend backend;
    protected Rng rng;
    private Scope scope;

    @BeforeEach
    void openScope() {
        long seed = Long.getLong("tests.seed", DEFAULT_SEED);
        LoggerFactory.getLogger(getClass()).info("-Dtests.seed={}", seed);
        backend = new ReferenceBackend();
        rng = new Rng(seed, 1);
        scope = Scope.open("test");
    }

    @AfterEach
    void closeScope() {
        scope.close();
        backend.close();
    }

    /** Standard normal numbers. */
    protected final Tensor normal(int... dims) {
        return rng.normal(backend, Shape.of(dims));
    }

    /** A random integer from {@code low} to {@code high}, both included. */
    protected final int between(int low, int high) {
        return low + rng.nextInt(high - low + 1);
    }

    /** Asserts equal shapes, and elements that differ by rounding only. */
    protected static void assertClose(Tensor expected, Tensor actual) {
        Assertions.assertEquals(expected.shape(), actual.shape());
        Assertions.assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 1e-11);
    }

    /** Whether some element differs by more than rounding. */
    protected static boolean differ(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item() > 1e-6;
    }
}
