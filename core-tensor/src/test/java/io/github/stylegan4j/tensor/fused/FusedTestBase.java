package io.github.stylegan4j.tensor.fused;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.Seeds;
import io.github.stylegan4j.reference.ReferenceBackend;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** A backend, a scope and random numbers around each test; nothing may be left over. */
abstract class FusedTestBase {
    private static final int[] EXTENTS = {1, 2, 3, 4, 5, 7, 8, 9};

    final ReferenceBackend backend = new ReferenceBackend();
    RandomGenerator random;
    private Scope scope;

    @BeforeEach
    void open(TestInfo test) {
        random = Seeds.random(getClass().getSimpleName(), test.getDisplayName());
        scope = Scope.open("test");
    }

    @AfterEach
    void everythingIsGivenBack() {
        scope.close();
        assertEquals(0, backend.memory().liveBuffers(), "live buffers after the scope");
        backend.close();
    }

    /** One of the extents that loops get wrong: 1, primes, and around powers of two. */
    int extent() {
        return EXTENTS[random.nextInt(EXTENTS.length)];
    }

    double[] values(int count) {
        double[] v = new double[count];
        for (int i = 0; i < count; i++) {
            v[i] = random.nextGaussian();
        }
        return v;
    }

    Tensor tensor(double[] values, int... dims) {
        return Tensors.of(backend, Shape.of(dims), values);
    }

    static double leaky(double x, double slope) {
        return x >= 0 ? x : slope * x;
    }
}
