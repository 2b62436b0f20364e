package io.github.stylegan4j.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmaTest {
    private Backend backend;

    @BeforeEach
    void open() {
        backend = Backends.open("reference");
    }

    @AfterEach
    void everythingIsGivenBack() {
        assertEquals(0, backend.memory().liveBuffers(), "live buffers after the modules");
        backend.close();
    }

    private static final class Net extends Module {
        Net(Backend backend, double weight, double average, int size) {
            try (Scope scope = Scope.open("net")) {
                Shape s = Shape.of(size);
                parameter("weight", Tensors.full(backend, s, weight));
                buffer("average", Tensors.full(backend, s, average));
            }
        }
    }

    private static Tensor weight(Net net) {
        return net.parameters().get("weight");
    }

    @Test
    void parametersFollowSlowlyAndBuffersAreCopied() {
        try (Net source = new Net(backend, 10, 3, 2);
                Net average = new Net(backend, 2, 1, 2)) {
            Ema ema = new Ema(source, average);
            ema.update(0.75);
            assertArrayEquals(new double[] {4, 4}, weight(average).toDoubles(), 1e-12);
            assertArrayEquals(new double[] {3, 3}, average.buffers().get("average").toDoubles(), 0);
            ema.update(0.75);
            assertArrayEquals(new double[] {5.5, 5.5}, weight(average).toDoubles(), 1e-12);
            assertArrayEquals(new double[] {10, 10}, weight(source).toDoubles(), 0);
            ema.update(0);
            assertArrayEquals(new double[] {10, 10}, weight(average).toDoubles(), 1e-12);
        }
    }

    @Test
    void updatesAreNotRecorded() {
        try (Net source = new Net(backend, 1, 0, 1);
                Net average = new Net(backend, 0, 0, 1)) {
            Ema ema = new Ema(source, average);
            long before = backend.memory().liveBuffers();
            for (int i = 0; i < 5; i++) {
                ema.update(0.5);
            }
            assertEquals(before, backend.memory().liveBuffers());
            assertEquals(1 - Math.pow(0.5, 5), weight(average).item(), 1e-12);
        }
    }

    @Test
    void decayHalvesADifferenceInTheSmoothingTime() {
        double decay = Ema.decay(16, 10);
        assertEquals(0.5, Math.pow(decay, 10_000 / 16.0), 1e-12);
        assertEquals(Math.pow(0.5, 16 / 10_000.0), decay, 1e-15);
        assertEquals(0, Ema.decay(16, 0));
        assertThrows(IllegalArgumentException.class, () -> Ema.decay(0, 10));
        assertThrows(IllegalArgumentException.class, () -> Ema.decay(4, -1));
    }

    @Test
    void networksOfDifferentStructureAreRefused() {
        try (Net source = new Net(backend, 1, 0, 1);
                Net other = new Net(backend, 1, 0, 2)) {
            assertThrows(IllegalArgumentException.class, () -> new Ema(source, other));
        }
    }
}
