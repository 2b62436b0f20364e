package io.github.stylegan4j.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.GradOptions;
import io.github.stylegan4j.autograd.check.GradCheck;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Node;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.tensor.fused.Fused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the lines and checks the promises of the guide to the engine. */
class EngineGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private Backend backend;
    private Scope scope;
    private Tensor input;

    @BeforeEach
    void open() {
        backend = Backends.open("reference");
        scope = Scope.open("test");
        input = new Rng(1, 0).normal(backend, Shape.of(4, 3));
    }

    @AfterEach
    void everythingIsGivenBack() {
        scope.close();
        assertEquals(0, backend.memory().liveBuffers(), "live buffers after the scope");
        backend.close();
    }

    static Tensor swish(Tensor x) {
        return Scope.run("swish", () -> x.mul(x.sigmoid()));
    }

    record Swish() implements FusedOp {
        @Override
        public Shape outputShape(Shape... inputs) {
            return inputs[0];
        }

        @Override
        public Tensor reference(Tensor... x) {
            return x[0].mul(x[0].sigmoid());
        }
    }

    record Softplus() implements FusedOp {
        @Override
        public Shape outputShape(Shape... inputs) {
            return inputs[0];
        }

        @Override
        public Tensor reference(Tensor... x) {
            return x[0].exp().add(1).log();
        }

        @Override
        public boolean hasVjp() {
            return true;
        }

        @Override
        public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
            return g.mul(x[0].sigmoid());
        }

        @Override
        public boolean vjpReadsOutput(int of) {
            return false;
        }
    }

    record Halve() implements UpdateOp {
        @Override
        public Tensor[] reference(Tensor[] targets, Tensor[] inputs) {
            Tensor[] halves = new Tensor[targets.length];
            for (int i = 0; i < targets.length; i++) {
                halves[i] = targets[i].mul(0.5);
            }
            return halves;
        }

        @Override
        public void check(Tensor[] targets, Tensor[] inputs) {
            if (inputs.length != 0) {
                throw new IllegalArgumentException("halve takes no inputs, got " + inputs.length);
            }
        }
    }

    @Test
    void aGradient() {
        Tensor weight = Tensors.full(backend, Shape.of(3, 2), 0.5).track();
        Tensor loss = input.matmul(weight).leakyRelu(0.2).square().mean();
        Tensor gradient = Autograd.grad(loss, List.of(weight)).get(weight);
        assertEquals(weight.shape(), gradient.shape());
    }

    @Test
    void operationsOfTheGuide() {
        assertArrayEquals(
                swish(input).toDoubles(), Tensors.apply(new Swish(), input).toDoubles(), 1e-15);
        Tensor plus = Tensors.apply(new Softplus(), input);
        assertArrayEquals(input.softplus().toDoubles(), plus.toDoubles(), 1e-12);
        Tensor byHand = new Softplus().vjp(0, Tensors.onesLike(input), plus, input);
        assertArrayEquals(input.sigmoid().toDoubles(), byHand.toDoubles(), 1e-15);
        Tensor point = input;
        GradCheck.standard().check(x -> Tensors.apply(new Swish(), x), point);
        GradCheck.standard().check(x -> Tensors.apply(new Softplus(), x), point);
    }

    @Test
    void updatesChangeInPlaceAndOldGraphsNotice() {
        Tensor t = Tensors.full(backend, Shape.of(2), 3).track();
        Tensor y = t.square().sum();
        new Halve().apply(new Tensor[] {t});
        assertArrayEquals(new double[] {1.5, 1.5}, t.toDoubles(), 0);
        assertThrows(IllegalStateException.class, () -> Autograd.grad(y, List.of(t)));
    }

    @Test
    void secondOrder() {
        Tensor weight = new Rng(2, 0).normal(backend, Shape.of(1, 1, 2, 2)).track();
        Tensor images = new Rng(3, 0).normal(backend, Shape.of(2, 1, 3, 3)).track();
        Function<Tensor, Tensor> discriminator = x -> x.conv2d(weight, 1, 0, 1).square();
        Tensor logits = discriminator.apply(images);
        Tensor slope =
                Autograd.grad(logits.sum(), List.of(images), GradOptions.differentiable())
                        .get(images);
        Tensor penalty = slope.square().sum(1, 2, 3).mean();
        Tensor step = Autograd.grad(penalty, List.of(weight)).get(weight);
        double[] measured =
                GradCheck.numericGradient(w -> penalty(images, w), weight.detach(), 1e-5);
        assertArrayEquals(measured, step.toDoubles(), 1e-6);
    }

    /** The penalty with the discriminator's gradient worked out by hand. */
    private static Tensor penalty(Tensor images, Tensor weight) {
        Tensor x = images.detach();
        Tensor slope = x.conv2d(weight, 1, 0, 1).mul(2).convTranspose2d(weight, 1, 0, 1, 3, 3);
        return slope.square().sum(1, 2, 3).mean();
    }

    @Test
    void scopes() {
        Tensor weight = Tensors.full(backend, Shape.of(3, 2), 0.5);
        double value;
        try (Scope step = Scope.open("step")) {
            Tensor hidden = Scope.run("layer", () -> input.matmul(weight).leakyRelu(0.2));
            value = hidden.square().mean().item();
        }
        assertTrue(value > 0);
        assertEquals(2, backend.memory().liveBuffers(), "the input and the weight");
    }

    @Test
    void whatAGraphKeeps() {
        Tensor w = Tensors.full(backend, Shape.of(3, 2), 0.5).track();
        Tensor b = Tensors.full(backend, Shape.of(2), 0.1);
        Tensor y = Scope.run("layer", () -> input.matmul(w).add(b).leakyRelu(0.2));
        Node bend = y.node();
        Tensor sum = bend.inputs()[0];
        Tensor product = sum.node().inputs()[0];
        assertTrue(!sum.isClosed(), "leaky ReLU reads its argument");
        assertTrue(product.isClosed(), "a sum reads nothing");
        Autograd.grad(y.sum(), List.of(w));
        assertTrue(sum.isClosed(), "the walk gave it back");
        assertThrows(IllegalStateException.class, () -> Autograd.grad(y.sum(), List.of(w)));
        Tensor untracked = w.detach();
        Tensor plain = Scope.run("layer", () -> Fused.biasAct(input.matmul(untracked), b, 0.2));
        assertNull(plain.node());
    }

    @Test
    void aSteadyStateAllocatesNothing() {
        Tensor weight = Tensors.full(backend, Shape.of(3, 2), 0.5).track();
        long after = 0;
        for (int i = 0; i < 5; i++) {
            try (Scope step = Scope.open("step")) {
                Tensor loss = input.matmul(weight).leakyRelu(0.2).square().mean();
                Autograd.grad(loss, List.of(weight)).get(weight);
            }
            if (i == 0) {
                after = backend.memory().allocations();
            }
        }
        assertEquals(after, backend.memory().allocations());
    }

    @Test
    void readingAClosedTensorNamesWhatClosedIt() {
        Tensor t;
        try (Scope inner = Scope.open("inner scope")) {
            t = input.add(1);
        }
        IllegalStateException e = assertThrows(IllegalStateException.class, t::toDoubles);
        assertTrue(e.getMessage().contains("inner scope"), e.getMessage());
    }

    /** White space aside, because the guide's lines are indented less. */
    @Test
    void theLinesAreThoseOfTheGuide() throws IOException {
        Path source = Path.of("src/test/java/io/github/stylegan4j/docs/EngineGuideTest.java");
        String compiled = Files.readString(source).replaceAll("\\s+", "");
        String guide = Files.readString(Path.of("../docs/engine.md"));
        List<MatchResult> blocks = BLOCK.matcher(guide).results().toList();
        for (MatchResult block : blocks) {
            String lines = block.group(1).replaceAll("\\s+", "");
            assertTrue(compiled.contains(lines), () -> "not compiled here: " + block.group(1));
        }
        assertEquals(8, blocks.size());
    }
}
