package io.github.stylegan4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.reference.ReferenceBackend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private final ReferenceBackend backend = new ReferenceBackend();
    private Scope outer;

    @BeforeEach
    void open() {
        outer = Scope.open("outer");
    }

    @AfterEach
    void everythingIsGivenBack() {
        outer.close();
        assertEquals(0, live(), "live buffers after the outermost scope");
        assertEquals(null, Scope.current());
    }

    private Tensor ones(int n) {
        return Tensors.ones(backend, Shape.of(n));
    }

    private long live() {
        return backend.memory().liveBuffers();
    }

    private static String closedMessage(Tensor t) {
        return assertThrows(IllegalStateException.class, t::toDoubles).getMessage();
    }

    @Test
    void tensorsEndWithTheirScopeAndSayWhichItWas() {
        Tensor inside;
        try (Scope s = Scope.open("d-step")) {
            inside = ones(3);
            inside.add(1);
            assertEquals(2, s.size());
            assertEquals(2, live());
        }
        assertEquals(0, live());
        assertTrue(inside.isClosed());
        assertTrue(closedMessage(inside).contains("the end of scope 'd-step'"));
        assertTrue(inside.toString().contains("closed"));
        assertEquals(Shape.of(3), inside.shape(), "the shape outlives the value");
    }

    @Test
    void whatRunReturnsEscapesByOneLevel() {
        Tensor y = Scope.run("a", () -> Scope.run("b", () -> ones(2).add(1)));
        assertSame(outer, y.scope());
        assertEquals(1, live());
        Tensor gone =
                Scope.run(
                        "a",
                        () -> {
                            Tensor inner = Scope.run("b", () -> ones(2));
                            inner.add(1);
                            return new Tensor[] {inner};
                        })[0];
        assertSame(outer, gone.scope());
        assertEquals(2, live());
    }

    @Test
    void resultsAreFoundInContainers() {
        record Pair(Tensor kept, Tensor dropped) implements Escaping {
            @Override
            public Iterable<Tensor> escaping() {
                return List.of(kept);
            }
        }
        Map<String, Object> result =
                Scope.run(
                        "a",
                        () ->
                                Map.of(
                                        "list",
                                        List.of(ones(1), ones(1)),
                                        "array",
                                        new Tensor[][] {{ones(1)}},
                                        "optional",
                                        Optional.of(ones(1)),
                                        "escaping",
                                        new Pair(ones(1), ones(1)),
                                        "number",
                                        5));
        assertEquals(5, live());
        Pair pair = (Pair) result.get("escaping");
        assertFalse(pair.kept().isClosed());
        assertTrue(pair.dropped().isClosed());
    }

    @Test
    void aGraphKeepsOnlyTheValuesItsDerivativesRead() {
        Tensor x = ones(4).track();
        Tensor y = Scope.run("linear", () -> x.add(1).mul(2).sub(3));
        assertEquals(2, live(), "x and y: affine maps read nothing");
        Tensor interior = y.node().inputs()[0];
        assertTrue(closedMessage(interior).contains("no derivative reads its value"));
        assertTrue(interior.isTracked(), "it stays in the graph");

        Tensor z = Scope.run("square", () -> x.add(1).square().mul(2));
        assertEquals(4, live(), "x + 1 is read, its square is not");
        assertFalse(z.node().inputs()[0].node().inputs()[0].isClosed());

        Tensor e = Scope.run("exp", () -> x.add(1).exp().mul(2));
        assertEquals(6, live(), "the exponential reads its own result only");
        assertFalse(e.node().inputs()[0].isClosed());
        assertTrue(e.node().inputs()[0].node().inputs()[0].isClosed());
    }

    @Test
    void withoutTrackingNoGraphIsKept() {
        Tensor x = ones(4);
        Tensor y = Scope.run("square", () -> x.square().square());
        assertEquals(2, live());
        assertFalse(y.isTracked());
        Tensor tracked = ones(4).track();
        Tensor z = Recording.off(() -> Scope.run("square", () -> tracked.square().square()));
        assertFalse(z.isTracked());
        assertTrue(Recording.off(() -> Recording.on(() -> tracked.square())).isTracked());
    }

    @Test
    void aViewKeepsTheMemoryItLooksAt() {
        Tensor row =
                Scope.run("view", () -> Tensors.range(backend, 0, 1, 6).reshape(2, 3))
                        .slice(0, 1, 2);
        assertEquals(1, live());
        assertArrayEquals(new double[] {3, 4, 5}, row.toDoubles());
    }

    @Test
    void adoptingAndKeepingMoveATensorOut() {
        Tensor adopted;
        Tensor kept;
        try (Scope s = Scope.open("inner")) {
            adopted = outer.adopt(ones(2));
            kept = ones(2).keep();
            assertEquals(0, s.size());
        }
        assertEquals(2, live());
        assertArrayEquals(new double[] {1, 1}, adopted.toDoubles());
        kept.close();
        kept.close();
        assertEquals(1, live());
        assertTrue(closedMessage(kept).contains("close()"));
    }

    @Test
    void anExceptionInTheBodyClosesWhatItMade() {
        assertThrows(
                ArithmeticException.class,
                () ->
                        Scope.run(
                                "failing",
                                () -> {
                                    ones(2);
                                    throw new ArithmeticException("expected");
                                }));
        assertEquals(0, live());
        assertSame(outer, Scope.current());
    }

    @Test
    void scopesCloseInReverseOrderOnTheirThread() throws InterruptedException {
        Scope a = Scope.open("a");
        Scope b = Scope.open("b");
        assertTrue(
                assertThrows(IllegalStateException.class, a::close).getMessage().contains("'a'"));
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread other =
                new Thread(
                        () -> {
                            try {
                                b.close();
                            } catch (IllegalStateException e) {
                                seen.set(e);
                            }
                        });
        other.start();
        other.join();
        assertTrue(seen.get() instanceof IllegalStateException, "closed on another thread");
        b.close();
        b.close();
        a.close();
        assertThrows(IllegalStateException.class, () -> b.adopt(ones(1)));
    }

    @Test
    void discardingClosesOnlyTheInnermostScopesOwn() {
        Tensor below = ones(1);
        try (Scope s = Scope.open("inner")) {
            Tensor own = ones(1);
            Scope.discard(own);
            Scope.discard(below);
            assertTrue(own.isClosed());
            assertFalse(below.isClosed());
        }
    }

    @Test
    void aTensorOutsideAnyScopeThatIsForgottenComesBackByTheNet() throws InterruptedException {
        Tensor t = Tensors.ones(backend, Shape.of(8)).keep();
        assertEquals(1, live());
        t = null;
        for (int i = 0; i < 200 && live() > 0; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(0, live(), "buffers after the garbage collection, variable " + t);
    }
}
