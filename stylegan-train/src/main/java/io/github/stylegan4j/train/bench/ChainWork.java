package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.GradOptions;
import io.github.stylegan4j.autograd.Gradients;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.Fused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A generator layer's epilogue forward, and backward from a given gradient: images {@code x} [N, C,
 * H, W], noise {@code z} [N, 1, H, W], its {@code strength} [C], {@code bias} [C], {@code scale}
 * and {@code shift} [N, C], gradient {@code g} of the result.
 */
final class ChainWork implements OwnWork {
    private static final double SLOPE = 0.2;
    private static final double EPSILON = 1e-8;
    private static final List<String> TRACKED = List.of("x", "strength", "bias", "scale", "shift");

    private final Backend backend;
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();

    ChainWork(WorkSpec spec, Backend backend, Rng rng) {
        this.backend = backend;
        int n = spec.batch();
        int c = spec.channels();
        int size = spec.size();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("x", Shape.of(n, c, size, size));
        shapes.put("z", Shape.of(n, 1, size, size));
        shapes.put("strength", Shape.of(c));
        shapes.put("bias", Shape.of(c));
        shapes.put("scale", Shape.of(n, c));
        shapes.put("shift", Shape.of(n, c));
        shapes.put("g", Shape.of(n, c, size, size));
        try (Scope scope = Scope.open("inputs")) {
            shapes.forEach((name, s) -> inputs.put(name, rng.normal(backend, s).keep()));
        }
        TRACKED.forEach(name -> inputs.get(name).track());
    }

    @Override
    public Map<String, HostTensor> inputs() {
        return StateDict.download(inputs);
    }

    @Override
    public Map<String, HostTensor> outputs() {
        try (Scope scope = Scope.open("outputs")) {
            Map<String, HostTensor> results = new LinkedHashMap<>();
            Tensor y = forward();
            results.put("y", StateDict.download(y));
            Gradients gradients = backward(y);
            TRACKED.forEach(
                    name ->
                            results.put(
                                    "grad." + name,
                                    StateDict.download(gradients.get(inputs.get(name)))));
            return results;
        }
    }

    @Override
    public void run() {
        try (Scope scope = Scope.open("run")) {
            backward(forward());
            backend.synchronize();
        }
    }

    private Tensor forward() {
        return Scope.run(
                "chain",
                () -> {
                    Tensor style = Tensors.concat(1, inputs.get("scale"), inputs.get("shift"));
                    return Fused.styledAct(
                            inputs.get("x"),
                            inputs.get("z"),
                            inputs.get("strength"),
                            inputs.get("bias"),
                            style,
                            SLOPE,
                            EPSILON);
                });
    }

    private Gradients backward(Tensor y) {
        return Autograd.grad(
                List.of(y),
                List.of(inputs.get("g")),
                TRACKED.stream().map(inputs::get).toList(),
                GradOptions.once());
    }

    @Override
    public void close() {
        inputs.values().forEach(Tensor::close);
    }
}
