package io.github.stylegan4j.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdamTest {
    private static final double RATE = 0.03;
    private static final long SEED = Long.getLong("tests.seed", 7);

    private final Rng rng = new Rng(SEED, 0);
    private Backend backend;
    private Scope scope;

    @BeforeEach
    void open() {
        backend = Backends.open("reference");
        scope = Scope.open("test");
    }

    @AfterEach
    void everythingIsGivenBack() {
        scope.close();
        assertEquals(0, backend.memory().liveBuffers(), "live buffers after the scope");
        backend.close();
    }

    /** Adam of one array in plain Java, written from the paper's formulas. */
    private static final class PlainAdam {
        final AdamConfig config;
        final double[] p;
        double[] m;
        double[] v;
        int t;

        PlainAdam(AdamConfig config, double[] p) {
            this.config = config;
            this.p = p.clone();
            reset();
        }

        void reset() {
            m = new double[p.length];
            v = new double[p.length];
            t = 0;
        }

        void step(double[] g, double rate) {
            t++;
            double correction =
                    Math.sqrt(1 - Math.pow(config.beta2(), t)) / (1 - Math.pow(config.beta1(), t));
            for (int i = 0; i < p.length; i++) {
                m[i] = config.beta1() * m[i] + (1 - config.beta1()) * g[i];
                v[i] = config.beta2() * v[i] + (1 - config.beta2()) * g[i] * g[i];
                p[i] -= rate * correction * m[i] / (Math.sqrt(v[i]) + config.epsilon());
            }
        }
    }

    private Map<String, Tensor> parameters() {
        Map<String, Tensor> p = new LinkedHashMap<>();
        p.put("a.weight", rng.normal(backend, Shape.of(3, 5)));
        p.put("a.bias", rng.normal(backend, Shape.of(1)));
        p.put("gain", rng.normal(backend, Shape.scalar()));
        return p;
    }

    private Map<String, Tensor> gradients(Map<String, Tensor> parameters) {
        Map<String, Tensor> g = new LinkedHashMap<>();
        parameters.forEach((name, p) -> g.put(name, rng.normal(backend, p.shape())));
        return g;
    }

    private static List<PlainAdam> plain(Map<String, Tensor> parameters, AdamConfig config) {
        List<PlainAdam> plain = new ArrayList<>();
        parameters.values().forEach(p -> plain.add(new PlainAdam(config, p.toDoubles())));
        return plain;
    }

    private static void stepPlain(List<PlainAdam> plain, Map<String, Tensor> g, double rate) {
        int i = 0;
        for (Tensor t : g.values()) {
            plain.get(i++).step(t.toDoubles(), rate);
        }
    }

    private static void assertSame(List<PlainAdam> plain, Adam adam) {
        int i = 0;
        for (Map.Entry<String, Tensor> e : adam.parameters().entrySet()) {
            PlainAdam expected = plain.get(i++);
            String name = e.getKey();
            Map<String, Tensor> s = adam.state();
            assertArrayEquals(expected.p, e.getValue().toDoubles(), 1e-12, name);
            assertArrayEquals(expected.m, s.get("adam.m." + name).toDoubles(), 1e-12, name);
            assertArrayEquals(expected.v, s.get("adam.v." + name).toDoubles(), 1e-12, name);
        }
    }

    private void followsTheFormulas(AdamConfig config) {
        Map<String, Tensor> p = parameters();
        List<PlainAdam> plain = plain(p, config);
        try (Adam adam = new Adam(p, config)) {
            for (int step = 0; step < 7; step++) {
                double rate = RATE * (1 + step);
                Map<String, Tensor> g = gradients(p);
                if (step == 2) {
                    poison(g);
                    adam.step(g, rate);
                    assertSame(plain, adam);
                    continue;
                }
                if (step == 4) {
                    adam.reset();
                    plain.forEach(PlainAdam::reset);
                }
                adam.step(g, rate);
                stepPlain(plain, g, rate);
                assertSame(plain, adam);
            }
            assertEquals(1, adam.skippedSteps());
            double[] powers = {Math.pow(config.beta1(), 3), Math.pow(config.beta2(), 3)};
            assertArrayEquals(powers, adam.state().get("adam.powers").toDoubles(), 1e-12);
        }
    }

    private void poison(Map<String, Tensor> g) {
        double[] values = g.get("a.weight").toDoubles();
        values[14] = Double.NaN;
        g.put("a.weight", Tensors.of(backend, Shape.of(3, 5), values));
    }

    @Test
    void stepsFollowTheFormulasThroughASkipAndAReset() {
        followsTheFormulas(AdamConfig.styleGan());
    }

    @Test
    void stepsFollowTheFormulasWithAFirstMoment() {
        followsTheFormulas(new AdamConfig(0.9, 0.999, 1e-3));
    }

    @Test
    void infiniteGradientSkipsTheWholeStep() {
        Map<String, Tensor> p = parameters();
        double[] before = p.get("a.weight").toDoubles();
        try (Adam adam = new Adam(p, AdamConfig.styleGan())) {
            Tensor infinite = Tensors.scalar(backend, Double.NEGATIVE_INFINITY);
            adam.step(Map.of("gain", infinite), RATE);
            assertArrayEquals(before, p.get("a.weight").toDoubles(), 0);
            assertArrayEquals(new double[] {1, 1}, adam.state().get("adam.powers").toDoubles(), 0);
            assertEquals(1, adam.skippedSteps());
        }
    }

    @Test
    void missingGradientLetsTheMomentsDecay() {
        Map<String, Tensor> p = parameters();
        AdamConfig config = new AdamConfig(0.5, 0.9, 1e-8);
        List<PlainAdam> plain = plain(p, config);
        try (Adam adam = new Adam(p, config)) {
            Map<String, Tensor> g = gradients(p);
            adam.step(g, RATE);
            stepPlain(plain, g, RATE);
            adam.step(Map.of(), RATE);
            g.replaceAll((name, t) -> Tensors.zerosLike(t));
            stepPlain(plain, g, RATE);
            assertSame(plain, adam);
        }
    }

    @Test
    void stepTakesGradientsAsTheyAreComputed() {
        Map<String, Tensor> p = parameters();
        p.values().forEach(Tensor::track);
        List<PlainAdam> plain = plain(p, AdamConfig.styleGan());
        try (Adam adam = new Adam(p, AdamConfig.styleGan())) {
            double[] twice = p.get("a.weight").detach().mul(2).toDoubles();
            Tensor loss = p.get("a.weight").square().sum();
            adam.step(Autograd.grad(loss, p.values()), RATE);
            plain.get(0).step(twice, RATE);
            assertSame(plain, adam);
        }
    }

    @Test
    void savedStateContinuesAsIfNeverInterrupted() {
        Map<String, Tensor> p = parameters();
        Map<String, Tensor> q = new LinkedHashMap<>();
        p.forEach((name, t) -> q.put(name, t.copy()));
        try (Adam one = new Adam(p, AdamConfig.styleGan());
                Adam two = new Adam(q, AdamConfig.styleGan())) {
            one.step(gradients(p), RATE);
            one.step(gradients(p), RATE);
            Map<String, HostTensor> saved = StateDict.download(one.state());
            StateDict.load(two.state(), saved, "checkpoint");
            StateDict.load(q, StateDict.download(p), "checkpoint");
            Map<String, Tensor> g = gradients(p);
            one.step(g, RATE);
            two.step(g, RATE);
            p.forEach(
                    (name, t) ->
                            assertArrayEquals(t.toDoubles(), q.get(name).toDoubles(), 0, name));
        }
    }

    @Test
    void stateIsNamedAfterTheParametersInOrder() {
        try (Adam adam = new Adam(parameters(), AdamConfig.styleGan())) {
            assertEquals(
                    List.of(
                            "adam.m.a.weight",
                            "adam.m.a.bias",
                            "adam.m.gain",
                            "adam.v.a.weight",
                            "adam.v.a.bias",
                            "adam.v.gain",
                            "adam.powers",
                            "adam.skipped"),
                    List.copyOf(adam.state().keySet()));
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThrows(
                IllegalArgumentException.class, () -> new Adam(Map.of(), AdamConfig.styleGan()));
        assertThrows(IllegalArgumentException.class, () -> new AdamConfig(1, 0.9, 1e-8));
        assertThrows(IllegalArgumentException.class, () -> new AdamConfig(0, 0.9, 0));
        try (Adam adam = new Adam(parameters(), AdamConfig.styleGan())) {
            Tensor g = Tensors.scalar(backend, 1);
            IllegalArgumentException unknown =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> adam.step(Map.of("gian", g), RATE));
            assertTrue(unknown.getMessage().contains("gian"), unknown.getMessage());
            assertThrows(
                    IllegalArgumentException.class, () -> adam.step(Map.of("a.weight", g), RATE));
            assertThrows(IllegalArgumentException.class, () -> adam.step(Map.of("gain", g), -1));
        }
    }

    @Test
    void aParameterMayBePartOfALargerTensor() {
        try (Backend cpu = Backends.open("cpu");
                Scope inner = Scope.open("cpu")) {
            Tensor all = Tensors.of(cpu, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
            Tensor part = all.slice(0, 1, 2);
            Tensor plain = part.copy();
            Tensor gradient = Tensors.of(cpu, Shape.of(1, 3), 1, -2, 3);
            try (Adam one = new Adam(Map.of("p", part), AdamConfig.styleGan());
                    Adam other = new Adam(Map.of("p", plain), AdamConfig.styleGan())) {
                for (int i = 0; i < 3; i++) {
                    one.step(Map.of("p", gradient), RATE);
                    other.step(Map.of("p", gradient), RATE);
                }
            }
            assertArrayEquals(plain.toFloats(), part.toFloats());
            assertArrayEquals(new double[] {1, 2, 3}, all.slice(0, 0, 1).toDoubles());
        }
    }
}
