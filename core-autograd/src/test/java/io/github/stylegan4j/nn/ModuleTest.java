package io.github.stylegan4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.reference.ReferenceBackend;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModuleTest {
    private ReferenceBackend backend;
    private Scope scope;
    private Outer module;

    /** {@code y = scale * inner(x)}, {@code inner(x) = weight * x}. */
    private final class Outer extends Module {
        private final Parameter scale = parameter("scale", values(2));
        private final Inner inner;

        Outer() {
            buffer("average", values(0));
            inner = child("inner", new Inner());
        }

        Tensor forward(Tensor x) {
            return inner.forward(x).mul(scale.value());
        }

        void registerAgain() {
            parameter("inner", values(1));
        }

        void registerDotted() {
            buffer("a.b", values(1));
        }
    }

    private final class Inner extends Module {
        private final Parameter weight = parameter("weight", values(3, 4));

        Tensor forward(Tensor x) {
            return weight.value().mul(x);
        }
    }

    @BeforeEach
    void open() {
        backend = new ReferenceBackend();
        scope = Scope.open("test");
        module = new Outer();
    }

    @AfterEach
    void close() {
        module.close();
        scope.close();
        assertEquals(0, backend.memory().liveBuffers());
        backend.close();
    }

    private Tensor values(double... v) {
        return Tensors.of(backend, Shape.of(v.length), v);
    }

    @Test
    void namesAreDottedPathsInTheOrderOfRegistration() {
        assertEquals(List.of("scale", "inner.weight"), List.copyOf(module.parameters().keySet()));
        assertEquals(List.of("average"), List.copyOf(module.buffers().keySet()));
        assertEquals(
                List.of("scale", "average", "inner.weight"), List.copyOf(module.state().keySet()));
        assertEquals(3, module.parameterCount());
        assertTrue(module.parameters().get("scale").isTracked());
    }

    @Test
    void partsComeInTheOrderOfRegistration() {
        List<String> names = List.of("z", "b", "y", "a", "x", "d", "c");
        Module parts =
                new Module() {
                    {
                        names.forEach(n -> child(n, new Inner()));
                    }
                };
        assertEquals(names, List.copyOf(parts.children().keySet()));
        parts.close();
    }

    @Test
    void aNameIsGivenOnceAndHasNoDot() {
        assertMessage("already has something named 'inner'", module::registerAgain);
        assertMessage("'a.b'", module::registerDotted);
    }

    @Test
    void otherTensorsTakeTheParametersPlacesForAWhile() {
        Tensor x = values(1, 10);
        Tensor other = values(5, 6).track();
        Tensor own = module.parameters().get("inner.weight");
        Tensor y = module.withParameters(Map.of("inner.weight", other), () -> module.forward(x));
        assertArrayEquals(new double[] {10, 120}, y.toDoubles());
        assertArrayEquals(
                new double[] {2, 20},
                Autograd.grad(y.sum(), List.of(other)).get(other).toDoubles());

        assertSame(own, module.parameters().get("inner.weight"));
        assertArrayEquals(new double[] {6, 80}, module.forward(x).toDoubles());
    }

    @Test
    void parametersReturnAfterAFailure() {
        Tensor own = module.parameters().get("scale");
        assertThrows(
                IllegalStateException.class,
                () ->
                        module.withParameters(
                                Map.of("scale", values(7)),
                                () -> {
                                    throw new IllegalStateException("on purpose");
                                }));
        assertSame(own, module.parameters().get("scale"));
    }

    @Test
    void substitutesThatDoNotFitAreRefused() {
        assertMessage(
                "does not exist",
                () -> module.withParameters(Map.of("bias", values(1)), () -> null));
        assertMessage(
                "of shape [2]",
                () -> module.withParameters(Map.of("inner.weight", values(1)), () -> null));
    }

    private static void assertMessage(String part, Runnable body) {
        String message = assertThrows(IllegalArgumentException.class, body::run).getMessage();
        assertTrue(message.contains(part), message);
    }
}
