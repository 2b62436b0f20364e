package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** A matrix product or one of the three convolutions. */
final class SingleOpWork implements OwnWork {
    private static final int KERNEL = 3;

    private final Backend backend;
    private final Map<String, Tensor> inputs;
    private final Function<Map<String, Tensor>, Tensor> body;

    private SingleOpWork(
            Backend backend,
            Map<String, Tensor> inputs,
            Function<Map<String, Tensor>, Tensor> body) {
        this.backend = backend;
        this.inputs = inputs;
        this.body = body;
    }

    static OwnWork open(WorkSpec spec, Backend backend, Rng rng) {
        int n = spec.size();
        Shape images = Shape.of(spec.batch(), spec.channels(), n, n);
        Shape weights = Shape.of(spec.channels(), spec.channels(), KERNEL, KERNEL);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Function<Map<String, Tensor>, Tensor> body;
        switch (spec.kind()) {
            case MATMUL -> {
                shapes.put("a", Shape.of(n, n));
                shapes.put("b", Shape.of(n, n));
                body = t -> t.get("a").matmul(t.get("b"));
            }
            case CONV_FORWARD -> {
                shapes.put("x", images);
                shapes.put("w", weights);
                body = t -> Tensors.apply(new Conv2d(1, 1, 1), t.get("x"), t.get("w"));
            }
            case CONV_BY_IMAGES -> {
                shapes.put("g", images);
                shapes.put("w", weights);
                Conv2dInputGrad op = new Conv2dInputGrad(1, 1, 1, n, n);
                body = t -> Tensors.apply(op, t.get("g"), t.get("w"));
            }
            case CONV_BY_WEIGHTS -> {
                shapes.put("x", images);
                shapes.put("g", images);
                Conv2dWeightGrad op = new Conv2dWeightGrad(1, 1, 1, KERNEL, KERNEL);
                body = t -> Tensors.apply(op, t.get("x"), t.get("g"));
            }
            default -> throw new IllegalArgumentException(spec + " is not a single operation");
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        try (Scope scope = Scope.open("inputs")) {
            shapes.forEach((name, s) -> inputs.put(name, rng.normal(backend, s).keep()));
        }
        return new SingleOpWork(backend, inputs, body);
    }

    @Override
    public Map<String, HostTensor> inputs() {
        return StateDict.download(inputs);
    }

    @Override
    public Map<String, HostTensor> outputs() {
        try (Scope scope = Scope.open("outputs")) {
            return Map.of("y", StateDict.download(body.apply(inputs)));
        }
    }

    @Override
    public void run() {
        try (Scope scope = Scope.open("run")) {
            Objects.requireNonNull(body.apply(inputs), "result");
            backend.synchronize();
        }
    }

    @Override
    public void close() {
        inputs.values().forEach(Tensor::close);
    }
}
