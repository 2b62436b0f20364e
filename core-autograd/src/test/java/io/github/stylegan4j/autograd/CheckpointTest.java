package io.github.stylegan4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recomputation changes memory and time, and not a bit of any gradient. */
class CheckpointTest {
    private static final int BLOCKS = 4;

    private Backend backend;

    @BeforeEach
    void open() {
        backend = Backends.open("cpu");
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private Tensor normal(int stream, int... dims) {
        return new Rng(4, stream).normal(backend, DType.FLOAT32, Shape.of(dims));
    }

    private List<Tensor> weights() {
        List<Tensor> w = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            w.add(normal(10 + i, 6, 6, 3, 3).mul(0.2).track());
        }
        return w;
    }

    /** Blocks that each read a tensor all of them share, as layers read styles. */
    private static Tensor network(boolean recompute, Tensor x, Tensor shared, List<Tensor> w) {
        Tensor y = x;
        for (int i = 0; i < BLOCKS; i++) {
            Tensor in = y;
            Tensor kernel = w.get(i);
            Supplier<Tensor> body =
                    () -> {
                        Tensor z = in.conv2d(kernel, 1, 1, 1).leakyRelu(0.2);
                        z = z.mul(shared.sigmoid()).add(in.mul(shared));
                        return z.conv2d(kernel, 1, 1, 1).leakyRelu(0.2);
                    };
            y =
                    recompute
                            ? Autograd.checkpoint("block", List.of(in, kernel, shared), body)
                            : Scope.run("block", body);
        }
        return y;
    }

    private List<float[]> gradients(boolean recompute, boolean penalty) {
        try (Scope scope = Scope.open("test")) {
            Tensor x = normal(1, 3, 6, 7, 7).track();
            Tensor shared = normal(2, 1, 6, 1, 1).track();
            List<Tensor> inputs = new ArrayList<>(weights());
            Tensor y = network(recompute, x, shared, inputs);
            inputs.add(shared);
            Tensor loss = y.square().mean();
            if (penalty) {
                Tensor g = Autograd.grad(y.sum(), List.of(x), GradOptions.differentiable()).get(x);
                loss = loss.add(g.square().sum().mul(0.3));
            }
            List<float[]> result = new ArrayList<>();
            result.add(loss.toFloats());
            Autograd.grad(loss, inputs).all().forEach(g -> result.add(g.toFloats()));
            return result;
        }
    }

    private void assertSameBits(boolean penalty) {
        List<float[]> kept = gradients(false, penalty);
        List<float[]> recomputed = gradients(true, penalty);
        assertEquals(BLOCKS + 2, kept.size());
        for (int i = 0; i < kept.size(); i++) {
            assertArrayEquals(kept.get(i), recomputed.get(i), 0f, "result " + i);
        }
    }

    @Test
    void gradientsHaveTheSameBits() {
        assertSameBits(false);
    }

    @Test
    void gradientsOfGradientsHaveTheSameBits() {
        assertSameBits(true);
    }

    private long peak(boolean recompute) {
        try (Backend fresh = Backends.open("cpu")) {
            backend.close();
            backend = fresh;
            try (Scope scope = Scope.open("test")) {
                Tensor x = normal(1, 8, 6, 32, 32);
                Tensor shared = normal(2, 1, 6, 1, 1);
                List<Tensor> w = weights();
                Tensor y = network(recompute, x, shared, w);
                Autograd.grad(y.square().mean(), w);
            }
            assertEquals(0, fresh.memory().liveBuffers());
            return fresh.memory().peakLiveBytes();
        } finally {
            backend = Backends.open("cpu");
        }
    }

    @Test
    void lessIsHeldAndNothingIsLeft() {
        long kept = peak(false);
        long recomputed = peak(true);
        assertTrue(recomputed < 0.75 * kept, recomputed + " of " + kept + " bytes");
    }

    @Test
    void aGraphThatIsRetainedCanBeWalkedTwice() {
        try (Scope scope = Scope.open("test")) {
            Tensor shared = normal(2, 1, 6, 1, 1).track();
            List<Tensor> w = weights();
            Tensor loss = network(true, normal(1, 2, 6, 5, 5), shared, w).square().mean();
            float[] first =
                    Autograd.grad(loss, w, GradOptions.retaining()).get(w.get(0)).toFloats();
            assertArrayEquals(first, Autograd.grad(loss, w).get(w.get(0)).toFloats(), 0f);
        }
    }

    @Test
    void withoutRecordingNothingIsRecomputed() {
        try (Scope scope = Scope.open("test")) {
            Tensor x = normal(1, 5).track();
            int[] runs = {0};
            Supplier<Tensor> body =
                    () -> {
                        runs[0]++;
                        return x.square();
                    };
            Tensor y = Recording.off(() -> Autograd.checkpoint("square", List.of(x), body));
            assertEquals(null, y.node());
            assertEquals(1, runs[0]);
            Tensor z = Autograd.checkpoint("square", List.of(x), body);
            Autograd.grad(z.sum(), List.of(x));
            assertEquals(3, runs[0]);
        }
    }

    @Test
    void aTrackedTensorThatIsNoInputIsRefused() {
        try (Scope scope = Scope.open("test")) {
            Tensor x = normal(1, 5).track();
            Tensor w = normal(2, 5).track();
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> Autograd.checkpoint("block", List.of(x), () -> x.mul(w)));
            assertTrue(e.getMessage().contains("'block'"), e.getMessage());
        }
    }
}
